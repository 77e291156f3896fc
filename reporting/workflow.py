"""The states of a report: one table of who may do what, when, and with which comment. And doing it.

not opened → draft → ready → submitted → returned or accepted. What was returned or accepted can become a new edition,
and takes the place of the former when it is accepted.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lhl_portal.access.models import User
from reporting.builds import request_build
from reporting.editions import latest_edition, next_number, reason_for
from reporting.manifest import read_manifest
from reporting.models import Build, Edition, Report, Round, Snapshot, State, Transition
from reporting.national_state import outdated, unready
from reporting.sealing import seal_edition, seal_transition
from reporting.services import add_reports, missing_answers
from reporting.since.notes import unexplained

Step = Transition.Step


@dataclass(frozen=True)
class Action:
    """A step: its label, from which states to which, and the permission it takes.

    `comment` is the label of what must be said about it, or empty. `tells` is what the page says when it is done.
    """

    label: Any
    before: frozenset[str]
    after: str
    permission: str
    tells: Any
    comment: Any = ""


ACTIONS: dict[str, Action] = {
    Step.OPEN: Action(
        gettext_lazy("Åpne"),
        frozenset({State.NOT_OPENED}),
        State.DRAFT,
        "reporting.change_round",
        gettext_lazy("Rapporten er åpnet."),
    ),
    Step.READY: Action(
        gettext_lazy("Meld klar"),
        frozenset({State.DRAFT, State.RETURNED}),
        State.READY,
        "reporting.change_report",
        gettext_lazy("Rapporten er meldt klar og låst. Den bygges nå, og en leder kan signere den når den er ferdig."),
    ),
    Step.SUBMIT: Action(
        gettext_lazy("Signer og send inn"),
        frozenset({State.READY}),
        State.SUBMITTED,
        "reporting.submit_report",
        gettext_lazy("Rapporten er signert og sendt til Helsedirektoratet."),
    ),
    Step.REOPEN: Action(
        gettext_lazy("Ta tilbake til utkast"),
        frozenset({State.READY}),
        State.DRAFT,
        "reporting.change_report",
        gettext_lazy("Rapporten er et utkast igjen, og kan endres."),
    ),
    Step.ACCEPT: Action(
        gettext_lazy("Godta"),
        frozenset({State.SUBMITTED}),
        State.ACCEPTED,
        "reporting.review_report",
        gettext_lazy("Rapporten er godtatt."),
    ),
    Step.RETURN: Action(
        gettext_lazy("Send tilbake"),
        frozenset({State.SUBMITTED}),
        State.RETURNED,
        "reporting.review_report",
        gettext_lazy("Rapporten er sendt tilbake til embetet."),
        comment=gettext_lazy("Hva må rettes?"),
    ),
    Step.CORRECT: Action(
        gettext_lazy("Rett rapporten"),
        frozenset({State.ACCEPTED}),
        State.DRAFT,
        "reporting.change_report",
        gettext_lazy("Rapporten kan rettes. Utgaven som er godtatt, gjelder til en ny er godtatt."),
        comment=gettext_lazy("Hvorfor må den rettes?"),
    ),
}
_REVIEW = "reporting.review_report"
# The national report is the directorate's own: whoever reviews the others makes it, and settles it without sending it.
NATIONAL: dict[str, Action] = {
    Step.OPEN: ACTIONS[Step.OPEN],
    Step.READY: replace(
        ACTIONS[Step.READY],
        permission=_REVIEW,
        tells=gettext_lazy("Rapporten er meldt klar. Den bygges nå, og kan fastsettes når den er ferdig."),
    ),
    Step.REOPEN: replace(ACTIONS[Step.REOPEN], permission=_REVIEW),
    Step.ACCEPT: Action(
        gettext_lazy("Fastsett"),
        frozenset({State.READY}),
        State.ACCEPTED,
        _REVIEW,
        gettext_lazy("Den nasjonale rapporten er fastsatt."),
    ),
    Step.CORRECT: replace(
        ACTIONS[Step.CORRECT],
        permission=_REVIEW,
        tells=gettext_lazy("Rapporten kan rettes. Utgaven som er fastsatt, gjelder til en ny er fastsatt."),
    ),
}
# Whose turn it is in a state: those who may take it on.
TURN = {
    State.DRAFT: "reporting.change_report",
    State.RETURNED: "reporting.change_report",
    State.READY: "reporting.submit_report",
    State.SUBMITTED: "reporting.review_report",
}


def actions_for(report: Report) -> dict[str, Action]:
    """The table that the report follows."""
    return ACTIONS if report.region_id else NATIONAL


def turn_of(report: Report) -> str | None:
    """The permission of those the report waits for; None where it waits for nobody."""
    if report.region_id is None:
        return _REVIEW if report.state in (State.DRAFT, State.READY) else None
    return TURN.get(State(report.state))


class Refused(Exception):
    """The step cannot be taken. `reasons` are sentences for the user."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


