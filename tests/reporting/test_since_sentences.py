"""The draft sentences: what they say, and that they say nothing else. Pure: two manifests in, sentences out."""

import copy
from random import Random
from typing import Any

import pytest

from reporting.since.comparing import bases, changes
from reporting.since.known import known
from reporting.since.numbers import unmatched
from reporting.since.sentences import NAMED, drafts

LABELS = {
    "network_participation": "Kommuner som deltar i regionale læringsnettverk",
    "decision_made": "Kommuner med politisk vedtak om reformen",
    "meeting_held": "Kommuner som har hatt dialogmøte",
}
NAMES = ["Asker", "Bærum", "Drammen", "Flå", "Gol", "Hemsedal", "Hole", "Hurdal", "Lier", "Nesbyen", "Ringerike", "Ål"]


def manifest(names=NAMES, *, starts_on="2019-01-01", language="nb", **counting: list[str]) -> dict[str, Any]:
    """A manifest of the municipalities `names`, with the figures `counting`: code to the names that count.

    A name stands for a body; *Asker/2* is another body called Asker.
    """
    bodies = [_body(name) for name in names]
    return {
        "format": 2,
        "language": language,
        "report": {"round": "Årsrapport", "region": "Viken"},
        "period": {"starts_on": starts_on, "as_of": "2021-11-01"},
        "municipalities": bodies,
        "figures": [_figure(code, names, members) for code, members in counting.items()],
        "answers": [],
    }


def _body(name: str) -> dict[str, Any]:
    place = sum(ord(letter) * (31**turn) for turn, letter in enumerate(name)) % 8999 + 1000
    return {"id": place, "number": str(place), "name": name.split("/")[0], "county": "Viken", "population": None}


def _figure(code: str, names: list[str], members: list[str]) -> dict[str, Any]:
    entries = [{"municipality": _body(name)["number"], "records": []} for name in names if name in members]
    period = " i perioden" if code == "meeting_held" else ""
    return {
        "code": code,
        "version": 1,
        "label": LABELS[code],
        "definition": f"Det som er logget{period}.",
        "numerator": f"Kommuner med noe{period}",
        "value": len(entries),
        "base": len(names),
        "counted": entries,
        "missing": [],
        "series": [],
    }


def said(before, now) -> dict[str, str]:
    return {draft.key: draft.text for draft in drafts(before, now, "nb")}


def test_without_an_earlier_edition_nothing_is_said():
    assert drafts(None, manifest(decision_made=NAMES), "nb") == []


def test_about_what_did_not_change_nothing_is_said():
    same = manifest(decision_made=NAMES[:4], meeting_held=NAMES[2:], network_participation=[])

    assert drafts(same, copy.deepcopy(same), "nb") == []


def test_a_figure_that_went_up_is_told_with_value_and_base_and_with_names():
    before, now = manifest(decision_made=["Gol"]), manifest(decision_made=["Asker", "Gol", "Hole", "Lier"])

    assert said(before, now) == {
        "decision_made-value": "Kommuner med politisk vedtak om reformen: 4 av 12 kommuner, opp fra 1.",
        "decision_made-came": "Asker, Hole og Lier er nye blant kommunene med politisk vedtak om reformen.",
    }


def test_one_municipality_is_told_in_the_singular():
    before, now = manifest(decision_made=["Gol", "Ål"]), manifest(decision_made=["Ål", "Lier"])

    assert said(before, now) == {
        "decision_made-came": "Lier er ny blant kommunene med politisk vedtak om reformen.",
        "decision_made-left": "Gol er ikke lenger blant kommunene med politisk vedtak om reformen.",
    }


def test_a_base_of_one_is_told_in_the_singular():
    before, now = manifest(["Oslo"], decision_made=[]), manifest(["Oslo"], decision_made=["Oslo"])

    assert said(before, now)["decision_made-value"].endswith(": 1 av 1 kommune, opp fra 0.")


@pytest.mark.parametrize("many", [NAMED, NAMED + 1])
def test_up_to_five_are_named_and_more_are_counted(many):
    text = said(manifest(decision_made=[]), manifest(decision_made=NAMES[:many]))["decision_made-came"]

    if many <= NAMED:
        assert text.startswith("Asker, Bærum, Drammen, Flå og Gol er nye ")
    else:
        assert text.startswith("6 kommuner er nye ")
    assert any(name in text for name in NAMES) is (many <= NAMED)


