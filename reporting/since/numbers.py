"""Numbers in the office's own text, held against the snapshot. Pure.

Norwegian writing: 1 234, 12,5 %, 40 prosent, *22 av 23*, *to kommuner*. What is a number but no figure is left alone:
dates, years, the numbers of lists, references (§ 3, Meld. St. 15), ages, telephone numbers, and names with digits.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from reporting.since.comparing import Manifest
from reporting.since.known import DECIMALS, Known, known

WORDS = {
    **{"én": 1, "éin": 1, "éi": 1, "ett": 1, "eitt": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7},
    **{"syv": 7, "åtte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12},
}
AROUND = 400  # characters of a sentence that are kept
ARTICLES = {"en": 1, "ein": 1}  # a number only in *en av 23*
_S = r"[ \u00a0\u202f\u2009]"
_DIGITS = (
    rf"(?<!\w)(?<!\d[.,])(?:\d{{1,3}}(?:{_S}\d{{3}})+(?!\d)|\d{{1,3}}(?:\.\d{{3}})+(?![.\d])|\d+)(?:[.,]\d+)?(?!\w)"
)
_WORD = r"(?<!\w)(?:" + "|".join(WORDS) + r")(?!\w)"
_ANY = rf"(?:{_DIGITS}|{_WORD})"
_MUNICIPALITIES = r"\w*kommun(?:e|er|ar|ene|ane|enes|anes)\b"
_PER_CENT = rf"(?:{_S}*%|{_S}*prosent(?!poeng)\w*|{_S}*pst\b)"
_OF = r"(?:(?:de|dei|alle|i alt|totalt|til sammen|til saman|regionens|regionen sine|våre)\s+)*"

PAIR = re.compile(
    rf"(?P<pair>(?P<a>{_ANY}|(?<!\w)(?:{'|'.join(ARTICLES)})(?!\w))(?:\s+{_MUNICIPALITIES})?"
    rf"(?:\s+av\s+|\s*/\s*){_OF}(?P<b>{_ANY}))(?P<tail>(?:\s+\w+)?\s+{_MUNICIPALITIES})?"
    rf"(?:[^.,;()\d\n]{{0,60}}\(\s*(?P<share>{_DIGITS}){_PER_CENT}\s*\))?",
    re.IGNORECASE,
)
POINTS = re.compile(rf"(?P<n>{_DIGITS}){_S}*(?:prosentpoeng|%-poeng)", re.IGNORECASE)
PERCENT = re.compile(rf"(?:(?P<from>{_DIGITS})\s*(?:–|-|til|og|eller)\s*)?(?P<n>{_DIGITS}){_PER_CENT}", re.IGNORECASE)
COUNT = re.compile(
    rf"(?:(?P<from>{_ANY})\s*(?:–|-|til|eller)\s*)?(?P<n>{_ANY})(?:\s+[^\W\d_]+)?\s+{_MUNICIPALITIES}", re.IGNORECASE
)
NUMBER = re.compile(_DIGITS)

_MONTHS = (
    r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|jan\.|feb\.|apr\.|jun\.|jul\.|aug\.|sept?\.|okt\.|nov\.|des\.)"
)
_REFERENCE = (
    r"(?:§{1,2}|kapittel|kap\.|meld\.\s?st\.(?:\s?nr\.)?|st\.\s?meld\.(?:\s?nr\.)?|prop\.|innst\.|nou|rundskriv|del|punkt"
    r"|pkt\.|nr\.|nummer|artikkel|art\.|ledd|fase|fasene|fasane|sak|innsatsområde|område|spørsmål|vedlegg|side|tabell"
    r"|figur|nivå|trinn|steg|versjon|utgave|utgåve|uke|veke|runde|kvartal|tertial|rad|gruppe)"
)
_SIZES = r"(?:små|mindre|store|større|nye|andre|ulike|forskjellige|forskjellege)"
_MEANT = rf"(?!\s*(?:av\b|%|prosent|(?:{_SIZES}\s+)?{_MUNICIPALITIES}))"  # what follows makes it a figure all the same
_REFERRED = rf"\d++[\w./-]*+{_MEANT}"
_NOT_FIGURES = [
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"\S+@\S+|https?://\S+|www\.\S+",
        r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)",
        r"(?<![\d.,])\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:\d{4}|\d{2})(?!\d))?",
        rf"(?<![\d.,])\d{{1,2}}\.?(?:\s?[–-]\s?\d{{1,2}}\.?)?\s?{_MONTHS}(?:\s(?:19|20)\d\d)?",
        rf"(?<!\d)\d+/\d[\d/-]*+(?!\s+{_MUNICIPALITIES})",
        r"\b(?:klokken|klokka|kl\.)\s?\d{1,2}(?:[.:]\d{2})?(?:\s?[–-]\s?\d{1,2}(?:[.:]\d{2})?)?|(?<!\d)\d{1,2}:\d{2}(?!\d)",
        rf"(?:\+47|\b0047|\btlf\.?:?)\s?[\d{_S[1:-1]}]{{8,}}|(?<!\d)\d{{2}}(?:{_S}\d{{2}}){{3}}(?!\d)",
        rf"(?<!\d)\d{{3}}{_S}\d{{2}}{_S}\d{{3}}(?!\d)|(?<!\d)\d{{8,}}(?!\d)",
        rf"(?<![\d.,])(?:199\d|20\d\d)(?:\s?[–-]\s?(?:\d{{4}}|\d{{2}})(?!\d))?(?!\d|,\d){_MEANT}",
        r"^[ \t]*\(?\d{1,2}(?:\.\d{1,2})*[.)](?=\s)|^[ \t]*\d{1,2}(?=\s+[–-]\s)",
        rf"(?<!\w){_REFERENCE}\s?{_REFERRED}(?:(?:,\s|\s?[–-]\s?|\s(?:og|til)\s)(?:§\s?)?{_REFERRED})*",
        r"(?<![\d.,])\d{1,3}\.(?=[ \u00a0]+(?-i:[a-zæøå])|\s?[–-]\s?\d)",  # an ordinal: small letters follow
        r"\b(?:over|under|fylte?|mellom|eldre enn|yngre enn|fra)\s\d{1,3}(?:\s?(?:–|-|og|til)\s?\d{1,3})?\sår\b",
        r"(?<!\d)\d{2,3}(?:\s?(?:–|-|til)\s?\d{2,3})?\sår\s(?:og|eller)\s\w+|(?<!\d)\d{2,3}\s?\+",
        r"(?<![^\W\d_])[^\W\d_]+-?\d[\w-]*|(?<![\d.,])\d+-?[^\W\d_]\w*",
    )
]
_HIDDEN = "\ue000"  # no letter, no digit and no space, so that nothing is found in it or across it
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«–-])|(?<=[^\d][.!?])\s+(?=\d)|\n+")


@dataclass(frozen=True)
class Mismatch:
    """A number in the text that the snapshot does not have.

    `where` is stable (``answer-2.1``, ``since-decision_made-came``), `place` says the same in words, `number` is as it
    is written and `context` is the sentence around it.
    """

    where: str
    place: str
    number: str
    context: str

    @property
    def key(self) -> str:
        """Which mismatch this is: the same number in the same sentence in the same place."""
        return hashlib.sha256("\n".join((self.where, self.number, self.context)).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Text:
    """A text of the office, and where it stands."""

    where: str
    place: str
    text: str


def texts(manifest: Manifest) -> Iterator[Text]:
    """What the office itself has written: answers, cells of tables, edited sentences. In the report's language."""
    with translation.override(manifest["language"]):
        for answer in manifest["answers"]:
            where = f"answer-{answer['number']}"
            place = _("Spørsmål %(number)s") % {"number": answer["number"]}
            yield Text(where, place, answer["text"])
            for line, row in enumerate(answer.get("rows", ()), start=1):
                in_row = _("Spørsmål %(number)s, rad %(row)s") % {"number": answer["number"], "row": line}
                yield from (Text(where, in_row, cell) for cell in row)
        for sentence in manifest.get("since", ()):
            if sentence["edited"]:
                yield Text(f"since-{sentence['key']}", _("Siden sist"), sentence["text"])


