"""The page used while a meeting runs: its agenda, two who write it, and key facts beside it."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogue_meetings.agendas import STANDARD
from dialogue_meetings.models import AgendaItem, Meeting
from tests import factories as f
from tests.pages import row_of, shown


def url(name, meeting):
    return reverse(f"dialogue_meetings:{name}", args=[meeting.pk])


def text(client, address):
    return client.get(address).content.decode()


def titles(meeting):
    return list(meeting.agenda.values_list("title", flat=True))


def new_row(data):
    """The prefix of the empty row at the end."""
    return f"saker-{int(data['saker-TOTAL_FORMS'][0]) - 1}"


@pytest.fixture
def municipality(county):
    return f.MunicipalityFactory(county=county, name="Askvoll")


@pytest.fixture
def meeting(region, municipality):
    meeting = f.MeetingFactory(title="Dialogmøte i Askvoll", host=region.office, held_on=date(2021, 3, 2))
    f.InvitationFactory(meeting=meeting, municipality=municipality)
    return meeting


@pytest.fixture
def items(meeting):
    return [f.AgendaItemFactory(meeting=meeting, position=n, title=title) for n, title in enumerate("ABCD", start=1)]


class TestTheProposal:
    def test_it_is_filled_in_once_with_the_legal_ground(self, adviser_client, meeting):
        f.ReformFactory(name_nb="Leve hele livet")
        assert "Fyll inn forslag til dagsorden" in text(adviser_client, url("agenda", meeting))

        for _press in range(2):
            adviser_client.post(url("agenda_fill", meeting))

        assert len(titles(meeting)) == len(STANDARD)
        assert "Status for Leve hele livet i kommunen" in titles(meeting)
        page = text(adviser_client, meeting.get_absolute_url())
        for ground in (
            "Plan- og bygningsloven del 2 (plandelen)",
            "Folkehelseloven kapittel 2",
            "Forskrift om ledelse og kvalitetsforbedring",
        ):
            assert ground in page
        assert "Fyll inn forslag til dagsorden" not in text(adviser_client, url("agenda", meeting))

    def test_it_leaves_an_agenda_alone(self, adviser_client, meeting, items):
        adviser_client.post(url("agenda_fill", meeting))

        assert titles(meeting) == list("ABCD")

    def test_a_nynorsk_office_gets_it_in_nynorsk(self, adviser_client, meeting, region):
        f.ReformFactory(name_nb="Leve hele livet", name_nn="Leve heile livet")
        region.language = "nn"
        region.save()

        adviser_client.post(url("agenda_fill", meeting))

        assert any("Leve heile livet" in title for title in titles(meeting))


class TestWriting:
    def test_outcomes_a_new_item_and_one_taken_out_are_saved_at_once(self, adviser_client, meeting, items):
        data = shown(adviser_client, url("agenda", meeting))
        data[f"{row_of(data, items[0])}-outcome"] = "Kommunen legger saken fram før sommeren."
        data[f"{row_of(data, items[1])}-DELETE"] = "on"
        data[f"{new_row(data)}-title"] = "Eventuelt"
        data[f"{new_row(data)}-legal_basis"] = "planning"

        adviser_client.post(url("agenda", meeting), data)

        assert titles(meeting) == ["A", "C", "D", "Eventuelt"]
        assert list(meeting.agenda.values_list("position", flat=True)) == [1, 2, 3, 4]
        page = text(adviser_client, meeting.get_absolute_url())
        assert "Kommunen legger saken fram før sommeren." in page
        assert "Plan- og bygningsloven del 2" in page

    @pytest.mark.parametrize(
        ("moved", "to", "order"),
        [(3, "1", "DABC"), (0, "3", "BCAD"), (2, "2", "ACBD"), (1, "", "ACDB"), (1, "9", "ACDB")],
    )
    def test_a_number_moves_an_item(self, adviser_client, meeting, items, moved, to, order):
        data = shown(adviser_client, url("agenda", meeting))
        data[f"{row_of(data, items[moved])}-position"] = to

        adviser_client.post(url("agenda", meeting), data)

        assert "".join(titles(meeting)) == order

    def test_what_two_wrote_in_different_items_is_kept(self, adviser_client, meeting, items):
        mine, theirs = (shown(adviser_client, url("agenda", meeting)) for _who in range(2))
        theirs[f"{row_of(theirs, items[0])}-outcome"] = "Deres"
        theirs[f"{new_row(theirs)}-title"] = "Ny sak"
        mine[f"{row_of(mine, items[1])}-outcome"] = "Mitt"

        adviser_client.post(url("agenda", meeting), theirs)
        adviser_client.post(url("agenda", meeting), mine)

        assert list(meeting.agenda.values_list("outcome", flat=True)) == ["Deres", "Mitt", "", "", ""]
        assert titles(meeting)[-1] == "Ny sak"

    def test_who_wrote_in_the_same_item_is_told_and_loses_nothing(self, adviser_client, meeting, items):
        mine, theirs = (shown(adviser_client, url("agenda", meeting)) for _who in range(2))
        theirs[f"{row_of(theirs, items[0])}-outcome"] = "Deres"
        mine[f"{row_of(mine, items[0])}-outcome"] = "Mitt"
        adviser_client.post(url("agenda", meeting), theirs)

        page = adviser_client.post(url("agenda", meeting), mine).content.decode()

        assert "En annen har endret dette til «Deres» i mellomtiden" in page
        assert "Mitt" in page
        items[0].refresh_from_db()
        assert items[0].outcome == "Deres"

    def test_an_identity_number_is_refused_beside_the_field(self, adviser_client, meeting, items):
        data = shown(adviser_client, url("agenda", meeting))
        data[f"{row_of(data, items[0])}-outcome"] = "Gjelder 01017012345"

        page = adviser_client.post(url("agenda", meeting), data).content.decode()

        assert "Dette ser ut som et fødselsnummer" in page
        assert not meeting.agenda.exclude(outcome="").exists()

    def test_a_call_has_no_agenda(self, adviser_client, municipality, region):
        call = f.support(municipality, host=region.office)

        assert adviser_client.get(url("agenda", call)).status_code == 404
        assert url("agenda", call) not in text(adviser_client, call.get_absolute_url())


class TestWhoWrites:
    def test_an_office_that_only_takes_part_reads_but_does_not_write(self, adviser_client, municipality):
        theirs = f.MeetingFactory(title="Deres møte")
        f.InvitationFactory(meeting=theirs, municipality=municipality)
        item = f.AgendaItemFactory(meeting=theirs, title="Deres sak")

        page = text(adviser_client, url("agenda", theirs))
        sent = adviser_client.post(url("agenda", theirs), {"saker-TOTAL_FORMS": "0", "saker-INITIAL_FORMS": "0"})
        filled = adviser_client.post(url("agenda_fill", theirs))

        assert "Deres sak" in page
        assert "<textarea" not in page
        assert (sent.status_code, filled.status_code) == (403, 403)
        assert list(AgendaItem.objects.values_list("pk", flat=True)) == [item.pk]

    def test_the_municipality_reads_what_came_of_it(self, meeting, municipality, items):
        AgendaItem.objects.filter(pk=items[0].pk).update(outcome="Det kommunen vil")
        client = Client()
        client.force_login(f.contact(municipality))

        page = text(client, url("agenda", meeting))

        assert "Det kommunen vil" in page
        assert "<textarea" not in page
        assert client.post(url("agenda", meeting)).status_code == 403


class TestKeyFacts:
    def test_they_say_what_is_known_on_the_day_of_the_meeting(self, adviser_client, meeting, municipality):
        reform = f.ReformFactory()
        municipality.population.create(year=2021, total=3021, age_65_plus=702, age_80_plus=199)
        municipality.population.create(year=2023, total=2999, age_65_plus=702, age_80_plus=201)
        f.PhaseEntryFactory(municipality=municipality, reform=reform, phase__name_nb="Kartlegging", on=date(2020, 5, 1))
        f.TreatmentFactory(municipality=municipality, reform=reform, stage="decision", on=date(2020, 6, 11))
        f.TreatmentFactory(municipality=municipality, reform=reform, stage="decision", on=date(2022, 6, 11))
        f.PlanFactory(municipality=municipality, reform=reform, title="Planstrategi", adopted_on=date(2020, 9, 1))
        f.InvitationFactory(meeting__held_on=date(2019, 11, 5), municipality=municipality)
        f.FollowUpFactory(meeting__held_on=date(2020, 1, 1), municipality=municipality, due_on=date(2020, 2, 1))
        f.FollowUpFactory(
            meeting__held_on=date(2020, 1, 1), municipality=municipality, owner="municipality", due_on=None
        )
        f.NetworkMembershipFactory(
            network__name="Nettverk i nord", municipality=municipality, valid_from=date(2020, 1, 15)
        )

        page = text(adviser_client, url("agenda", meeting))
        facts = page.split('aria-label="Tilleggsinformasjon"')[1].replace("\xa0", " ")

        for known in (
            "3 021, av dem 199 på 80 år og mer",
            "Kartlegging",
            "11.6.2020",
            "Planstrategi",
            "5.11.2019",
            "Vi har lovet 1, kommunen har lovet 1",
            "1 over frist",
            "Nettverk i nord",
        ):
            assert known in facts
        assert "2022" not in facts

    def test_nothing_registered_is_not_zero(self, adviser_client, meeting):
        f.ReformFactory()
        f.SolutionFactory(area__reform=f.ReformFactory())

        facts = text(adviser_client, url("agenda", meeting)).split('aria-label="Tilleggsinformasjon"')[1]

        assert "Ikke registrert" in facts
        assert "0 av" not in facts

    def test_they_are_only_about_those_within_reach(self, adviser_client, meeting):
        f.InvitationFactory(meeting=meeting, municipality__name="Fjernvik")

        facts = text(adviser_client, url("agenda", meeting)).split('aria-label="Tilleggsinformasjon"')[1]

        assert "Askvoll" in facts
        assert "Fjernvik" not in facts

    def test_many_municipalities_cost_as_many_queries_as_one(self, adviser_client, meeting, municipality, county):
        reform = f.ReformFactory()
        f.SolutionFactory(area__reform=reform)

        def known(body):
            f.PhaseEntryFactory(municipality=body, reform=reform)
            f.TreatmentFactory(municipality=body, reform=reform)
            f.PlanFactory(municipality=body, reform=reform)
            f.FollowUpFactory(meeting=meeting, municipality=body)
            f.NetworkMembershipFactory(municipality=body)
            f.AgendaItemFactory(meeting=meeting)

        known(municipality)
        adviser_client.get(url("agenda", meeting))  # what is read once a process
        with CaptureQueriesContext(
            connection,
        ) as one:
            adviser_client.get(url("agenda", meeting))
        for _number in range(8):
            body = f.MunicipalityFactory(county=county)
            f.InvitationFactory(meeting=meeting, municipality=body)
            known(body)
        with CaptureQueriesContext(connection) as many:
            page = text(adviser_client, url("agenda", meeting))

        assert page.count('class="panel key-facts"') == 9
        assert len(many) == len(one)


def test_an_earlier_promise_that_is_deleted_leaves_its_item(meeting):
    promise = f.FollowUpFactory(meeting=meeting)
    item = f.AgendaItemFactory(meeting=meeting, follow_up=promise)

    promise.delete()

    item.refresh_from_db()
    assert item.follow_up is None


def test_a_meeting_without_minutes_takes_its_agenda_along(adviser_client, meeting, items):
    assert adviser_client.post(url("delete", meeting)).status_code == 302

    assert not Meeting.objects.filter(pk=meeting.pk).exists()
    assert not AgendaItem.objects.exists()


class TestPromisesFromBefore:
    @pytest.fixture
    def promise(self, municipality, region):
        earlier = f.MeetingFactory(host=region.office, held_on=date(2020, 3, 2))
        f.InvitationFactory(meeting=earlier, municipality=municipality)
        return f.FollowUpFactory(meeting=earlier, municipality=municipality, what="Sende utkast")

    def test_they_are_put_on_the_agenda_once_and_before_the_other_items(self, adviser_client, meeting, items, promise):
        f.FollowUpFactory(meeting=promise.meeting, municipality=promise.municipality, done_on=date(2020, 5, 1))
        page = shown(adviser_client, url("agenda", meeting))
        assert page["oppfolging"] == [str(promise.pk)]

        for _press in range(2):
            adviser_client.post(url("agenda_carry", meeting), {"oppfolging": [promise.pk]})

        assert titles(meeting) == ["Sende utkast", "A", "B", "C", "D"]
        assert meeting.agenda.get(position=1).follow_up == promise
        assert "Åpne løfter fra tidligere møter" not in text(adviser_client, url("agenda", meeting))

    def test_in_a_group_whose_it_is_is_said_and_none_is_ticked_beforehand(
        self, adviser_client, county, meeting, promise
    ):
        f.InvitationFactory(meeting=meeting, municipality=f.MunicipalityFactory(county=county))
        assert "oppfolging" not in shown(adviser_client, url("agenda", meeting))

        adviser_client.post(url("agenda_carry", meeting), {"oppfolging": [promise.pk]})

        assert titles(meeting) == ["Oppfølging, Askvoll"]
        assert "Sende utkast" in text(adviser_client, url("agenda", meeting))

    def test_what_was_promised_is_not_read_by_the_others_at_the_meeting(self, adviser_client, county, meeting, promise):
        neighbour = f.MunicipalityFactory(county=county)
        f.InvitationFactory(meeting=meeting, municipality=neighbour)
        adviser_client.post(url("agenda_carry", meeting), {"oppfolging": [promise.pk]})
        client = Client()
        client.force_login(f.contact(neighbour))

        for page in ("agenda", "detail", "minutes"):
            html = text(client, url(page, meeting))
            assert "Oppfølging, Askvoll" in html
            assert "Sende utkast" not in html

    def test_an_agenda_that_is_full_takes_no_more_and_can_still_be_saved(self, adviser_client, meeting, promise):
        for number in range(1, 41):
            f.AgendaItemFactory(meeting=meeting, position=number)
        adviser_client.post(url("agenda_carry", meeting), {"oppfolging": [promise.pk]})
        assert meeting.agenda.count() == 40

        page = shown(adviser_client, url("agenda", meeting))
        assert adviser_client.post(url("agenda", meeting), page | {"saker-0-outcome": "Enige"}).status_code == 302

    def test_one_of_who_went_into_another_municipality_is_carried_by_that(
        self, adviser_client, county, meeting, promise
    ):
        whole = f.merge(date(2020, 6, 1), [promise.municipality], county=county)
        now = f.MeetingFactory(host=meeting.host, held_on=date(2021, 5, 1))
        f.InvitationFactory(meeting=now, municipality=whole)

        assert shown(adviser_client, url("agenda", now))["oppfolging"] == [str(promise.pk)]

    def test_one_promised_after_the_meeting_is_none_from_before(self, adviser_client, region, municipality, meeting):
        later = f.MeetingFactory(host=region.office, held_on=date(2021, 9, 1))
        f.FollowUpFactory(meeting=later, municipality=municipality)

        assert "oppfolging" not in shown(adviser_client, url("agenda", meeting))

    def test_one_of_a_municipality_that_is_not_invited_or_not_reached_stays_where_it_is(
        self, adviser_client, county, meeting
    ):
        uninvited = f.FollowUpFactory(municipality=f.MunicipalityFactory(county=county))
        beyond = f.FollowUpFactory()
        f.InvitationFactory(meeting=meeting, municipality=beyond.municipality)

        adviser_client.post(url("agenda_carry", meeting), {"oppfolging": [uninvited.pk, beyond.pk]})

        assert titles(meeting) == []
