"""Verbs about rounds and reports that touch more than one row."""

from collections.abc import Iterable

from django.db import transaction

from lhl_portal.access.models import Region
from reporting.models import Answer, Question, Report, Round


@transaction.atomic
def add_reports(*, round: Round) -> list[Report]:
    """A report for every region that has none in `round`, and the national one. Doing it again adds nothing."""
    Report.objects.bulk_create(
        [Report(round=round, region=region) for region in Region.objects.exclude(reports__round=round)]
    )
    if not round.reports.filter(region=None).exists():
        Report.objects.create(round=round)
    return list(round.reports.select_related("region"))


@transaction.atomic
def save_answers(*, report: Report, texts: Iterable[tuple[Question, str]]) -> None:
    """Stores the office's answers; an unchanged text is not written again, so that its date stays true."""
    Report.objects.select_for_update().get(pk=report.pk)
    known = {answer.question_id: answer for answer in report.answers.all()}
    for question, text in texts:
        answer = known.get(question.pk)
        if answer is None and text:
            Answer.objects.create(report=report, question=question, text=text)
        elif answer is not None and answer.text != text:
            answer.text = text
            answer.save(update_fields=["text", "updated_at"])
