"""The pages *Siden sist* and *Tall i teksten*, and what they bring into the manifest."""

import html
import json
import re
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lhl_portal.pdf.manifests import canonical
from municipalities.models import Municipality
from reporting.definitions import choose_indicators
from reporting.manifest import read_manifest
from reporting.models import Answer, Edition, NumberNote, Report, Sentence, State
from reporting.since import choices, notes
from reporting.since.sentences import Draft, drafts
from reporting.since.source import previous_manifest
from reporting.workflow import Refused, perform
from tests import factories as f

AT = datetime(2021, 11, 20, 9, tzinfo=UTC)
BUILT_ON = date(2021, 11, 22)
UP = "Kommuner med politisk vedtak om reformen: 2 av 3 kommuner, opp fra 1."
CAME = "Asker er ny blant kommunene med politisk vedtak om reformen."


@pytest.fixture
def asker(county):
    return f.MunicipalityFactory(county=county, name="Asker")


@pytest.fixture
def report(region, county, asker):
    """One round with a snapshot, in which Lier had decided, and one after it, in which Asker has as well."""
    lier, _hole = (f.MunicipalityFactory(county=county, name=name) for name in ("Lier", "Hole"))
    reform = f.ReformFactory()
    first = f.RoundFactory(reform=reform, name_nb="Første runde", cut_off=date(2020, 11, 1), due_on=date(2020, 12, 1))
    f.TreatmentFactory(municipality=lier, reform=reform, stage="decision", on=date(2020, 1, 1))
    f.TreatmentFactory(municipality=asker, reform=reform, stage="decision", on=date(2021, 5, 5))
    sent(f.ReportFactory(round=first, region=region))
    second = f.RoundFactory(reform=reform, name_nb="Andre runde")
    f.QuestionFactory(round=second, number=1)
    return f.ReportFactory(round=second, region=region)


def sent(report) -> Edition:
    """The report as it stands, signed and sent."""
    said = read_manifest(report, built_on=BUILT_ON)
    del said["edition"]  # the factory's own argument
    return f.edition(report, AT, said=said)


def decide(report, name, stage="decision"):
    body = Municipality.objects.get(name=name)
    f.TreatmentFactory(municipality=body, reform=report.round.reform, stage=stage, on=date(2021, 5, 5))


@pytest.fixture
def adviser(client, region):
    user = f.adviser(region)
    client.force_login(user)
    return user


def since(report) -> str:
    return reverse("reporting:since", args=[report.pk])


def numbers(report) -> str:
    return reverse("reporting:numbers", args=[report.pk])


def text_of(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def row(client, report, key) -> str:
    page = client.get(since(report)).content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.split(f'<li id="{key}"')[1].split("</li>")[0])).split())


def press(client, report, key, deed, text="", drafted=CAME):
    sent = {"key": key, "figure": "decision_made", "drafted": drafted, "deed": deed, "text": text}
    return client.post(since(report), sent)


def in_manifest(report) -> list[tuple[str, bool]]:
    read = read_manifest(Report.objects.get(pk=report.pk), built_on=BUILT_ON)
    return [(sentence["text"], sentence["edited"]) for sentence in read["since"]]


def answer(report, text) -> Answer:
    return Answer.objects.update_or_create(
        report=report, question=report.round.questions.get(), defaults={"text": text}
    )[0]


def test_the_page_shows_each_draft_with_a_link_to_its_figure(client, adviser, report):
    page = client.get(since(report)).content.decode()

    assert UP in page
    assert CAME in page
    assert "sammenlignet rapporten med Første runde" in page
    for key in ("decision_made-value", "decision_made-came"):
        item = page.split(f'<li id="{key}"')[1].split("</li>")[0]
        figure = client.get(html.unescape(re.search(r'href="(/tall/decision_made/[^"]+)"', item)[1]))
        assert "av 3 kommuner (67 %)" in text_of(figure)


def test_a_sentence_opens_its_figure_in_the_version_of_the_round(client, adviser, region, county):
    first, second = (
        f.RoundFactory(cut_off=date(year, 11, 1), due_on=date(year, 12, 1), reform=reform)
        for reform in [f.ReformFactory()]
        for year in (2020, 2021)
    )
    for round in (first, second):
        choose_indicators(round=round, chosen={"network_participation": 2})
    member = f.NetworkMembershipFactory(municipality=f.MunicipalityFactory(county=county))
    f.NetworkMembershipFactory(municipality=f.MunicipalityFactory(county=county), network=member.network)
    sent(f.ReportFactory(round=first, region=region))
    for month in (5, 6):
        gathering = f.GatheringFactory(network=member.network, held_on=date(2021, month, 5))
        gathering.municipalities.set([member.municipality])

    page = client.get(since(f.ReportFactory(round=second, region=region))).content.decode()
    figure = client.get(html.unescape(re.search(r'href="(/tall/network_participation/[^"]+)"', page)[1]))

    assert figure.context["indicator"].version == 2
    assert figure.context["share"].value == 1


