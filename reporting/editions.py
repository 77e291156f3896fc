"""The editions of a report: the latest, the next, and what was before it."""

from datetime import datetime

from django.db.models import Case, When
from django.utils import translation
from django.utils.translation import gettext as _

from reporting.models import Edition, Report, State, Transition
from reporting.models.editions import EditionQuerySet


def next_number(report: Report) -> int:
    last = latest_edition(report)
    return last.number + 1 if last else 1


def latest_edition(report: Report) -> Edition | None:
    return Edition.objects.light().filter(report=report).first()


def reason_for(report: Report) -> str:
    """Why there is to be a new edition after the latest, for its readers and in the report's language.

    That is what the office said when it opened an accepted one. What the directorate said when it sent one back is
    between the two, and is told in general.
    """
    if not report.editions.exists():
        return ""
    asked = report.transitions.filter(action__in=[Transition.Step.RETURN, Transition.Step.CORRECT]).last()
    if asked is None or asked.action == Transition.Step.CORRECT:
        return asked.comment if asked else ""
    with translation.override(report.language):
        return _("Helsedirektoratet sendte tilbake utgaven før denne.")


def edition_before(report: Report, *, number: int | None = None) -> Edition | None:
    """What readers of the next edition, or of the one with `number`, have read last.

    It is the report's latest before it, else that of the region's round before: the latest of the same reform with an
    earlier cut-off that has been submitted.
    """
    own = Edition.objects.light().filter(report=report)
    if number is not None:
        own = own.filter(number__lt=number)
    if latest := own.first():
        return latest
    return of_earlier_rounds(report).light().first()


def of_earlier_rounds(report: Report) -> EditionQuerySet:
    """What the region has sent in earlier rounds of the same reform: the latest round first, and in each the edition
    that is accepted before any other."""
    return (
        Edition.objects.filter(
            report__region=report.region_id,
            report__round__reform=report.round.reform_id,
            report__round__cut_off__lt=report.round.cut_off,
        )
        .exclude(state=State.SUPERSEDED)
        .order_by(
            "-report__round__cut_off",
            Case(When(state=State.ACCEPTED, then=0), default=1),
            "-number",
        )
    )


def comparable(report: Report) -> EditionQuerySet:
    """The editions of the report and of the region's other reports, the newest first."""
    return (
        Edition.objects.light()
        .filter(report__region=report.region_id)
        .select_related("report__round", "report__region")
        .order_by("-report__round__cut_off", "-report", "-number")
    )


def state_since(edition: Edition) -> datetime:
    """When the edition came into the state it is in."""
    steps = Transition.objects.filter(report=edition.report_id)
    if edition.state == State.SUPERSEDED:
        # `perform` writes an acceptance with the number of the edition that took the place.
        steps = steps.filter(action=Transition.Step.ACCEPT, edition__gt=edition.number).order_by("pk")
    else:
        steps = steps.filter(action__in=_SETTLES, edition=edition.number).order_by("-pk")
    step = steps.first()
    return step.at if step and edition.state != State.SUBMITTED else edition.submitted_at


_SETTLES = [Transition.Step.RETURN, Transition.Step.ACCEPT]
