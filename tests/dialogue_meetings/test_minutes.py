"""Minutes: approved once, then frozen; corrected by the next number; an accessible file for the archive."""

import hashlib
import io
import json
import re
from datetime import date

import page as validator
import pypdf
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from dialogue_meetings.minutes_pdf import render
from dialogue_meetings.models import Attendance, Minutes
from lhl_portal.audit.models import AccessEvent
from lhl_portal.pdf.manifests import canonical
from tests import factories as f
from tests.pages import row_of, shown


def url(name, row):
    return reverse(f"dialogue_meetings:{name}", args=[row.pk])


def text(client, address):
    return client.get(address).content.decode()


def words(pdf: bytes) -> str:
    sheets = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in sheets))


def approve(client, meeting):
    """As one who has read the draft."""
    seen = re.search(r'name="sett" value="(\w+)"', text(client, url("minutes", meeting)))
    return client.post(url("minutes_approve", meeting), {"sett": seen[1] if seen else ""}, follow=True)


@pytest.fixture
def municipality(county):
    return f.MunicipalityFactory(county=county, name="Askvoll")


@pytest.fixture
def meeting(region, municipality):
    meeting = f.MeetingFactory(title="Dialogmøte i Askvoll", host=region.office, held_on=date(2021, 3, 2))
    f.InvitationFactory(meeting=meeting, municipality=municipality)
    Attendance.objects.create(meeting=meeting, role="political", count=3)
    return meeting


@pytest.fixture
def item(meeting):
    return f.AgendaItemFactory(
        meeting=meeting, title="Forankring", legal_basis="planning", outcome="Saken går til våren."
    )


def manifest(language="nb", **changes):
    content = {
        "title": "Dialogmøte i Sunnfjord",
        "kind": "Dialogmøte",
        "form": "Fysisk",
        "place": "Rådhuset",
        "host": "Statsforvaltaren i Vestland",
        "held_on": "2021-03-02",
        "hours": "09.00–11.30",
        "municipalities": [{"name": "Guovdageaidnu - Kautokeino", "present": True}, {"name": "Kinn", "present": False}],
        "attendance": [{"role": "Politisk ledelse", "count": 3}, {"role": "Eldreråd", "count": 1}],
        "topics": ["Mat og måltider", "Felles måltider"],
        "agenda": [
            {
                "title": f"Sak om {n}",
                "legal_basis": "Folkehelseloven" * (n % 2),
                "outcome": "Vedtatt.\n\nAndre ledd. " * n,
            }
            for n in range(9)
        ],
        "outcome": "Kommunene vil samarbeide.",
        "promises": [{"what": "Sende mal", "owner": "Vi har lovet", "due_on": "2021-05-01"}],
        "promises_counted": 2,
    }
    told = {
        "format": 1,
        "demo": True,
        "language": language,
        "software": "0.1.0",
        "number": 2,
        "reason": "Feil dato i sak 3",
        "approved_on": "2021-03-09",
        "approved_by": {"role": "Rådgiver hos statsforvalteren", "organisation": "Statsforvaltaren i Vestland"},
        "content": content | changes,
    }
    return canonical(told)


class TestTheFile:
    @pytest.mark.parametrize("language", ["nb", "nn"])
    @pytest.mark.parametrize("profile", ["3a", "ua1"])
    def test_it_is_an_archive_file_and_accessible_at_once(self, language, profile):
        pdf = render(manifest(language))

        checked = validator.validate_pdf_bytes(pdf.data, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in checked.failures] == []
        assert pypdf.PdfReader(io.BytesIO(pdf.data)).trailer["/Root"]["/Lang"] == language

    def test_the_same_manifest_gives_the_same_bytes_and_lies_in_the_file(self):
        told = manifest()

        one, other = render(told), render(told)

        assert one.data == other.data
        [attached] = pypdf.PdfReader(io.BytesIO(one.data)).attachments["referat.json"]
        assert attached == told
        assert hashlib.sha256(told).hexdigest() in words(one.data).replace(" ", "")

    def test_the_bookmarks_lead_through_it_in_order_and_every_page_says_what_it_is(self):
        pdf = render(manifest())
        reader = pypdf.PdfReader(io.BytesIO(pdf.data))

        def flat(outline):
            return [t for mark in outline for t in (flat(mark) if isinstance(mark, list) else [mark.title])]

        marks = flat(reader.outline)
        assert marks[:3] == ["Dialogmøte i Sunnfjord", "Om møtet", "Hvem som var med"]
        assert [mark for mark in marks if mark.startswith("1. ")] == ["1. Sak om 0"]
        assert reader.metadata.title == "Referat: Dialogmøte i Sunnfjord"
        assert pdf.pages == len(reader.pages) > 1
        for number, sheet in enumerate(reader.pages, start=1):
            said = re.sub(r"\s+", " ", sheet.extract_text())
            assert f"Side {number} av {pdf.pages}" in said
            assert "Referat 2, godkjent 9.3.2021" in said
            assert "Demodata" in said

    def test_hostile_text_comes_out_as_text(self):
        hostile = '<img src="file:///etc/passwd"><script>alert(1)</script>'

        pdf = render(manifest(outcome=hostile, title=hostile))

        assert hostile.replace(" ", "") in words(pdf.data).replace(" ", "")