def test_the_first_report_of_a_region_has_nothing_to_compare_with(client, adviser, region, county):
    page = text_of(client.get(since(f.ReportFactory(region=region))))

    assert "Det er ingen tidligere rapport å sammenligne med." in page


def test_a_report_that_says_the_same_as_before_has_no_drafts(client, adviser, report, asker):
    asker.treatments.all().delete()

    assert "Ingen tall er endret siden sist." in text_of(client.get(since(report)))


def test_it_is_held_against_the_newest_of_the_latest_earlier_round_of_the_same_region_and_reform(report):
    reform, region = report.round.reform, report.region

    def built(name, cut_off, **other):
        round = f.RoundFactory(**({"reform": reform} | other), name_nb=name, cut_off=cut_off, due_on=cut_off)
        return f.ReportFactory(round=round, region=region)

    for name, cut_off, other in (
        ("Eldre", date(2020, 1, 1), {}),
        ("Senere", date(2021, 11, 10), {}),
        ("Annen reform", date(2021, 6, 1), {"reform": f.ReformFactory(code="annen")}),
    ):
        sent(built(name, cut_off, **other))
    built("Ikke sendt", date(2021, 7, 1))

    assert previous_manifest(report)["report"]["round"] == "Første runde"


def test_what_nobody_has_chosen_is_not_in_the_report(report):
    assert in_manifest(report) == []


def test_accepted_and_edited_sentences_are_in_the_report_in_order_and_dropped_ones_are_not(client, adviser, report):
    press(client, report, "decision_made-came", "edit", "  Asker kom med\nfør jul. ")
    press(client, report, "decision_made-value", "accept", drafted=UP)
    assert in_manifest(report) == [(UP, False), ("Asker kom med før jul.", True)]

    press(client, report, "decision_made-value", "drop", drafted=UP)

    assert in_manifest(report) == [("Asker kom med før jul.", True)]
    assert f"Utkastet: {CAME}" in row(client, report, "decision_made-came")
    chosen = Sentence.objects.get(key="decision_made-came")
    assert (chosen.by, chosen.figure) == (adviser, "decision_made")


def test_the_manifest_tells_which_edition_it_was_held_against(report):
    assert read_manifest(report, built_on=BUILT_ON)["since_edition"] == {
        "round": "Første runde",
        "number": None,
        "as_of": "2020-11-01",
    }


@pytest.mark.parametrize("deed", ["accept", "drop"])
def test_a_choice_can_be_undone(client, adviser, report, deed):
    press(client, report, "decision_made-came", deed)
    assert "Ta med" not in row(client, report, "decision_made-came").replace("Lagre og ta med", "")

    press(client, report, "decision_made-came", "undo")

    assert "Foreslått" in row(client, report, "decision_made-came")
    assert in_manifest(report) == []


def test_the_drafts_own_words_are_no_edit(client, adviser, report):
    press(client, report, "decision_made-came", "edit", CAME)

    assert in_manifest(report) == [(CAME, False)]


def test_all_that_was_shown_can_be_taken_along_at_once(client, adviser, report):
    press(client, report, "decision_made-value", "drop", drafted=UP)
    decide(report, "Hole", stage="intention")
    page = client.get(since(report)).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    shown = [html.unescape(text) for text in re.findall(r'<p class="sentence__text"[^>]*>(.*?)</p>', page)]

    client.post(since(report), {"deed": "all", "seen": seen})

    assert shown.pop(0 if shown[0] == UP else 1) == UP
    assert [text for text, _edited in in_manifest(report)] == shown


def test_drafts_that_nobody_has_seen_are_not_taken_along(client, adviser, report):
    response = client.post(since(report), {"deed": "all", "seen": "for gammel"}, follow=True)

    assert "Utkastene er endret siden du åpnet siden." in text_of(response)
    assert in_manifest(report) == []