def available(report: Report, user: User) -> list[str]:
    """The actions the user's roles allow in the report's state; whether they reach the report is the caller's."""
    return [
        code
        for code, action in actions_for(report).items()
        if code != Step.OPEN and report.state in action.before and user.has_perm(action.permission)
    ]


def hindrances(report: Report, code: str, *, at: datetime) -> list[str]:
    """What stands in the way of an action that the state allows, in sentences; empty where nothing does."""
    if code == Step.READY:
        return _not_ready(report, at)
    if report.state == State.READY and actions_for(report)[code].after != State.DRAFT:
        signed = signable(report)
        if signed is None:
            return [_("Rapporten er ikke ferdig bygget ennå.")]
        if report.region_id is None:
            return outdated(signed, report)
        return _unexplained(report, json.loads(bytes(signed.manifest)))
    if code == Step.ACCEPT and (unsettled := report.threads.unsettled().count()):
        told = ngettext("%(n)s merknad er ikke lukket.", "%(n)s merknader er ikke lukket.", unsettled)
        return [told % {"n": unsettled}]
    return []


@transaction.atomic
def perform(
    report: Report, code: str, *, by: User | None, at: datetime, comment: str = "", seen: str | None = None
) -> Report:
    """Takes the step, and writes that it was taken. Answers with the report as it is then.

    `seen` is the checksum of the file that whoever takes the step has before them, where there is one; None asks
    nothing. Raises Refused when somebody else came first or something stands in the way. That `by` may do it is for
    the caller to know.
    """
    action = actions_for(report)[code]
    locked = Report.objects.select_for_update(of=("self",)).select_related("round", "region").get(pk=report.pk)
    if locked.state not in action.before:
        raise Refused(_("Noen andre kom først: rapporten er nå «%(state)s».") % {"state": locked.get_state_display()})
    if reasons := hindrances(locked, code, at=at):
        raise Refused(*reasons)
    file = file_of(locked, code)
    if seen is not None and file is not None and file.sha256 != seen:
        raise Refused(_("Rapporten er bygget på nytt siden du åpnet siden. Les den som er her nå, før du går videre."))
    before, locked.state = locked.state, action.after
    locked.save(update_fields=["state"])
    edition = _DO[code](locked, by, at) if code in _DO else None
    _write(locked, code, before, by, at, comment, edition)
    return locked


@transaction.atomic
def open_round(*, round: Round, by: User | None, at: datetime) -> int:
    """Opens those of the round's reports that are not open yet, with those it lacked. Answers with how many."""
    add_reports(round=round)
    waiting = list(round.reports.filter(state=State.NOT_OPENED))
    for report in waiting:
        perform(report, Step.OPEN, by=by, at=at)
    return len(waiting)


@transaction.atomic
def build(report: Report, *, by: User, at: datetime) -> Build:
    """Builds the report anew: as a draft while it is open, as what can be signed while it is ready.

    Raises Refused in other states, and TooEarly.
    """
    locked = Report.objects.select_for_update(of=("self",)).select_related("round").get(pk=report.pk)
    if locked.state == State.READY:
        return request_build(report=locked, by=by, at=at, edition=next_number(locked))
    if not locked.is_open:
        raise Refused(_("Rapporten er «%(state)s» og kan ikke bygges på nytt.") % {"state": locked.get_state_display()})
    return request_build(report=locked, by=by, at=at)


def lock_reason(report: Report) -> str:
    """Why nothing can be written in the report now, and who can open it; empty while it is open."""
    if report.region_id is None:
        return _national_lock(report)
    return str(
        {
            State.NOT_OPENED: _("Runden er ikke åpnet ennå. Helsedirektoratet åpner den."),
            State.READY: _("Rapporten er meldt klar og er låst. Embetet kan ta den tilbake til utkast."),
            State.SUBMITTED: _("Rapporten er sendt inn og er låst. Helsedirektoratet kan sende den tilbake."),
            State.ACCEPTED: _(
                "Rapporten er godtatt og er låst. Embetet kan åpne den for retting, og sende en ny utgave."
            ),
        }.get(State(report.state), "")
    )


