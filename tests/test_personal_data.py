"""Where the portal keeps persons: in accounts alone, which can be anonymised without changing anything else."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from dialogue_meetings import promising
from dialogue_meetings.models import Attendance, Meeting
from lhl_portal.access.anonymising import StillInUse, anonymise
from lhl_portal.access.models import User
from lhl_portal.audit.models import AccessEvent
from reporting.facts import read_facts
from reporting.indicators import compute_all
from tests import factories as f
from tests.pages import shown
from tests.ui import document_files

NAME, EMAIL = "Turid Tvilsom", "turid.tvilsom@kommune.example.no"
TEXTS = ("text", "character varying", "json", "jsonb", "bytea", "ARRAY")


def everywhere() -> list[tuple[str, str]]:
    """The tables and columns of the whole database that name the person, in text, in JSON or in bytes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND data_type = ANY(%s)",
            [list(TEXTS)],
        )
        found = []
        for table, column, kind in cursor.fetchall():
            text = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE {text} ILIKE ANY(%s)',  # noqa: S608
                [[f"%{part}%" for part in (NAME, EMAIL, "tvilsom")]],
            )
            if cursor.fetchone()[0]:
                found.append((table, column))
    return sorted(found)


@pytest.fixture
def turid(county):
    """Somebody who has logged in and left traces in all that she may write, and has now left."""
    region = county.regions.get().region
    municipality = f.MunicipalityFactory(county=county)
    user = f.adviser(region)
    user.name, user.email = NAME, EMAIL
    user.save()
    client = Client()
    client.post(reverse("account_login"), {"login": EMAIL, "password": "feil passord"})
    client.force_login(user)
    log = reverse("dialogue_meetings:create")
    promised = {"oppfolging-0-what": "Sende utkast", "oppfolging-0-due_on": "2021-03-01"}
    client.post(log, shown(client, log) | {"municipalities": [municipality.pk], "on": "2021-02-01"} | promised)
    meeting = Meeting.objects.get()
    promising.close(follow_ups=list(meeting.follow_ups.all()), on=date(2021, 2, 20), by=user, note="Sendt")
    upload = SimpleUploadedFile("Saksliste.pdf", document_files.pdf())
    client.post(
        reverse("dialogue_meetings:attachment_create", args=[meeting.pk]), {"documents": [upload], "purpose": "agenda"}
    )
    sheet = reverse("dialogue_meetings:agenda", args=[meeting.pk])
    client.post(reverse("dialogue_meetings:agenda_fill", args=[meeting.pk]))
    client.post(sheet, shown(client, sheet) | {"saker-0-outcome": "Enige"})
    minutes = reverse("dialogue_meetings:minutes", args=[meeting.pk])
    client.post(reverse("dialogue_meetings:minutes_approve", args=[meeting.pk]), shown(client, minutes))
    f.SavedViewFactory(owner=user, name="Turid Tvilsoms liste")
    f.NoticeFactory(user=user)
    user.is_active = False
    user.save()
    return user


def test_after_anonymising_no_table_names_the_person_and_everything_else_is_as_it_was(turid):
    reform = f.ReformFactory()

    def figures():
        return compute_all(read_facts(reform=reform, starts_on=date(2019, 1, 1), as_of=date(2022, 1, 1)))

    meeting = Meeting.objects.get()
    assert meeting.attachments.count() == meeting.minutes.count() == 1
    assert {table for table, _column in everywhere()} >= {"access_user", "access_userevent", "audit_accessevent"}
    before = figures(), AccessEvent.objects.count(), meeting.follow_ups.get().done_by_id

    anonymise(user=turid)

    assert everywhere() == []
    assert (figures(), AccessEvent.objects.count(), meeting.follow_ups.get().done_by_id) == before
    assert not User.objects.get(pk=turid.pk).has_usable_password()


def test_an_account_in_use_is_not_anonymised(county):
    user = f.adviser(county.regions.get().region)

    with pytest.raises(StillInUse):
        anonymise(user=user)


def test_the_administrator_does_it_after_a_warning(turid):
    client = Client()
    client.force_login(f.administrator())
    page = reverse("access:user_anonymise", args=[turid.pk])
    assert NAME in client.get(page).content.decode()
    assert page in client.get(reverse("access:user_update", args=[turid.pk])).content.decode()

    html = client.post(page, follow=True).content.decode()

    assert "Brukeren er anonymisert." in html
    assert NAME not in html


def test_attendance_is_counts_and_has_no_room_for_a_name():
    fields = {field.name: type(field).__name__ for field in Attendance._meta.concrete_fields}
    assert fields == {
        "id": "BigAutoField",
        "meeting": "ForeignKey",
        "role": "CharField",
        "count": "PositiveSmallIntegerField",
    }
    assert all(len(role) <= 14 for role in Attendance.Role.values)