def test_an_edit_without_words_is_refused_beside_the_field(client, adviser, report):
    response = press(client, report, "decision_made-came", "edit", "  ")

    assert response.status_code == 200
    assert "Skriv setningen, eller velg «Dropp» om den ikke skal med." in text_of(response)
    assert not Sentence.objects.exists()


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("accept", "Tallene er endret siden dere tok med dette:"),
        ("edit", "Tallene er endret siden dere skrev dette:"),
        ("drop", "Tallene er endret siden dere droppet dette:"),
    ],
)
def test_a_choice_about_other_words_than_today_is_proposed_again_with_both(client, adviser, report, asker, deed, told):
    press(client, report, "decision_made-came", deed, "Asker kom med." if deed == "edit" else "")
    decide(report, "Hole")

    shown = row(client, report, "decision_made-came")

    assert told in shown
    assert "Foreslått" in shown
    assert ("Asker kom med." if deed == "edit" else CAME) in shown
    assert in_manifest(report) == []


def test_a_sentence_with_no_change_behind_any_more_is_left_out_and_told_of(client, adviser, report, asker):
    press(client, report, "decision_made-came", "accept")
    asker.treatments.all().delete()

    page = text_of(client.get(since(report)))

    assert f"{CAME}" in page.split("Gjelder ikke lenger")[1]
    assert in_manifest(report) == []


def test_the_same_choice_twice_stays_that_of_the_first(report, region):
    first, second = f.adviser(region), f.adviser(region)
    draft = Draft("decision_made-came", CAME, "decision_made")
    for user in (first, second):
        choices.choose(report=report, drafts=[draft], state="accepted", by=user, at=AT)

    assert Sentence.objects.get().by == first


@pytest.mark.parametrize("state", ["proposed", "accepted", "dropped"])
def test_the_database_refuses_other_words_without_the_mark_of_an_edit(report, state):
    with pytest.raises(IntegrityError, match="only_an_edited_sentence_differs"), transaction.atomic():
        f.SentenceFactory(report=report, state=state, text="Noe annet.")


@pytest.fixture
def locked(report):
    Report.objects.filter(pk=report.pk).update(state=State.READY)
    report.refresh_from_db()


def test_a_locked_report_shows_what_was_chosen_and_can_not_be_written_in(client, adviser, report, locked):
    answer(report, "Vi hadde 437 møter.")
    pages = client.get(since(report)), client.get(numbers(report))

    for page in pages:
        assert "Rapporten er meldt klar og er låst." in text_of(page)
        assert "<form" not in page.content.decode().split("<main")[1].split("</main>")[0]
    refused = press(client, report, "decision_made-came", "accept")
    assert "Rapporten er låst, så ingenting ble endret." in text_of(client.get(refused.url))
    with pytest.raises(choices.Locked):
        notes.explain(report=report, mismatch=notes.unexplained(report, _read(report))[0], text="x", by=adviser, at=AT)
    assert not Sentence.objects.exists()
    assert not NumberNote.objects.exists()


def test_those_who_only_read_see_the_drafts_without_buttons_and_may_not_choose(client, report):
    client.force_login(f.analyst())

    page = client.get(since(report)).content.decode()

    assert CAME in page
    assert 'name="deed"' not in page
    assert press(client, report, "decision_made-came", "accept").status_code == 403


def _read(report):
    return read_manifest(Report.objects.get(pk=report.pk), built_on=BUILT_ON)


def test_a_number_that_is_not_in_the_report_is_listed_until_it_is_explained(client, adviser, report):
    answer(report, "Av 3 kommuner har 2 gjort vedtak. Vi sendte 437 brev.")
    page = client.get(numbers(report))
    assert "1 tall i teksten finnes ikke i rapporten." in text_of(page)
    assert "<mark>437</mark>" in page.content.decode()
    assert reverse("reporting:answers", args=[report.pk]) in page.content.decode()
    assert [m.number for m in notes.unexplained(report, _read(report))] == ["437"]
    key = re.search(r'name="mismatch" value="([^"]+)"', page.content.decode())[1]

    client.post(numbers(report), {"mismatch": key, "deed": "explain", "text": "Fra embetets eget arkiv."})

    page = text_of(client.get(numbers(report)))
    assert "Alle tall i teksten finnes i rapporten eller er forklart." in page
    assert "Fra embetets eget arkiv." in page.split("Forklart (1)")[1]
    assert adviser.name in page.split("Forklart (1)")[1]
    assert notes.unexplained(report, _read(report)) == []
    assert _read(report)["number_notes"] == [
        {"where": "Spørsmål 1", "number": "437", "text": "Fra embetets eget arkiv."}
    ]


