"""The search page: one question to everything that the reader may see."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from lhl_portal.access.scoping import DeclaredMixin
from lhl_portal.search.groups import GROUPS, Group
from lhl_portal.search.question import LONGEST, Question, question
from lhl_portal.search.records import Asked, Hit
from lhl_portal.search.register import Register
from lhl_portal.ui.fragments import FragmentMixin

FIRST = 10  # of each group on the page of all groups
PAGE = 50  # of the one group that was chosen


@dataclass(frozen=True)
class Results:
    """The hits of one group. `page` is what is shown of it."""

    group: Group
    page: Page[Any]
    hits: list[Hit]
    note: str

    @property
    def count(self) -> int:
        return self.page.paginator.count


class Search(DeclaredMixin, FragmentMixin, TemplateView):
    """``?q=`` in all groups, or in the one that ``?gruppe=`` names. Only rows within reach are searched and counted."""

    any_user = True
    template_name = "search/search.html"
    fragment = "hits"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = question(self.request.GET.get("q", ""))
        groups = [group for group in GROUPS if self.user.has_perm(group.permission)]
        chosen = next((group for group in groups if group.key == self.request.GET.get("gruppe")), None)
        results = self._results(asked, groups, chosen) if asked.terms and not asked.too_short else []
        return super().get_context_data(
            title=_("Søk"),
            breadcrumbs=[(_("Start"), reverse("start")), (_("Søk"), None)],
            question=asked,
            longest=LONGEST,
            chosen=chosen,
            results=results,
            total=sum(result.count for result in results),
            nationwide=any(self.reach(group.permission).everything for group in groups),
            **kwargs,
        )

    def _results(self, asked: Question, groups: list[Group], chosen: Group | None) -> list[Results]:
        """Groups with hits, each with its first ones; the chosen group a page at a time."""
        whole = Asked(asked, Register(), self.today)
        results = [self._result(group, whole, group is chosen) for group in groups if chosen in (None, group)]
        return [result for result in results if result.count]

    def _result(self, group: Group, asked: Asked, whole: bool) -> Results:
        found = group.find(asked, self.reach(group.permission))
        paginator: Paginator[Any] = Paginator(found, PAGE if whole else FIRST)
        page = paginator.get_page(self.request.GET.get("page") if whole else 1)
        rows = list(page.object_list)
        return Results(group, page, group.hits(rows, asked), group.note(rows))
