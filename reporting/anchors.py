"""Where in an edition a thread stands: read from an address, put in words, and led to. From manifests alone."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from reporting.models import Thread
from reporting.reviewing import Place

_Anchor = Thread.Anchor


@dataclass(frozen=True)
class Spot:
    """A place in words; `language` is what the words of the manifest are in, `url` opens the place."""

    place: Place
    what: str
    text: str
    language: str
    url: str


def asked_for(query: dict[str, Any], manifest: dict[str, Any]) -> Place | None:
    """What ``?tall=``, ``?kommune=`` and ``?svar=`` of an address point at; None where there is no such place."""
    figure, municipality, answer = (str(query.get(name, "")) for name in ("tall", "kommune", "svar"))
    if municipality:
        place = Place(_Anchor.MUNICIPALITY, f"{figure}:{municipality}")
    elif figure:
        place = Place(_Anchor.FIGURE, figure)
    elif answer:
        place = Place(_Anchor.ANSWER, answer)
    else:
        place = Place(_Anchor.GENERAL)
    return place if _words(place, manifest) is not None else None


def spot(place: Place, manifest: dict[str, Any], *, report: int, edition: int) -> Spot:
    """The place in the edition with that manifest. One that the edition has not is told by its key alone."""
    words = _words(place, manifest)
    front = reverse("reporting:edition", args=[report, edition])
    url = front
    if place.anchor == _Anchor.ANSWER:
        url = f"{front}#svar-{place.key}"
    elif place.key:
        code, _colon, number = place.key.partition(":")
        url = reverse("reporting:edition_figure", args=[report, edition, code]) + (f"#kommune-{number}" * bool(number))
    what = str(_Anchor(place.anchor).label)
    return Spot(place, what, place.key if words is None else words, manifest["language"], url)


def _words(place: Place, manifest: dict[str, Any]) -> str | None:
    """None where the manifest has no such place; empty for the whole report."""
    if place.anchor == _Anchor.GENERAL:
        return ""
    if place.anchor == _Anchor.ANSWER:
        found = (row for row in manifest["answers"] if str(row["number"]) == place.key)
        return next((f"{row['number']}. {row['question']}" for row in found), None)
    code, _colon, number = place.key.partition(":")
    figure = next((row for row in manifest["figures"] if row["code"] == code), None)
    if figure is None or not number:
        return figure and str(figure["label"])
    in_figure = {row["municipality"] for side in ("counted", "missing") for row in figure[side]}
    body = next((row for row in manifest["municipalities"] if row["number"] == number), None)
    if body is None or number not in in_figure:
        return None
    return f"{body['name']}: {figure['label']}"