def test_a_report_with_unexplained_numbers_is_neither_made_ready_nor_sent(adviser, report):
    written = answer(report, "Vi sendte 437 brev.")
    with pytest.raises(Refused, match="1 tall i teksten er verken i rapporten eller forklart"):
        perform(report, "ready", by=adviser, at=AT)
    [mismatch] = notes.unexplained(report, _read(report))
    notes.explain(report=report, mismatch=mismatch, text="Arkivet.", by=adviser, at=AT)
    perform(report, "ready", by=adviser, at=AT)
    report.builds.active().delete()
    f.snapshot(report, AT, edition=1, said=_read(report))
    Answer.objects.filter(pk=written.pk).update(text="Noe annet, som ikke er i det som signeres.")
    NumberNote.objects.all().delete()

    with pytest.raises(Refused, match="1 tall i teksten er verken i rapporten eller forklart"):
        perform(report, "submit", by=adviser, at=AT)


def test_an_explanation_can_be_withdrawn(client, adviser, report):
    answer(report, "Vi sendte 437 brev.")
    [mismatch] = notes.unexplained(report, _read(report))
    notes.explain(report=report, mismatch=mismatch, text="Arkivet.", by=adviser, at=AT)

    client.post(numbers(report), {"mismatch": mismatch.key, "deed": "withdraw"})

    assert notes.unexplained(report, _read(report)) == [mismatch]


def test_an_explanation_is_of_its_sentence_and_is_offered_for_the_next(client, adviser, report):
    answer(report, "Vi sendte 437 brev.")
    [mismatch] = notes.unexplained(report, _read(report))
    notes.explain(report=report, mismatch=mismatch, text="Fra arkivet.", by=adviser, at=AT)
    answer(report, "Vi fikk 437 brev.")

    page = client.get(numbers(report)).content.decode()

    assert [m.context for m in notes.unexplained(report, _read(report))] == ["Vi fikk 437 brev."]
    assert "Setningen er endret siden tallet ble forklart." in page
    assert re.search(r"<textarea[^>]*>\s*Fra arkivet\.</textarea>", page)
    assert _read(report)["number_notes"] == []


def test_an_empty_explanation_is_refused_beside_the_field(client, adviser, report):
    answer(report, "Vi sendte 437 brev.")
    [mismatch] = notes.unexplained(report, _read(report))

    response = client.post(numbers(report), {"mismatch": mismatch.key, "deed": "explain", "text": " "})

    assert "Skriv hvor tallet kommer fra, eller rett teksten." in text_of(response)
    assert not NumberNote.objects.exists()


def test_a_number_that_is_gone_from_the_text_can_not_be_explained(client, adviser, report):
    response = client.post(numbers(report), {"mismatch": "0" * 20, "deed": "explain", "text": "Arkivet."}, follow=True)

    assert "Teksten er endret siden du åpnet siden." in text_of(response)
    assert not NumberNote.objects.exists()


def test_the_numbers_of_an_edited_sentence_are_checked_and_lead_to_it(client, adviser, report):
    press(client, report, "decision_made-came", "edit", "Asker og 437 andre er nye.")

    page = client.get(numbers(report)).content.decode()

    assert "<mark>437</mark>" in page
    assert f"{since(report)}#decision_made-came" in page


def test_numbers_of_the_edition_before_are_known(client, adviser, report):
    press(client, report, "decision_made-value", "edit", "Vedtak: 2 av 3 kommuner, før 1 av 3 (33 %).", drafted=UP)

    assert notes.unexplained(report, _read(report)) == []


def test_a_page_costs_the_same_queries_for_many_sentences_as_for_few(client, adviser, report, county):
    def cost(url) -> int:
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url)
        return len(queries)

    answer(report, "437 brev.")
    few = cost(since(report)), cost(numbers(report))
    for name in ("Gol", "Ål", "Flå"):
        body = f.MunicipalityFactory(county=county, name=name)
        for stage in ("intention", "decision"):
            f.TreatmentFactory(municipality=body, reform=report.round.reform, stage=stage, on=date(2021, 5, 5))
        f.PlanFactory(municipality=body, reform=report.round.reform, adopted_on=date(2021, 5, 5))
    now = _read(report)
    for draft in drafts(previous_manifest(report), now, "nb")[::2]:
        choices.choose(report=report, drafts=[draft], state="accepted", by=adviser, at=AT)
    answer(report, " ".join(f"{number} brev." for number in range(437, 450)))

    assert (cost(since(report)), cost(numbers(report))) == few


def test_the_manifest_is_canonical_with_what_was_chosen(client, adviser, report):
    press(client, report, "decision_made-came", "accept")
    read = _read(report)

    assert json.loads(canonical(read)) == read
    assert read["since"] == [{"key": "decision_made-came", "text": CAME, "figure": "decision_made", "edited": False}]
