"""Cells of old lists, each read as what it means. More forgiving than a form: nobody writes these lists again."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models import Invitation, Meeting
from municipalities.models import Municipality
from municipalities.recognising import Recogniser, folded
from reform_phases.importing.known import Known, spellings
from reform_phases.models import FocusArea, Solution

_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%Y.%m.%d", "%Y%m%d")
_HOUR = re.compile(r"(?:,? (?:kl\.? ?)?|T)\d{1,2}[.:]\d{2}(?:[.:]\d{2})?$")
_IN_WORDS = re.compile(r"(\d{1,2})\.? ?([a-z]{3})[a-z]*\.? (\d{4})")
_MONTHS = {
    month: number
    for number, months in enumerate(
        ("jan", "feb", "mar", "apr", "mai may", "jun", "jul", "aug", "sep", "okt oct", "nov", "des dec"), start=1
    )
    for month in months.split()
}
_COUNT = re.compile(r"\d{1,4}")
_AS_DATE = re.compile(r"\d{4}-(\d\d)-(\d\d)")  # of a code such as 3.4, which a spreadsheet took for a day
_AND = re.compile(r"\s+(?:og|&|and)\s+|\s*[/&+]\s*", re.IGNORECASE)

# What offices call the same things, besides the portal's own labels. Folded.
KINDS = {
    "dialogmøter": Meeting.Kind.DIALOGUE,
    "dialog": Meeting.Kind.DIALOGUE,
    "veiledning": Meeting.Kind.GUIDANCE,
    "rettleiing": Meeting.Kind.GUIDANCE,
    "rådgivning": Meeting.Kind.GUIDANCE,
    "nettmøte": Meeting.Kind.WEBINAR,
    "webinarer": Meeting.Kind.WEBINAR,
    "opplæring": Meeting.Kind.COURSE,
    "kurs og opplæring": Meeting.Kind.COURSE,
    "vitjing": Meeting.Kind.VISIT,
    "kommunebesøk": Meeting.Kind.VISIT,
    "tlf": Meeting.Kind.CALL,
    "telefonmøte": Meeting.Kind.CALL,
    "telefonsamtale": Meeting.Kind.CALL,
    "samtale": Meeting.Kind.CALL,
    "epost": Meeting.Kind.MAIL,
    "mail": Meeting.Kind.MAIL,
    "planinnspill": Meeting.Kind.PLAN_INPUT,
    "høringsinnspill": Meeting.Kind.PLAN_INPUT,
}
FORMS = {
    "teams": Meeting.Form.DIGITAL,
    "skype": Meeting.Form.DIGITAL,
    "zoom": Meeting.Form.DIGITAL,
    "video": Meeting.Form.DIGITAL,
    "videomøte": Meeting.Form.DIGITAL,
    "på nett": Meeting.Form.DIGITAL,
    "nett": Meeting.Form.DIGITAL,
    "digital": Meeting.Form.DIGITAL,
    "oppmøte": Meeting.Form.PHYSICAL,
    "fysisk møte": Meeting.Form.PHYSICAL,
    "fysisk oppmøte": Meeting.Form.PHYSICAL,
}
ANSWERS = {
    "ja": Invitation.Answer.ACCEPTED,
    "yes": Invitation.Answer.ACCEPTED,
    "akseptert": Invitation.Answer.ACCEPTED,
    "godtatt": Invitation.Answer.ACCEPTED,
    "nei": Invitation.Answer.DECLINED,
    "no": Invitation.Answer.DECLINED,
    "avslått": Invitation.Answer.DECLINED,
    "avslag": Invitation.Answer.DECLINED,
    "ønsker ikke": Invitation.Answer.DECLINED,
    "ikke": Invitation.Answer.WAITING,
    "intet svar": Invitation.Answer.WAITING,
    "venter": Invitation.Answer.WAITING,
    "ikke besvart": Invitation.Answer.WAITING,
}


class Topics(NamedTuple):
    areas: list[FocusArea]
    solutions: list[Solution]


def day_of(text: str) -> date:
    """The day that is written, whatever the hour after it."""
    bare = _HOUR.sub("", text)
    if words := _IN_WORDS.fullmatch(bare.casefold()):
        month = _MONTHS.get(words[2], 0)
        bare = f"{words[3]}-{month}-{words[1]}"
    for form in _FORMATS:
        try:
            return datetime.strptime(bare, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    raise ValidationError(_("«%(written)s» er ikke en dato. Skriv den som 31.12.2019."), params={"written": text[:60]})


def municipalities_of(text: str, known: Known, day: date | None) -> list[Municipality]:
    """Each that is named, as it was on `day`, if the user may write about it. Without a day, only that they are known.

    One ValidationError says what is wrong with each name.
    """
    found: dict[int, Municipality] = {}
    errors: list[ValidationError] = []
    for name in _names(text, known.recogniser):
        try:
            body = known.municipality(name, day) if day else known.recogniser.find(name, None)
            found[body.pk] = body
        except ValidationError as error:
            errors.append(error)
    if errors:
        raise ValidationError(errors)
    return list(found.values())


def topics_of(text: str, known: Known, areas: dict[str, list[FocusArea]]) -> Topics:
    """Focus areas and solutions by code or name, with commas, semicolons or new lines between."""
    topics = Topics([], [])
    for part in re.split(r"[;\n]", _code(text)):
        whole = folded(part) in areas or folded(part) in known.solutions
        for written in [part] if whole else part.split(","):
            if not folded(written):
                continue
            if rows := areas.get(folded(written)):
                if len(rows) > 1:
                    raise ValidationError(
                        _("Flere reformer har innsatsområdet «%(written)s». Skriv navnet."),
                        params={"written": written.strip()},
                    )
                topics.areas.append(rows[0])
            elif folded(written) in known.solutions:
                topics.solutions.append(known.solution(written.strip()))
            else:
                raise ValidationError(
                    _(
                        "Fant ikke noe innsatsområde eller noen løsning «%(written)s». "
                        "Er det fri tekst, velg kolonnen som merknad."
                    ),
                    params={"written": written.strip()[:60]},
                )
    return topics


def solutions_of(text: str, known: Known) -> list[Solution]:
    return known.several(_code(text))


def choice_of(text: str, offered: type[TextChoices], own: Mapping[str, str]) -> str:
    """One of `offered` by label, key or one of our `own` words."""
    word = folded(text)
    found = own.get(word) or spellings(offered).get(word)
    if found is None:
        raise ValidationError(
            _("«%(written)s» er ikke et valg. Velg blant: %(choices)s."),
            params={"written": text[:60], "choices": ", ".join(map(str, offered.labels))},
        )
    return found


def count_of(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise ValidationError(_("Skriv bare et tall, for eksempel 12. Navn på deltakere skal ikke inn i portalen."))
    return int(text)


def _code(text: str) -> str:
    taken = _AS_DATE.fullmatch(text)
    return f"{int(taken[2])}.{int(taken[1])}" if taken else text


def _names(text: str, recogniser: Recogniser) -> Iterable[str]:
    """What stands between the separators. They may stand within a name as well, as in ``Nore og Uvdal``."""
    for line in re.split(r"[;\n]", text):
        for part in [line] if _is_known(line, recogniser) else line.split(","):
            yield from _joined(part, recogniser)


def _joined(text: str, recogniser: Recogniser) -> Iterable[str]:
    """The longest names that are known, of those between each ``og``."""
    words = [word.strip() for word in _AND.split(text) if word.strip()]
    while words:
        lengths = range(len(words), 0, -1)
        length = next((n for n in lengths if _is_known(" og ".join(words[:n]), recogniser)), 1)
        yield " og ".join(words[:length])
        words = words[length:]


def _is_known(name: str, recogniser: Recogniser) -> bool:
    try:
        recogniser.find(name, None)
    except ValidationError:
        return False
    return True
