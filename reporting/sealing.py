"""Seals: what the portal's secret key says about rows that are never to change.

Whoever can write in the database, but does not have the key, cannot make one. A seal is made of the one before it too,
so that a row cannot be taken out of the middle either.
"""

from collections.abc import Iterable
from datetime import UTC
from typing import TypeVar

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from lhl_portal.pdf.manifests import canonical
from reporting.models import Edition, Transition

Row = TypeVar("Row", Edition, Transition)
_SALT = "reporting.sealing"


def seal_edition(edition: Edition, *, before: str) -> str:
    """Of all that is frozen in `edition`; `before` is the seal of the report's edition before it, or empty."""
    return _seal(settings.SECRET_KEY, _edition(edition, before))


def seal_transition(transition: Transition, *, before: str) -> str:
    return _seal(settings.SECRET_KEY, _transition(transition, before))


def broken(rows: Iterable[Row]) -> list[Row]:
    """Those of one report's rows, oldest first, whose seal does not fit them and the row before."""
    found: list[Row] = []
    before = ""
    for row in rows:
        content = _edition(row, before) if isinstance(row, Edition) else _transition(row, before)
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        if not any(constant_time_compare(row.seal, _seal(key, content)) for key in keys):
            found.append(row)
        before = row.seal
    return found


def _seal(key: str, content: bytes) -> str:
    return salted_hmac(_SALT, content, secret=key, algorithm="sha256").hexdigest()


def _edition(edition: Edition, before: str) -> bytes:
    return canonical(
        {
            "report": edition.report_id,
            "number": edition.number,
            "manifest": edition.snapshot.sha256,
            "pdf": edition.snapshot.pdf_sha256,
            "reason": edition.reason,
            "signed_by": edition.signed_by_id,
            "submitted_at": edition.submitted_at.astimezone(UTC).isoformat(),
            "before": before,
        }
    )


def _transition(transition: Transition, before: str) -> bytes:
    return canonical(
        {
            "report": transition.report_id,
            "action": transition.action,
            "states": [transition.before, transition.after],
            "by": transition.by_id,
            "at": transition.at.astimezone(UTC).isoformat(),
            "comment": transition.comment,
            "edition": transition.edition,
            "before": before,
        }
    )
