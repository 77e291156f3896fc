"""Lists with columns and order from the address."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import django_filters
import pytest
from django import forms
from django.contrib.auth.models import Group
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from lhl_portal.ui.forms import Renderer
from lhl_portal.ui.tables import Column, Table, TableForm


@dataclass
class Place:
    name: str
    people: int | None = None
    met_on: date | None = None
    pk: int = 1


NAME: Column[Place] = Column(
    "navn",
    "Navn",
    lambda place: place.name,
    link=lambda place: f"/kommuner/{place.pk}/",
    heading=True,
    required=True,
    sort_key=lambda place: place.name.casefold(),
)
PEOPLE: Column[Place] = Column("folketall", "Innbyggere", lambda place: place.people, numeric=True)
MET: Column[Place] = Column("mote", "Siste møte", lambda place: place.met_on, default=False)
NOTE: Column[Place] = Column("merknad", "Merknad", lambda place: "<b>", sortable=False, default=False)
COLUMNS = (NAME, PEOPLE, MET, NOTE)

STAD = Place("Stad", 9_500, date(2021, 3, 1))
BERGEN = Place("Bergen", 290_000)
KINN = Place("Kinn", None, date(2020, 1, 1))


def table(*rows: Place, chosen: tuple[str, ...] = (), sort: str = "") -> Table[Place]:
    return Table(COLUMNS, rows, chosen, sort)


def names(shown: Table[Place]) -> list[str]:
    return [place.name for place in shown.sorted().rows]


def keys(shown: Table[Any]) -> list[str]:
    return [column.key for column in shown.shown]


def test_the_usual_columns_are_shown_when_nothing_is_chosen():
    assert keys(table()) == ["navn", "folketall"]


def test_chosen_columns_come_in_the_order_of_the_list_and_bring_the_required_ones():
    assert keys(table(chosen=("mote", "folketall"))) == ["navn", "folketall", "mote"]
    assert keys(table(chosen=("mote",))) == ["navn", "mote"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["Stad", "Bergen", "Kinn"]),
        ("navn", ["Bergen", "Kinn", "Stad"]),
        ("-navn", ["Stad", "Kinn", "Bergen"]),
        ("folketall", ["Stad", "Bergen", "Kinn"]),
        ("-folketall", ["Bergen", "Stad", "Kinn"]),
        ("mote", ["Kinn", "Stad", "Bergen"]),
        ("-mote", ["Stad", "Kinn", "Bergen"]),
    ],
)
def test_rows_are_sorted_with_the_unknown_last_in_both_directions(sort, expected):
    assert names(table(STAD, BERGEN, KINN, sort=sort)) == expected


@pytest.mark.parametrize("sort", ["folketall", "-folketall"])
def test_equal_rows_keep_the_order_they_came_in(sort):
    rows = [Place(name, 7) for name in ("Ulvik", "Aurland", "Modalen")]

    assert names(table(*rows, sort=sort)) == ["Ulvik", "Aurland", "Modalen"]


def test_text_sorts_by_letter_whatever_its_case():
    column: Column[str] = Column("tekst", "Tekst", lambda row: row)

    assert Table([column], ["b", "A", "a"], sort="tekst").sorted().rows == ["A", "a", "b"]


def test_each_heading_says_the_present_order_and_what_a_click_asks_for():
    headings = {str(h.label): h for h in table(chosen=("folketall", "merknad"), sort="folketall").headings()}
    assert (headings["Navn"].aria_sort, headings["Navn"].sort) == ("", "navn")
    assert (headings["Innbyggere"].aria_sort, headings["Innbyggere"].sort) == ("ascending", "-folketall")
    assert headings["Merknad"].sort == ""

    headings = {str(h.label): h for h in table(sort="-folketall").headings()}
    assert (headings["Innbyggere"].aria_sort, headings["Innbyggere"].sort) == ("descending", "folketall")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "–"),
        ("", ""),
        (0, "0"),
        (290_000, "290\xa0000"),
        (Decimal("12.5"), "12,5"),
        (date(2021, 3, 1), "1.3.2021"),
        (True, "Ja"),
        (False, "Nei"),
    ],
)
def test_a_value_is_shown_as_the_language_writes_it(value, expected):
    column: Column[Any] = Column("verdi", "Verdi", lambda row: row)

    assert column.cell(value).text == expected


def test_a_column_may_put_its_value_in_words_of_its_own():
    column: Column[Place] = Column(
        "folk", "Folk", lambda place: place.people, text=lambda place: f"{place.people} folk"
    )

    cell = column.cell(Place("Stad", 3))

    assert (cell.text, cell.value) == ("3 folk", 3)


def page(shown: Table[Place], address: str = "/kommuner/") -> str:
    request = RequestFactory().get(address)
    return render_to_string("components/table.html", {"table": shown, "caption": "Kommuner"}, request)


def test_the_page_has_headings_that_sort_and_keep_the_rest_of_the_address():
    html = page(table(STAD, sort="navn"), "/kommuner/?fylke=46&kolonne=folketall&kolonne=mote&sort=navn&page=3")

    assert 'aria-sort="ascending"><a href="?fylke=46&amp;kolonne=folketall&amp;kolonne=mote&amp;sort=-navn">' in html
    assert 'sort=folketall">Innbyggere</a>' in html
    assert "page=" not in html


def test_the_page_names_each_row_and_escapes_what_people_wrote():
    html = page(table(Place("<Stad>", 9_500, pk=7), chosen=("folketall", "merknad")))

    assert '<th scope="row"><a href="/kommuner/7/">&lt;Stad&gt;</a></th>' in html
    assert '<td class="num">9\xa0500</td>' in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


def test_a_column_may_be_shown_by_a_component(settings):
    column: Column[Place] = Column(
        "status", "Status", lambda place: 40, template="components/progress.html", text=lambda place: "2 av 5"
    )

    html = page(Table([NAME, column], [STAD]))

    assert '<progress value="40"' in html
    assert "2 av 5" in html


class PlaceForm(TableForm):
    default_renderer = Renderer
    tekst = forms.CharField(required=False)


def form(address: str = "", *, columns: Any = COLUMNS) -> PlaceForm:
    made = PlaceForm(QueryDict(address))
    made.offer(columns, sort="navn")
    return made


def test_without_a_choice_the_form_gives_the_usual_columns_and_order():
    empty = form()

    assert empty.is_valid()
    assert (empty.chosen, empty.order) == (["navn", "folketall"], "navn")


def test_columns_and_order_come_from_the_address_and_are_not_among_what_narrows():
    made = form("kolonne=mote&kolonne=merknad&sort=-folketall&tekst=sta")

    assert made.is_valid()
    assert (made.chosen, made.order) == (["mote", "merknad"], "-folketall")
    assert made.cleaned_data == {"tekst": "sta"}


@pytest.mark.parametrize(
    ("address", "field", "message"),
    [
        ("kolonne=mote&kolonne=formue", "kolonne", "Listen har ingen kolonne «formue»."),
        ("sort=formue", "sort", "Listen kan ikke sorteres etter «formue»."),
        ("sort=merknad", "sort", "Listen kan ikke sorteres etter «merknad»."),
        ("sort=--navn", "sort", "Listen kan ikke sorteres etter «--navn»."),
    ],
)
def test_what_the_list_does_not_have_is_an_error_and_leaves_the_usual(address, field, message):
    made = form(address)

    assert made.errors == {field: [message]}
    assert (made.chosen, made.order) == (["navn", "folketall"], "navn")


def boxes(html: str) -> dict[str, bool]:
    """Which columns the menu offers, and whether each is ticked."""
    inputs = re.findall(r"<input[^>]*name=\"kolonne\"[^>]*>", html)
    return {re.findall(r'value="(\w+)"', text)[0]: " checked" in text for text in inputs}


def test_the_menu_ticks_the_columns_shown_and_leaves_out_those_that_always_are():
    assert boxes(str(form()["kolonne"])) == {"folketall": True, "mote": False, "merknad": False}
    assert boxes(str(form("kolonne=mote")["kolonne"])) == {"folketall": False, "mote": True, "merknad": False}


def test_the_menu_is_closed_until_something_in_it_is_wrong():
    assert '<details class="column-menu">' in form().as_div()
    wrong = form("kolonne=formue").as_div()
    assert '<details class="column-menu" open>' in wrong
    assert 'aria-describedby="id_kolonne_error"' in wrong
    assert 'id="id_kolonne_error"' in wrong


def test_columns_of_a_group_stand_together_in_the_menu():
    solution: Column[Place] = Column("l11", "Kokk", lambda place: 1, group="Mat og måltider", default=False)

    html = str(form(columns=[*COLUMNS, solution])["kolonne"])

    assert '<div class="choice-list" role="group" aria-label="Mat og måltider">' in html
    assert list(boxes(html)) == ["folketall", "mote", "merknad", "l11"]


def test_a_filterset_narrows_by_its_own_fields_alone(db):
    class GroupFilter(django_filters.FilterSet):
        navn = django_filters.CharFilter(field_name="name")

        class Meta:
            model = Group
            form = TableForm
            fields: list[str] = []

    Group.objects.create(name="Stad")
    filterset = GroupFilter(QueryDict("navn=Stad&kolonne=folketall&sort=navn"), Group.objects.all())
    filterset.form.offer(COLUMNS)

    assert [group.name for group in filterset.qs] == ["Stad"]
    assert (filterset.form.chosen, filterset.form.order) == (["folketall"], "navn")
