"""Tags and components."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from lhl_portal.ui.templatetags.ui import TAG_ICONS, icon


def render(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_an_icon_is_hidden_from_those_who_listen_unless_it_has_a_title():
    decorative = render('{% icon "Plus" %}')
    telling = render('{% icon "Plus" title=title %}', title="Legg <til>")

    assert 'aria-hidden="true"' in decorative
    assert "<path" in decorative
    assert 'role="img" aria-label="Legg &lt;til&gt;"' in telling
    assert "aria-hidden" not in telling


@pytest.mark.parametrize(
    ("value", "base", "shown"),
    [(0, 304, "0\xa0%"), (1, 304, "&lt; 1\xa0%"), (303, 304, "&gt; 99\xa0%"), (304, 304, "100\xa0%"), (0, 0, "–")],
)
def test_only_none_is_no_per_cent_and_only_all_is_a_hundred(value, base, shown):
    assert render("{{ value|percent:base }}", value=value, base=base) == shown


@pytest.mark.parametrize("name", ["FinnesIkke", "../package", ""])
def test_an_icon_that_is_not_installed_is_an_error(name):
    with pytest.raises(FileNotFoundError):
        icon(name)


def test_every_icon_named_in_a_template_is_installed(settings):
    names = set(TAG_ICONS.values())
    for folder in (settings.BASE_DIR / "templates").rglob("*.html"):
        names |= set(re.findall(r'{% icon "(\w+)"', folder.read_text(encoding="utf-8")))

    assert len(names) > len(TAG_ICONS)
    assert [name for name in sorted(names) if not (Path(settings.ICONS_DIR) / f"{name}.svg").is_file()] == []


def test_no_template_and_no_script_has_inline_style_or_script(settings):
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|hx-on|javascript:")
    templates = [path for path in (settings.BASE_DIR / "templates").rglob("*.html") if "pdf" not in path.parts]

    found = [str(path) for path in templates if inline.search(path.read_text(encoding="utf-8"))]

    assert len(templates) > 20
    assert found == []


def test_no_key_is_written_with_a_space_between_the_thousands(settings):
    bare = re.compile(r'(?:value|id|for|href|action|data-[a-z-]+|aria-[a-z]+)="[^"{]*\{\{ [\w.]*(?:pk|_id) \}\}')
    found = [
        f"{file.name}: {hit}"
        for file in Path(settings.TEMPLATES[0]["DIRS"][0]).rglob("*.html")
        for hit in bare.findall(file.read_text(encoding="utf-8"))
    ]
    assert [hit for hit in found if "auto_id" not in hit and "field_id" not in hit] == []


def test_page_links_keep_the_rest_of_the_address(rf: RequestFactory):
    request = rf.get("/kommuner/", {"q": "stad", "page": "3"})
    page = Paginator(range(200), 10).get_page(3)

    html = render_to_string("components/pagination.html", {"page_obj": page}, request=request)

    assert 'href="?q=stad&amp;page=4"' in html
    assert html.count('aria-current="true"') == 1
    assert "…" in html


@pytest.mark.parametrize(("number", "missing", "offered"), [(1, "Forrige", "Neste"), (3, "Neste", "Forrige")])
def test_the_ends_of_the_page_links_are_left_out_rather_than_empty(rf: RequestFactory, number, missing, offered):
    page = Paginator(range(3), 1).page(number)

    html = render_to_string("components/pagination.html", {"page_obj": page}, request=rf.get("/"))

    assert missing not in html
    assert offered in html
    assert "<li></li>" not in html  # Designsystemet shows an ellipsis in an empty one
    assert "…" not in html


def test_a_list_of_one_page_has_no_page_links(rf: RequestFactory):
    page = Paginator(range(3), 10).get_page(1)

    html = render_to_string("components/pagination.html", {"page_obj": page}, request=rf.get("/"))

    assert html.strip() == ""


def test_the_last_breadcrumb_is_the_page_itself_and_no_link():
    html = render_to_string("components/breadcrumbs.html", {"breadcrumbs": [("Start", "/"), ("Kommuner", "/k/")]})

    assert '<a class="ds-link" href="/">Start</a>' in html
    assert '<span aria-current="page">Kommuner</span>' in html


def test_a_figure_with_an_empty_base_shows_no_bar():
    without = render_to_string("components/figure_card.html", {"label": "Møtt", "value": "–", "share": None})
    with_share = render_to_string(
        "components/figure_card.html",
        {"label": "Møtt", "value": "0 %", "share": 0, "as_of": date(2021, 11, 1), "source": "Møter"},
    )

    assert "<progress" not in without
    assert '<progress class="figure-card__bar" value="0"' in with_share
    assert "1. november 2021" in with_share


def test_every_page_of_a_demo_says_so_and_no_other_page_does():
    marking = "Demodata - ikke opplysninger om virkelige kommuners arbeid"

    assert marking in render_to_string("500.html", {"DEMO": True})
    assert marking not in render_to_string("500.html", {"DEMO": False})


def test_the_error_page_needs_neither_request_nor_database():
    html = render_to_string("500.html")

    assert "Noe gikk galt hos oss" in html
    assert "<form" not in html


def test_the_header_offers_log_and_menu_to_those_who_have_them(rf: RequestFactory):
    request = rf.get("/kommuner/")
    user = SimpleNamespace(is_authenticated=True, name="Kari Nordmann")
    menu = [SimpleNamespace(label="Kommuner", url="/kommuner/", current=True)]
    context = {"request": request, "user": user, "main_menu": menu, "user_area": "Statsforvalteren i Vestland"}

    may = render_to_string("base.html", context | {"can_log": True, "csrf_token": "x"})
    may_not = render_to_string("base.html", context | {"can_log": False, "csrf_token": "x"})

    assert 'href="/logg/"' in may
    assert 'href="/logg/"' not in may_not
    assert "Statsforvalteren i Vestland" in may
    assert '<a href="/kommuner/" aria-current="page">Kommuner</a>' in may


def test_demo_users_log_in_by_post_grouped_by_role():
    users = [
        SimpleNamespace(pk=1001, name="Kari", role_label="Rådgiver", area="Vestland"),
        SimpleNamespace(pk=2, name="Ola", role_label="Analytiker", area="Helsedirektoratet"),
    ]

    html = render_to_string("components/demo_users.html", {"demo_users": users, "csrf_token": "token"})

    assert html.count('method="post"') == 2
    assert html.count('value="token"') == 2
    assert 'name="user" value="1001"' in html
    assert html.index("Rådgiver") < html.index("Kari") < html.index("Analytiker") < html.index("Ola")