def _national_lock(report: Report) -> str:
    return {
        State.NOT_OPENED: _("Runden er ikke åpnet ennå."),
        State.READY: _("Rapporten er meldt klar. Den kan fastsettes, eller tas tilbake til utkast."),
        State.ACCEPTED: _("Rapporten er fastsatt. Den kan åpnes for retting, og da blir det en ny utgave."),
    }.get(State(report.state), "")


def file_of(report: Report, code: str) -> Snapshot | None:
    """The file that a step is about: what is to be signed or settled, or the edition under review."""
    if report.state == State.READY and actions_for(report)[code].after != State.DRAFT:
        return signable(report)
    if report.state == State.SUBMITTED:
        return Edition.objects.light().get(report=report, state=State.SUBMITTED).snapshot
    return None


def signable(report: Report) -> Snapshot | None:
    """What a leader can sign: the newest finished build since the report was last made ready."""
    made_ready = report.transitions.filter(action=Step.READY).last()
    newest = Build.objects.filter(report=report, edition=next_number(report)).select_related("snapshot").first()
    if made_ready is None or newest is None or newest.state != Build.State.DONE:
        return None
    return newest.snapshot if newest.requested_at >= made_ready.at else None


def _not_ready(report: Report, at: datetime) -> list[str]:
    reasons = []
    if timezone.localdate(at) < report.round.cut_off:
        reasons.append(_("Skjæringsdatoen er ikke kommet ennå."))
    if report.builds.active().exists():
        reasons.append(_("Rapporten bygges nå. Vent til den er ferdig."))
    if report.region_id is None:
        return reasons + unready(report.round)
    if missing := missing_answers(report):
        told = ngettext("%(n)s spørsmål må besvares først.", "%(n)s spørsmål må besvares først.", len(missing))
        reasons.append(told % {"n": len(missing)})
    if not reasons:
        reasons += _unexplained(report, read_manifest(report, built_on=timezone.localdate(at)))
    return reasons


def _unexplained(report: Report, manifest: dict[str, Any]) -> list[str]:
    """That there are numbers in the office's text which the report does not have and nobody has explained."""
    count = len(unexplained(report, manifest))
    text = ngettext(
        "%(n)s tall i teksten er verken i rapporten eller forklart. Se «Tall i teksten».",
        "%(n)s tall i teksten er verken i rapporten eller forklart. Se «Tall i teksten».",
        count,
    )
    return [text % {"n": count}] if count else []


def _make_ready(report: Report, by: User | None, at: datetime) -> None:
    request_build(report=report, by=by, at=at, edition=next_number(report))


def _submit(report: Report, by: User | None, at: datetime) -> Edition:
    snapshot, last = signable(report), latest_edition(report)
    if snapshot is None or by is None:
        raise Refused(_("Rapporten er ikke ferdig bygget ennå."))
    edition = Edition(
        report=report,
        number=last.number + 1 if last else 1,
        snapshot=snapshot,
        reason=reason_for(report),
        signed_by=by,
        submitted_at=at,
    )
    edition.seal = seal_edition(edition, before=last.seal if last else "")
    edition.save()
    return edition


def _return(report: Report, by: User | None, at: datetime) -> Edition:
    edition = report.editions.get(state=State.SUBMITTED)
    edition.state = State.RETURNED
    edition.save(update_fields=["state"])
    return edition


def _accept(report: Report, by: User | None, at: datetime) -> Edition:
    """The accepted edition takes the place of all before it. Nobody has sent a national one: it is made here."""
    edition = report.editions.get(state=State.SUBMITTED) if report.region_id else _submit(report, by, at)
    report.editions.filter(state__in=[State.ACCEPTED, State.RETURNED]).update(state=State.SUPERSEDED)
    edition.state = State.ACCEPTED
    edition.save(update_fields=["state"])
    return edition


def _correct(report: Report, by: User | None, at: datetime) -> Edition:
    return report.editions.get(state=State.ACCEPTED)


# What a step does beside changing the state; it answers with the edition it is about.
_DO: dict[str, Callable[[Report, User | None, datetime], Edition | None]] = {
    Step.READY: _make_ready,
    Step.SUBMIT: _submit,
    Step.RETURN: _return,
    Step.ACCEPT: _accept,
    Step.CORRECT: _correct,
}


def _write(
    report: Report, code: str, before: str, by: User | None, at: datetime, comment: str, edition: Edition | None
) -> None:
    last = report.transitions.last()
    step = Transition(
        report=report,
        action=code,
        before=before,
        after=report.state,
        by=by,
        at=at,
        comment=comment,
        edition=edition.number if edition else None,
    )
    step.seal = seal_transition(step, before=last.seal if last else "")
    step.save()
