"""Notices as they are read: words and a way to the record, for one user on one day."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from lhl_portal.access.models import User
from lhl_portal.notices.kinds import kinds
from lhl_portal.notices.models import Notice, NoticeQuerySet


class Line(NamedTuple):
    """`url` is empty where there is no page to open; `open` is False where the record is out of the user's reach."""

    notice: Notice
    label: Any
    text: str
    url: str
    open: bool


def notices_of(user: User) -> NoticeQuerySet:
    """All of the user's own, of the kinds there are."""
    return Notice.objects.filter(user=user, kind__in=list(kinds()))


def lines(notices: Iterable[Notice], user: User, *, today: date) -> list[Line]:
    """In the same order. One query or two for each kind. Of a record out of reach, the text tells that and no more."""
    notices = list(notices)
    records: dict[str, set[int]] = {}
    for notice in notices:
        if notice.record is not None:
            records.setdefault(notice.kind, set()).add(notice.record)
    addresses = {kind: kinds()[kind].addresses(user, keys, today) for kind, keys in records.items()}
    return [_line(notice, addresses.get(notice.kind, {})) for notice in notices]


def _line(notice: Notice, addresses: dict[int, str]) -> Line:
    kind = kinds()[notice.kind]
    if notice.record is None:
        return Line(notice, kind.label, kind.text(notice.data), "", open=True)
    if notice.record not in addresses:
        return Line(notice, kind.label, _("Dette er slettet eller ikke lenger tilgjengelig for deg."), "", open=False)
    return Line(notice, kind.label, kind.text(notice.data), addresses[notice.record], open=True)