def test_merged_municipalities_are_told_apart_from_those_that_changed():
    old = ["Asker", "Hurum", "Røyken", "Lier", "Gol"]
    before = manifest(old, decision_made=["Hurum", "Røyken", "Gol"])
    now = manifest(["Asker/2", "Gol", "Lier"], decision_made=["Asker/2", "Lier", "Gol"])
    asker, new_asker = _body("Asker")["number"], _body("Asker/2")["number"]

    assert said(before, now) == {
        "base-value": "Rapporten omfatter nå 3 kommuner, mot 5 sist.",
        "base-new": f"Asker ({new_asker}) er ny i grunnlaget.",
        "base-gone": f"Asker ({asker}), Hurum og Røyken er ikke lenger i grunnlaget.",
        "decision_made-value": "Kommuner med politisk vedtak om reformen: 3 av 3 kommuner, mot 3 av 5 sist.",
        "decision_made-came": "Lier er ny blant kommunene med politisk vedtak om reformen.",
        "decision_made-new": f"Asker ({new_asker}), som er ny i grunnlaget, er blant kommunene med politisk vedtak om "
        "reformen.",
        "decision_made-gone": "Hurum og Røyken var sist blant kommunene med politisk vedtak om reformen, men er ikke "
        "lenger i grunnlaget.",
    }


def test_a_new_number_or_name_of_the_same_body_is_no_change():
    before = manifest(decision_made=["Asker"])
    now = copy.deepcopy(before)
    old = _body("Asker")["number"]
    for body in now["municipalities"]:
        if body["number"] == old:
            body["number"], body["name"] = "9999", "Nye Asker"
    now["figures"][0]["counted"][0]["municipality"] = "9999"

    assert drafts(before, now, "nb") == []


def test_without_bodies_a_shared_name_alone_is_told_as_nothing():
    before, now = manifest(["Asker", "Gol"], decision_made=["Gol"]), manifest(["Asker/2", "Gol"], decision_made=["Gol"])
    for body in (*before["municipalities"], *now["municipalities"]):
        del body["id"]

    assert drafts(before, now, "nb") == []


def test_a_new_definition_is_told_as_a_break_and_nothing_is_compared():
    before, now = manifest(decision_made=["Gol"]), manifest(decision_made=NAMES)
    now["figures"][0]["version"] = 2

    assert said(before, now) == {
        "decision_made-redefined": "Kommuner med politisk vedtak om reformen: 12 av 12 kommuner. Definisjonen er "
        "endret siden sist, så tallet kan ikke sammenlignes med det forrige."
    }


def test_where_no_version_is_known_other_words_of_the_definition_are_a_break():
    before, now = manifest(decision_made=["Gol"]), manifest(decision_made=["Gol"])
    for figure in (*before["figures"], *now["figures"]):
        del figure["version"]
    assert said(before, now) == {}

    now["figures"][0]["definition"] = "Noe annet."

    assert list(said(before, now)) == ["decision_made-redefined"]


def test_a_figure_of_the_period_is_not_compared_with_that_of_another_period():
    before = manifest(decision_made=["Gol"], meeting_held=["Gol"])
    now = manifest(decision_made=["Gol"], meeting_held=["Ål"], starts_on="2021-01-01")

    assert said(before, now) == {
        "meeting_held-other_period": "Kommuner som har hatt dialogmøte: 1 av 12 kommuner. Perioden starter 1.1.2021 og "
        "startet sist 1.1.2019, så tallet kan ikke sammenlignes med det forrige."
    }


def test_figures_that_are_new_or_gone_are_told_as_that():
    told = said(manifest(meeting_held=["Gol"]), manifest(decision_made=["Gol"]))

    assert told == {
        "decision_made-first": "Kommuner med politisk vedtak om reformen: 1 av 12 kommuner. Tallet er nytt i "
        "rapporten.",
        "meeting_held-removed": "Tallet «Kommuner som har hatt dialogmøte» er ikke lenger med i rapporten.",
    }


def test_the_largest_change_is_told_where_there_is_one():
    before = manifest(decision_made=["Gol"], meeting_held=["Gol"])

    told = said(before, manifest(decision_made=["Gol", "Ål"], meeting_held=["Gol", "Ål", "Lier"]))

    assert told["largest"] == (
        "Størst endring i andel: Kommuner som har hatt dialogmøte, fra 1 av 12 til 3 av 12 kommuner."
    )


@pytest.mark.parametrize("meetings", [["Gol"], ["Gol", "Lier"]])
def test_no_change_is_the_largest_when_it_is_alone_or_has_an_equal(meetings):
    before = manifest(decision_made=["Gol"], meeting_held=["Gol"])

    assert "largest" not in said(before, manifest(decision_made=["Gol", "Ål"], meeting_held=meetings))