class TestApproving:
    def test_what_was_shown_is_frozen_and_fetched_as_the_same_bytes(self, adviser_client, adviser, meeting, item):
        f.FollowUpFactory(meeting=meeting, municipality=meeting.invitations.get().municipality, what="Sende mal")

        page = approve(adviser_client, meeting).content.decode()

        minutes = meeting.minutes.get()
        assert "Referatet er godkjent, og endres ikke mer." in page
        assert (minutes.number, minutes.reason, minutes.approved_by) == (1, "", adviser)
        assert hashlib.sha256(minutes.manifest).hexdigest() == minutes.sha256
        assert render(bytes(minutes.manifest)).data == minutes.pdf
        response = adviser_client.get(minutes.get_absolute_url())
        assert response.content == minutes.pdf
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'attachment; filename="referat-dialogmote-i-askvoll-1.pdf"'
        assert AccessEvent.objects.filter(detail=minutes.sha256, user=adviser).exists()
        said = words(minutes.pdf)
        for known in ("Forankring", "Saken går til våren.", "Askvoll", "Politisk ledelse 3", "Sende mal", "2.3.2021"):
            assert known in said
        assert adviser.name not in said
        assert adviser.name not in bytes(minutes.manifest).decode()

    def test_what_changed_since_the_draft_was_read_is_not_approved(self, adviser_client, meeting, item):
        seen = re.search(r'name="sett" value="(\w+)"', text(adviser_client, url("minutes", meeting)))[1]
        item.outcome = "Noe annet"
        item.save()

        page = adviser_client.post(url("minutes_approve", meeting), {"sett": seen}, follow=True).content.decode()

        assert "Møtet er endret siden du så på utkastet." in page
        assert not Minutes.objects.exists()

    def test_a_second_press_makes_no_second_edition(self, adviser_client, meeting):
        approve(adviser_client, meeting)
        approve(adviser_client, meeting)

        assert meeting.minutes.count() == 1

    def test_a_meeting_that_is_not_held_has_nothing_to_approve(self, adviser_client, meeting):
        meeting.held_on, meeting.planned_on = None, date(2021, 3, 2)
        meeting.save()

        assert "Godkjenn referatet" not in text(adviser_client, url("minutes", meeting))
        page = approve(adviser_client, meeting).content.decode()

        assert "Møtet må være holdt" in page
        assert not Minutes.objects.exists()

    def test_only_who_reaches_the_host_approves(self, adviser_client, municipality):
        theirs = f.MeetingFactory()
        f.InvitationFactory(meeting=theirs, municipality=municipality)

        assert "Godkjenn referatet" not in text(adviser_client, url("minutes", theirs))
        assert adviser_client.post(url("minutes_approve", theirs)).status_code == 403
        assert adviser_client.get(url("minutes_correct", theirs)).status_code == 403

    def test_the_municipality_reads_the_minutes_and_another_does_not_find_them(
        self, adviser_client, meeting, municipality
    ):
        approve(adviser_client, meeting)
        minutes = meeting.minutes.get()
        theirs, other = Client(), Client()
        theirs.force_login(f.contact(municipality))
        other.force_login(f.contact(f.MunicipalityFactory()))

        assert theirs.get(minutes.get_absolute_url()).content == minutes.pdf
        assert theirs.post(url("minutes_approve", meeting)).status_code == 403
        assert other.get(minutes.get_absolute_url()).status_code == 404

    def test_promises_to_one_of_several_are_counted_not_told(self, adviser_client, meeting, municipality, county):
        f.InvitationFactory(meeting=meeting, municipality=f.MunicipalityFactory(county=county))
        f.FollowUpFactory(meeting=meeting, municipality=municipality, what="Hemmelig løfte")

        approve(adviser_client, meeting)

        said = words(meeting.minutes.get().pdf)
        assert "Hemmelig løfte" not in said
        assert "1 avtale om oppfølging er ført i portalen" in said

    def test_a_nynorsk_office_has_them_in_nynorsk(self, adviser_client, meeting, region):
        region.language = "nn"
        region.save()

        approve(adviser_client, meeting)

        assert json.loads(bytes(meeting.minutes.get().manifest))["language"] == "nn"