def mismatches(manifest: Manifest, before: Manifest | None = None) -> list[Mismatch]:
    """The numbers in the office's text that neither the manifest nor that of the edition before has, each once."""
    has = known(manifest, before)
    found: dict[tuple[str, str, str], Mismatch] = {}
    for text in texts(manifest):
        for number, context in unmatched(text.text, has):
            found.setdefault((text.where, number, context), Mismatch(text.where, text.place, number, context))
    return list(found.values())


def unmatched(text: str, has: Known) -> list[tuple[str, str]]:
    """The numbers of `text` that are not among those `has`, in order: as written, and the sentence around."""
    wrong = sorted(_wrong(_without_others(text, has), has))
    return [(text[start:end], _sentence(text, start)) for start, end in wrong]


def _wrong(text: str, has: Known) -> Iterator[tuple[int, int]]:
    """Where those stand that do not match. Each kind of number is hidden from the next once it is judged."""
    for found in PAIR.finditer(text):
        a, b = _number(found["a"]), _number(found["b"])
        if not found["tail"] and not (found["a"][0].isdigit() and found["b"][0].isdigit()):
            continue  # *to av tre ansatte*
        if (a, b) not in has.pairs:
            yield found.span("pair")
        if found["share"] and not _is_share_of(found["share"], a, b):
            yield found.span("share")
        text = _hide(text, *found.span())
    for pattern, numbers in ((POINTS, has.points), (PERCENT, has.percents)):
        for found in pattern.finditer(text):
            for group in ("from", "n"):
                if found.groupdict().get(group) and _number(found[group]) not in numbers.get(_places(found[group]), ()):
                    yield found.span(group)
            text = _hide(text, *found.span())
    for found in COUNT.finditer(text):
        for group in ("from", "n"):
            if found[group] and _number(found[group]) not in has.counts:
                yield found.span(group)
        text = _hide(text, *found.span())
    for found in NUMBER.finditer(text):
        number = _number(found[0])
        if number not in has.counts and number not in has.others:
            yield found.span()