def networked(joined: dict[str, list[int]], names=NAMES) -> dict[str, Any]:
    made = manifest(names, network_participation=[name for name in names if name in joined])
    counted = {entry["municipality"]: entry for entry in made["figures"][0]["counted"]}
    for name, networks in joined.items():
        counted[_body(name)["number"]]["records"] = [
            {"kind": "Deltakelse", "label": f"Mat {pk}", "on": "2020-01-15", "ref": {"page": "x", "pk": pk}}
            for pk in networks
        ]
    return made


def test_networks_that_the_first_joined_or_the_last_left_are_told():
    told = said(networked({"Gol": [1], "Ål": [1]}), networked({"Gol": [2], "Ål": [2]}))

    assert told == {
        "network_participation-started-2": "Gol og Ål deltar nå i nettverket «Mat 2», som ingen av kommunene i "
        "rapporten deltok i sist.",
        "network_participation-ended-1": "Ingen av kommunene i rapporten deltar lenger i nettverket «Mat 1».",
    }


def test_nothing_is_said_of_networks_where_the_records_do_not_tell_which():
    before, now = networked({"Gol": [1]}), networked({"Gol": [2]})
    del before["figures"][0]["counted"][0]["records"][0]["ref"]

    assert drafts(before, now, "nb") == []


def drawn(seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two manifests of a region that may have merged, and where all kinds of things may have changed."""
    draw = Random(seed)
    old = draw.sample(NAMES, draw.randint(2, len(NAMES)))
    new = list(old)
    if draw.random() < 0.5:
        new = [name for name in old if draw.random() < 0.8] + ["Nye Lier", "Asker/2"][: draw.randint(1, 2)]

    def some(names: list[str]) -> dict[str, list[int]]:
        return {name: draw.sample(range(1, 5), draw.randint(1, 3)) for name in names if draw.random() < 0.5}

    made = []
    for names in (old, new):
        one = manifest(
            names,
            starts_on=draw.choice(["2019-01-01"] * 4 + ["2020-01-01"]),
            decision_made=[name for name in names if draw.random() < 0.5],
            meeting_held=[name for name in names if draw.random() < 0.5],
        )
        one["figures"] += networked(some(names), names)["figures"]
        draw.choice(one["figures"])["version"] = draw.choice([1, 1, 1, 2])
        if draw.random() < 0.2:
            one["figures"].pop()
        made.append(one)
    return made[0], made[1]


@pytest.mark.parametrize("seed", range(60))
def test_every_number_in_a_sentence_is_one_of_the_manifests(seed):
    before, now = drawn(seed)
    has = known(now, before)

    wrong = {d.text: found for d in drafts(before, now, "nb") if (found := unmatched(d.text, has))}

    assert wrong == {}
    stated = {number for draft in drafts(before, now, "nb") for number in draft.numbers}
    assert stated <= has.counts


@pytest.mark.parametrize("seed", range(60))
def test_the_same_manifests_give_the_same_sentences_each_with_a_key_of_its_own(seed):
    before, now = drawn(seed)

    first, again = drafts(before, now, "nb"), drafts(copy.deepcopy(before), copy.deepcopy(now), "nb")

    assert first == again
    assert len({draft.key for draft in first}) == len(first)


@pytest.mark.parametrize("seed", range(60))
def test_each_municipality_that_is_told_of_did_what_is_told(seed):
    """Counted from the sets by another way: by body, without what is shared between the sentences."""
    before, now = drawn(seed)
    then, today = ({b["number"]: b["id"] for b in m["municipalities"]} for m in (before, now))
    old = {f["code"]: {then[e["municipality"]] for e in f["counted"]} for f in before["figures"]}

    for change, figure in zip(changes(before, now), now["figures"], strict=False):
        counting = {today[entry["municipality"]] for entry in figure["counted"]}
        both = set(then.values()) & set(today.values())
        if change.kind.value == "compared":
            assert len(change.came) == len((counting - old[change.code]) & both)
            assert len(change.left) == len((old[change.code] - counting) & both)
            assert len(change.new) == len(counting - set(then.values()))
            assert len(change.gone) == len(old[change.code] - set(today.values()))
            sum_of_all = len(change.came) - len(change.left) + len(change.new) - len(change.gone)
            assert change.value - change.value_before == sum_of_all
        else:
            assert (change.came, change.left, change.new, change.gone) == ((), (), (), ())
    assert bases(before, now).changed is (set(then.values()) != set(today.values()))
