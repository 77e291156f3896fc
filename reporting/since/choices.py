"""Taking along, editing and dropping the draft sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from lhl_portal.access.models import User
from reporting.models import Report, Sentence
from reporting.since.sentences import Draft

State = Sentence.State


class Locked(Exception):
    """The report is not the office's to write in any more."""


@dataclass(frozen=True)
class Row:
    """A draft and what was chosen about it. `stale` is a choice about other words than the draft has today."""

    draft: Draft
    choice: Sentence | None
    stale: Sentence | None

    @property
    def state(self) -> str:
        return self.choice.state if self.choice else State.PROPOSED

    @property
    def text(self) -> str:
        return self.choice.text if self.choice else self.draft.text

    @property
    def is_along(self) -> bool:
        return self.state in (State.ACCEPTED, State.EDITED)


@dataclass(frozen=True)
class Review:
    """The drafts in order, and those choices that no draft is left for."""

    rows: list[Row]
    over: list[Sentence]

    @property
    def waiting(self) -> list[Row]:
        """Those that nobody has chosen about, or not about these words."""
        return [row for row in self.rows if row.state == State.PROPOSED]


def review(report: Report, drafts: Iterable[Draft]) -> Review:
    """What the office has said about `drafts`. One query."""
    drafts = list(drafts)
    chosen = {row.key: row for row in report.sentences.select_related("by").exclude(state=State.PROPOSED)}
    rows = []
    for draft in drafts:
        row = chosen.pop(draft.key, None)
        stands = row is not None and row.drafted == draft.text
        rows.append(Row(draft, choice=row if stands else None, stale=None if stands else row))
    return Review(rows, over=[row for row in chosen.values() if row.state != State.DROPPED])


def chosen(report: Report, drafts: Iterable[Draft]) -> list[dict[str, Any]]:
    """The sentences that go into the report, in order, as they stand in the manifest."""
    return [
        {
            "key": row.draft.key,
            "text": row.text,
            "figure": row.draft.figure,
            "edited": row.state == State.EDITED,
        }
        for row in review(report, drafts).rows
        if row.is_along
    ]


@transaction.atomic
def choose(
    *, report: Report, drafts: Iterable[Draft], state: str, by: User, at: datetime, text: str | None = None
) -> None:
    """Puts `drafts` in `state`, in the office's own words where there is a `text`. The draft's own words are no edit.

    Raises Locked where the office may not write.
    """
    check_open(report)
    for draft in drafts:
        words = draft.text if text is None else text
        _store(report, draft, State.ACCEPTED if state == State.EDITED and words == draft.text else state, words, by, at)


def check_open(report: Report) -> None:
    """Raises Locked where the office may not write; else nobody else does until it is done."""
    if not Report.objects.select_for_update().get(pk=report.pk).is_open:
        raise Locked


def _store(report: Report, draft: Draft, state: str, text: str, by: User, at: datetime) -> None:
    """A choice that is made already stays that of whoever made it."""
    row = Sentence.objects.filter(report=report, key=draft.key).first() or Sentence(report=report, key=draft.key)
    if row.pk and (row.drafted, row.text, row.state) == (draft.text, text, state):
        return
    row.figure, row.drafted, row.text, row.state, row.by, row.at = draft.figure, draft.text, text, state, by, at
    row.save()