def _without_others(text: str, has: Known) -> str:
    """The text with the numbers hidden that are no figures. Everything stands where it stood."""
    for quoted in re.finditer(r"«([^»]*)»", text):
        if quoted[1] in has.titles:
            text = _hide(text, *quoted.span())
    for title in has.titles_with_digits:
        text = text.replace(title, _HIDDEN * len(title))
    for pattern in _NOT_FIGURES:
        text = pattern.sub(lambda found: _HIDDEN * len(found[0]), text)
    return text


def _hide(text: str, start: int, end: int) -> str:
    return text[:start] + _HIDDEN * (end - start) + text[end:]


def _number(written: str) -> Decimal:
    word = written.lower()
    if word in WORDS or word in ARTICLES:
        return Decimal(WORDS.get(word) or ARTICLES[word])
    plain = re.sub(_S, "", written)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
        plain = plain.replace(".", "")
    return Decimal(plain.replace(",", "."))


def _places(written: str) -> int:
    exponent = _number(written).as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _is_share_of(written: str, a: Decimal, b: Decimal) -> bool:
    places = _places(written)
    if not b or places not in DECIMALS:
        return False
    exact = 100 * a / b
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if places == 0:  # only none is 0 %, only all is 100 %
        rounded = Decimal(1) if rounded == 0 and a else Decimal(99) if rounded == 100 and a < b else rounded
    return _number(written) == rounded


def _sentence(text: str, at: int) -> str:
    """The sentence that has position `at`; of a very long one the part around."""
    start, end = 0, len(text)
    for gap in _SENTENCES.finditer(text):
        if gap.start() >= at:
            end = gap.start()
            break
        start = gap.end()
    if end - start > AROUND:
        start, end = max(start, at - AROUND // 2), min(end, at + AROUND // 2)
    return text[start:end].strip()
