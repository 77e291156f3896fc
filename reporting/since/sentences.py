"""Draft sentences on what changed since the last edition. Pure: the same two manifests give the same sentences.

Nothing is said about what did not change, and nothing that the two manifests do not say. Numbers are digits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.since.comparing import FigureChange, Kind, Manifest, bases, changes, networks

NAMED = 5  # so many municipalities are named; more are counted
WHOLE = ("Kommuner ", "Kommunar ")


@dataclass(frozen=True)
class Draft:
    """A sentence. `key` is stable: the figure and what is said. `figure` is empty for what is about all of them.

    `numbers` are those that the sentence states.
    """

    key: str
    text: str
    figure: str
    numbers: tuple[int, ...] = ()


def drafts(before: Manifest | None, now: Manifest, language: str) -> list[Draft]:
    """The sentences in `language`: the base, the largest change, then figure by figure. None without a `before`."""
    if before is None:
        return []
    with translation.override(language):
        return [
            *_base(before, now),
            *_largest(before, now),
            *(draft for change in changes(before, now) for draft in _figure(change, before, now)),
            *_networks(before, now),
        ]


def _base(before: Manifest, now: Manifest) -> Iterator[Draft]:
    found, size, size_before = bases(before, now), len(now["municipalities"]), len(before["municipalities"])
    if size != size_before:
        text = ngettext(
            "Rapporten omfatter nå %(now)s kommune, mot %(before)s sist.",
            "Rapporten omfatter nå %(now)s kommuner, mot %(before)s sist.",
            size,
        )
        yield Draft("base-value", text % {"now": size, "before": size_before}, "", (size, size_before))
    if found.new:
        who = [found.names[number] for number in found.new]
        named = ngettext("%(names)s er ny i grunnlaget.", "%(names)s er nye i grunnlaget.", len(who))
        yield _about("base-new", "", who, named, _("%(count)s kommuner er nye i grunnlaget."))
    if found.gone:
        who = [found.names_before[number] for number in found.gone]
        yield _about(
            "base-gone",
            "",
            who,
            _("%(names)s er ikke lenger i grunnlaget."),
            _("%(count)s kommuner er ikke lenger i grunnlaget."),
        )


def _largest(before: Manifest, now: Manifest) -> Iterator[Draft]:
    """The figure whose share moved most, where several moved and one of them most."""
    moved = [
        (abs(Fraction(c.value, c.base) - Fraction(c.value_before, c.base_before)), c)
        for c in changes(before, now)
        if c.kind is Kind.COMPARED and c.moved and c.base and c.base_before
    ]
    moved.sort(key=lambda pair: pair[0], reverse=True)
    if len(moved) > 1 and moved[0][0] > moved[1][0]:
        most = moved[0][1]
        text = ngettext(
            "Størst endring i andel: %(label)s, fra %(old)s av %(old_base)s til %(value)s av %(base)s kommune.",
            "Størst endring i andel: %(label)s, fra %(old)s av %(old_base)s til %(value)s av %(base)s kommuner.",
            most.base,
        )
        numbers = (most.value_before, most.base_before, most.value, most.base)
        yield Draft("largest", text % _words(most), most.code, numbers)


def _figure(change: FigureChange, before: Manifest, now: Manifest) -> Iterator[Draft]:
    if change.kind is Kind.COMPARED:
        if change.moved:
            yield _value(change)
        yield from _municipalities(change)
    elif change.kind is Kind.REMOVED:
        text = _("Tallet «%(label)s» er ikke lenger med i rapporten.")
        yield Draft(f"{change.code}-removed", text % {"label": change.label}, change.code)
    else:
        now_text = ngettext(
            "%(label)s: %(value)s av %(base)s kommune.", "%(label)s: %(value)s av %(base)s kommuner.", change.base
        )
        why = {
            Kind.REDEFINED: _("Definisjonen er endret siden sist, så tallet kan ikke sammenlignes med det forrige."),
            Kind.OTHER_PERIOD: _(
                "Perioden starter %(day)s og startet sist %(day_before)s, så tallet kan ikke sammenlignes med det "
                "forrige."
            )
            % {"day": _day(now["period"]["starts_on"]), "day_before": _day(before["period"]["starts_on"])},
            Kind.FIRST: _("Tallet er nytt i rapporten."),
        }[change.kind]
        text = f"{now_text % _words(change)} {why}"
        yield Draft(f"{change.code}-{change.kind.value}", text, change.code, (change.value, change.base))


def _value(change: FigureChange) -> Draft:
    if change.base != change.base_before:
        text = ngettext(
            "%(label)s: %(value)s av %(base)s kommune, mot %(old)s av %(old_base)s sist.",
            "%(label)s: %(value)s av %(base)s kommuner, mot %(old)s av %(old_base)s sist.",
            change.base,
        )
        numbers: tuple[int, ...] = (change.value, change.base, change.value_before, change.base_before)
    else:
        numbers = (change.value, change.base, change.value_before)
        if change.value > change.value_before:
            text = ngettext(
                "%(label)s: %(value)s av %(base)s kommune, opp fra %(old)s.",
                "%(label)s: %(value)s av %(base)s kommuner, opp fra %(old)s.",
                change.base,
            )
        else:
            text = ngettext(
                "%(label)s: %(value)s av %(base)s kommune, ned fra %(old)s.",
                "%(label)s: %(value)s av %(base)s kommuner, ned fra %(old)s.",
                change.base,
            )
    return Draft(f"{change.code}-value", text % _words(change), change.code, numbers)


def _municipalities(change: FigureChange) -> Iterator[Draft]:
    among = {"among": _among(change.label)}
    if change.came:
        named = ngettext("%(names)s er ny %(among)s.", "%(names)s er nye %(among)s.", len(change.came))
        counted = _("%(count)s kommuner er nye %(among)s.")
        yield _about(f"{change.code}-came", change.code, change.came, named, counted, among)
    if change.left:
        named, counted = _("%(names)s er ikke lenger %(among)s."), _("%(count)s kommuner er ikke lenger %(among)s.")
        yield _about(f"{change.code}-left", change.code, change.left, named, counted, among)
    if change.new:
        named = ngettext(
            "%(names)s, som er ny i grunnlaget, er %(among)s.",
            "%(names)s, som er nye i grunnlaget, er %(among)s.",
            len(change.new),
        )
        counted = _("%(count)s kommuner som er nye i grunnlaget, er %(among)s.")
        yield _about(f"{change.code}-new", change.code, change.new, named, counted, among)
    if change.gone:
        named = _("%(names)s var sist %(among)s, men er ikke lenger i grunnlaget.")
        counted = _("%(count)s kommuner var sist %(among)s, men er ikke lenger i grunnlaget.")
        yield _about(f"{change.code}-gone", change.code, change.gone, named, counted, among)


def _networks(before: Manifest, now: Manifest) -> Iterator[Draft]:
    started, ended = networks(before, now)
    code = "network_participation"
    for network in started:
        yield _about(
            f"{code}-started-{network.key}",
            code,
            network.members,
            _("%(names)s deltar nå i nettverket «%(network)s», som ingen av kommunene i rapporten deltok i sist."),
            _(
                "%(count)s kommuner deltar nå i nettverket «%(network)s», som ingen av kommunene i rapporten "
                "deltok i sist."
            ),
            {"network": network.name},
        )
    for network in ended:
        text = _("Ingen av kommunene i rapporten deltar lenger i nettverket «%(network)s».")
        yield Draft(f"{code}-ended-{network.key}", text % {"network": network.name}, code)


def _about(
    key: str, figure: str, who: Sequence[str], named: str, counted: str, words: dict[str, str] | None = None
) -> Draft:
    """About municipalities: with their names where they are few, with their number where they are many."""
    if len(who) <= NAMED:
        return Draft(key, named % {"names": _list(who), **(words or {})}, figure)
    return Draft(key, counted % {"count": len(who), **(words or {})}, figure, (len(who),))


def _list(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(names)s og %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _among(label: str) -> str:
    """The municipalities that a figure counts, as they stand in a sentence."""
    if label.startswith(WHOLE):
        return _("blant kommunene %(who)s") % {"who": label.partition(" ")[2]}
    return _("i tallet «%(label)s»") % {"label": label}


def _words(change: FigureChange) -> dict[str, Any]:
    return {
        "label": change.label,
        "value": change.value,
        "base": change.base,
        "old": change.value_before,
        "old_base": change.base_before,
    }


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day}.{day.month}.{day.year}"
