"""What every report has around its contents: title, edition, footer, contributors, explained numbers. Pure."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reporting.pdf.words import long_day, short_day

VERIFY_PATH = "/rapporter/kontroll/"
SENTENCES_IN_SUMMARY = 7  # what there is room for on its one page


@dataclass(frozen=True)
class Note:
    """A number in the office's text that the figures do not have, and the office's word for why."""

    where: str
    number: str
    text: str


@dataclass(frozen=True)
class Frame:
    """`edition` is *Utgave 2*, or *Utkast* for what nobody has signed.

    `since` has the sentences of *Siden sist*, `since_name` which edition they compare with, `since_day` its date.
    """

    manifest: dict[str, Any]
    checksum: str
    starts_on: str
    as_of: str
    built_on: str
    due_on: str
    edition: str
    is_draft: bool
    reason: str
    replaces: str
    verify_url: str
    contributors: tuple[str, ...]
    notes: tuple[Note, ...]
    letters_lost: bool
    since: tuple[str, ...]
    since_name: str
    since_day: str

    @property
    def since_first(self) -> tuple[str, ...]:
        return self.since[:SENTENCES_IN_SUMMARY]

    @property
    def since_rest(self) -> tuple[str, ...]:
        return self.since[SENTENCES_IN_SUMMARY:]

    @property
    def short_checksum(self) -> str:
        return self.checksum[:12]

    @property
    def draft_mark(self) -> str:
        """What every page of a draft says, and no other."""
        return _("Utkast – ikke sendt inn") if self.is_draft else ""

    @property
    def footer(self) -> str:
        words = {"edition": self.edition, "as_of": self.as_of, "checksum": self.short_checksum}
        return _("%(edition)s · Per %(as_of)s · kontrollsum %(checksum)s") % words

    @property
    def footer_verify(self) -> str:
        """Where a reader learns whether this is the newest edition; a draft has nothing to verify."""
        if self.is_draft:
            return _("Et utkast kan endres og er ikke en utgave.")
        return _("Kontroller utgaven: %(address)s") % {"address": self.verify_url.partition("://")[2] or VERIFY_PATH}


def read_frame(manifest: dict[str, Any], *, checksum: str, letters_lost: bool) -> Frame:
    """A manifest without `edition` has not been signed: a draft."""
    edition = manifest.get("edition") or {}
    number, final = edition.get("number"), edition.get("final", False)
    report, period = manifest["report"], manifest["period"]
    return Frame(
        manifest=manifest,
        checksum=checksum,
        starts_on=long_day(period["starts_on"]),
        as_of=long_day(period["as_of"]),
        built_on=long_day(manifest["built_on"]),
        due_on=long_day(report["due_on"]) if report.get("due_on") else "",
        edition=_("Utgave %(number)s") % {"number": number} if final else _("Utkast"),
        is_draft=not final,
        reason=edition.get("reason", "").strip(),
        replaces=edition.get("replaces", ""),
        verify_url=manifest.get("verify_url", ""),
        contributors=tuple(manifest.get("contributors", ())),
        notes=tuple(Note(note["where"], note["number"], note["text"]) for note in manifest.get("number_notes", ())),
        letters_lost=letters_lost,
        since=tuple(row["text"].strip() for row in manifest.get("since") or ()),
        since_name=_since_name(manifest),
        since_day=short_day(manifest["since_edition"]["as_of"]) if manifest.get("since_edition") else "",
    )


def _since_name(manifest: dict[str, Any]) -> str:
    """Which edition this is compared with."""
    since = manifest.get("since_edition")
    if not since:
        return ""
    words = {"round": since["round"], "number": since["number"], "as_of": short_day(since["as_of"])}
    return _("Sammenlignet med %(round)s, utgave %(number)s, per %(as_of)s.") % words