class TestFrozen:
    @pytest.mark.parametrize("change", ["UPDATE", "DELETE", "TRUNCATE"])
    def test_the_database_refuses_to_change_them(self, meeting, change):
        minutes = f.MinutesFactory(meeting=meeting)
        table = Minutes._meta.db_table
        statement = {
            "UPDATE": f"UPDATE {table} SET pdf = ''",  # noqa: S608
            "DELETE": f"DELETE FROM {table}",  # noqa: S608
            "TRUNCATE": f"TRUNCATE {table}",
        }[change]

        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the row made here is in the way of a TRUNCATE
            with pytest.raises(ProgrammingError, match="annot"), transaction.atomic():
                cursor.execute(statement)

        assert bytes(Minutes.objects.get().pdf) == minutes.pdf

    def test_the_agenda_is_locked_in_words_and_what_was_typed_stays_on_the_page(self, adviser_client, meeting, item):
        data = shown(adviser_client, url("agenda", meeting))
        approve(adviser_client, meeting)
        data[f"{row_of(data, item)}-outcome"] = "Skrevet for sent"

        response = adviser_client.post(url("agenda", meeting), data)

        item.refresh_from_db()
        assert item.outcome == "Saken går til våren."
        assert response.status_code == 409
        page = response.content.decode()
        assert "Skrevet for sent" in page
        assert "kan ikke endres her" in page
        assert url("minutes_correct", meeting) in page
        assert "<textarea" not in text(adviser_client, url("agenda", meeting))

    def test_a_later_change_of_the_meeting_is_told_but_changes_no_edition(self, adviser_client, meeting, item):
        approve(adviser_client, meeting)
        before = meeting.minutes.values_list("pdf", "manifest").get()
        told = "er endret etter at referatet ble godkjent"
        assert told not in text(adviser_client, url("minutes", meeting))

        data = shown(adviser_client, url("update", meeting)) | {"title": "Et annet navn"}
        adviser_client.post(url("update", meeting), data)

        assert told in text(adviser_client, url("minutes", meeting))
        assert meeting.minutes.values_list("pdf", "manifest").get() == before

    def test_the_meeting_cannot_be_deleted_and_the_page_says_why(self, adviser_client, meeting):
        approve(adviser_client, meeting)

        page, refused = text(adviser_client, url("delete", meeting)), adviser_client.post(url("delete", meeting))

        assert "referatet er godkjent" in page
        assert refused.status_code == 409
        assert "referatet er godkjent" in refused.content.decode()
        assert meeting.minutes.exists()

    def test_they_are_found_also_when_the_meeting_is_called_a_visit_later(self, adviser_client, meeting):
        approve(adviser_client, meeting)
        meeting.kind = meeting.Kind.VISIT
        meeting.save()

        assert meeting.minutes.get().get_absolute_url() in text(adviser_client, url("minutes", meeting))
        assert url("minutes", meeting) in text(adviser_client, meeting.get_absolute_url())


class TestCorrecting:
    def test_a_correction_is_the_next_number_with_its_reason_and_the_first_stays(self, adviser_client, meeting, item):
        approve(adviser_client, meeting)
        first = bytes(meeting.minutes.get().pdf)
        data = shown(adviser_client, url("minutes_correct", meeting))
        data |= {f"{row_of(data, item)}-outcome": "Saken går til høsten.", "reason": "Feil årstid"}

        page = adviser_client.post(url("minutes_correct", meeting), data, follow=True).content.decode()

        second, old = meeting.minutes.all()
        assert (second.number, second.reason) == (2, "Feil årstid")
        assert bytes(old.pdf) == first
        assert "Saken går til høsten." in words(second.pdf)
        assert "Feil årstid" in words(second.pdf)
        assert "Rettelsen er godkjent som referat nummer 2." in page
        assert url("minutes_pdf", old) in page

    def test_the_same_correction_sent_twice_is_one(self, adviser_client, meeting, item):
        approve(adviser_client, meeting)
        data = shown(adviser_client, url("minutes_correct", meeting)) | {"reason": "Feil årstid"}

        adviser_client.post(url("minutes_correct", meeting), data)
        page = adviser_client.post(url("minutes_correct", meeting), data).content.decode()

        assert "Referatet er rettet siden du åpnet siden." in page
        assert meeting.minutes.count() == 2

    def test_without_a_reason_nothing_is_written_and_nothing_lost(self, adviser_client, meeting, item):
        approve(adviser_client, meeting)
        data = shown(adviser_client, url("minutes_correct", meeting))
        data[f"{row_of(data, item)}-outcome"] = "Saken går til høsten."

        page = adviser_client.post(url("minutes_correct", meeting), data).content.decode()

        item.refresh_from_db()
        assert item.outcome == "Saken går til våren."
        assert "Saken går til høsten." in page
        assert meeting.minutes.count() == 1

    def test_there_is_nothing_to_correct_before_the_first(self, adviser_client, meeting):
        assert adviser_client.get(url("minutes_correct", meeting)).status_code == 302
        assert adviser_client.post(url("minutes_correct", meeting), {"reason": "x"}).status_code == 302
        assert not Minutes.objects.exists()
