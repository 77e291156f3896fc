"""Files of meetings: adding, handing over, removing."""

import base64
import hashlib
import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogue_meetings.models import Attachment, AttachmentContent, Meeting
from lhl_portal.audit.models import AccessEvent
from tests import factories
from tests.ui import document_files as made

WARNING = "Dokumentene skal ikke inneholde personopplysninger om pasienter, brukere eller pårørende."


@pytest.fixture
def meeting(county, region):
    """One of the adviser's own office."""
    own = factories.MeetingFactory(host=region.office)
    factories.InvitationFactory(meeting=own, municipality__county=county)
    return own


@pytest.fixture
def theirs(county):
    """One of another office, with a municipality of the adviser's."""
    meeting = factories.MeetingFactory()
    factories.InvitationFactory(meeting=meeting, municipality__county=county)
    return meeting


def file(content, name="Saksliste.pdf"):
    return SimpleUploadedFile(name, content, content_type="text/html")  # whatever the browser says, nobody listens


def create_url(meeting):
    return reverse("dialogue_meetings:attachment_create", args=[meeting.pk])


def delete_url(attachment):
    return reverse("dialogue_meetings:attachment_delete", args=[attachment.key])


def send(client, meeting, *files, purpose="agenda"):
    return client.post(create_url(meeting), {"documents": files, "purpose": purpose}, follow=True)


def told(response):
    """What stands beside the field."""
    return response.context["form"].errors["documents"]


def test_a_file_is_added_listed_and_handed_over_byte_for_byte(adviser, adviser_client, meeting):
    content = made.pdf(b"\x00\xff" * 50_000)
    assert WARNING in adviser_client.get(create_url(meeting)).content.decode()

    page = send(adviser_client, meeting, file(content, "Møte – saksliste.pdf")).content.decode()

    attachment = Attachment.objects.get()
    total = hashlib.sha256(content).hexdigest()
    assert "1 vedlegg er lagt til." in page
    row = page.split('id="vedlegg"')[1].split("<tbody>")[1].split("</tr>")[0]
    assert f'href="/vedlegg/{attachment.key}/"' in row
    for text in ("Møte – saksliste.pdf", "Saksliste", "97,8", adviser.name, f'title="{total}"', total[:8]):
        assert text in row
    assert adviser_client.get(attachment.get_absolute_url()).content == content
    assert hashlib.sha256(AttachmentContent.objects.get().data).hexdigest() == total


def test_several_files_are_added_in_one_go(adviser_client, meeting):
    files = [file(made.pdf()), file(made.png(), "Bilde.png"), file(made.office("pptx"), "Innlegg.pptx")]

    page = send(adviser_client, meeting, *files, purpose="slides").content.decode()

    assert "3 vedlegg er lagt til." in page
    assert set(meeting.attachments.values_list("name", "purpose")) == {
        ("Saksliste.pdf", "slides"),
        ("Bilde.png", "slides"),
        ("Innlegg.pptx", "slides"),
    }


def test_of_several_files_each_that_is_refused_is_named_and_none_is_kept(adviser_client, meeting):
    response = send(adviser_client, meeting, file(made.pdf()), file(b"<html>", "side.pdf"), file(b"<svg/>", "tegning"))

    assert [reason.split(":")[0] for reason in told(response)] == ["«side.pdf»", "«tegning»"]
    assert response.context["form"]["purpose"].value() == "agenda"
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([], "Velg en fil."),
        ([(b"", "tom.pdf")], "Filen er tom."),
        ([(b"<html>", "side.pdf")], "Filtypen kan ikke legges ved."),
        ([(made.pdf(), "Notat.docx")], "Navnet slutter på .docx, men innholdet er PDF."),
        ([(made.pdf(), "010190 12345.pdf")], "Dette ser ut som et fødselsnummer."),
        ([(made.pdf(), "a.pdf"), (made.pdf(), "b.pdf")], "«b.pdf» ligger ved allerede, som «a.pdf»."),
        (
            [(made.pdf() + bytes(settings.ATTACHMENT_MOST_BYTES), "stor.pdf")],
            "For stort. En fil kan være på høyst 10 MB",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_added_is_explained_beside_the_field_and_leaves_nothing(adviser_client, meeting, files, reason):
    response = send(adviser_client, meeting, *(file(content, name) for content, name in files))

    assert [message[: len(reason)] for message in told(response)] == [reason]
    assert not Attachment.objects.exists()
    assert not AttachmentContent.objects.exists()


def test_a_file_just_within_the_limit_is_added(adviser_client, meeting):
    padding = settings.ATTACHMENT_MOST_BYTES - len(made.pdf()) - 8

    send(adviser_client, meeting, file(made.pdf(b"%" + b"a" * padding + b"\n")))

    assert Attachment.objects.get().size > settings.ATTACHMENT_MOST_BYTES - 10


def test_files_that_together_are_too_large_to_be_sent_are_dropped_while_they_arrive(adviser_client, meeting):
    large = [file(made.pdf(b"%" + bytes([65 + n]) * 9_900_000 + b"\n"), f"{n}.pdf") for n in range(6)]

    response = send(adviser_client, meeting, *large)

    assert told(response)[0].startswith("For stort.")
    assert not Attachment.objects.exists()


def test_sent_twice_it_is_added_once(adviser_client, meeting):
    send(adviser_client, meeting, file(made.pdf()))

    response = send(adviser_client, meeting, file(made.pdf(), "Kopi.pdf"))

    assert told(response) == ["«Kopi.pdf» ligger ved allerede, som «Saksliste.pdf»."]
    assert Attachment.objects.count() == 1


def test_a_meeting_has_room_for_so_many_files_and_no_more(adviser_client, meeting):
    kept = [factories.AttachmentFactory(meeting=meeting) for _number in range(settings.ATTACHMENTS_MOST)]

    response = send(adviser_client, meeting, file(made.pdf()))
    assert told(response) == ["Et møte kan ha høyst 20 vedlegg."]

    kept[0].delete()
    Attachment.objects.filter(pk=kept[1].pk).update(size=settings.ATTACHMENTS_MOST_BYTES)
    response = send(adviser_client, meeting, file(made.pdf()))
    assert told(response) == ["Vedleggene til et møte kan være på høyst 50 MB til sammen."]


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (made.pdf(), "Sak.pdf", "application/pdf"),
        (made.jpeg(), "Tavle.JPEG", "image/jpeg"),
        (made.open_document(), "Notat.odt", "application/vnd.oasis.opendocument.text"),
    ],
    ids=["PDF", "JPEG", "text"],
)
def test_a_file_is_handed_over_to_be_saved_and_never_to_be_shown(adviser_client, meeting, content, name, media_type):
    send(adviser_client, meeting, file(content, name))

    response = adviser_client.get(Attachment.objects.get().get_absolute_url())

    total = hashlib.sha256(content)
    sent = {name: response[name] for name in response.headers}
    assert (
        sent.items()
        >= {
            "Content-Type": media_type,
            "Content-Length": str(len(content)),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
            "ETag": f'"{total.hexdigest()}"',
            "Repr-Digest": f"sha-256=:{base64.b64encode(total.digest()).decode()}:",
        }.items()
    )
    assert response["Content-Disposition"] == f'attachment; filename="{Attachment.objects.get().name}"'


def test_a_name_with_norwegian_letters_and_quotes_survives_in_the_header(adviser_client, meeting):
    attachment = factories.AttachmentFactory(meeting=meeting, name='Årsmøte "a"; filename=x.exe.pdf')

    response = adviser_client.get(attachment.get_absolute_url())

    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C3%85rsm%C3%B8te%20%22a%22%3B%20filename%3Dx.exe.pdf"
    )


def test_each_download_is_in_the_log_of_access_but_asking_about_the_file_is_not(adviser, adviser_client, meeting):
    attachment = factories.AttachmentFactory(meeting=meeting)

    asked = adviser_client.head(attachment.get_absolute_url())
    assert (asked.status_code, asked.content, asked["Content-Length"]) == (200, b"", str(attachment.size))
    assert not AccessEvent.objects.filter(kind="export").exists()

    adviser_client.get(attachment.get_absolute_url())
    event = AccessEvent.objects.get(kind="export")
    assert (event.user, event.path) == (adviser, attachment.get_absolute_url())
    assert event.detail == f"{attachment.sha256} {attachment.name}"


def test_who_only_has_a_municipality_at_the_meeting_reads_its_files_and_writes_none(adviser_client, theirs):
    attachment = factories.AttachmentFactory(meeting=theirs)

    page = adviser_client.get(theirs.get_absolute_url()).content.decode()

    assert attachment.name in page
    assert create_url(theirs) not in page
    assert delete_url(attachment) not in page
    assert adviser_client.get(attachment.get_absolute_url()).status_code == 200
    assert adviser_client.get(create_url(theirs)).status_code == 403
    assert send(adviser_client, theirs, file(made.pdf())).status_code == 403
    assert adviser_client.get(delete_url(attachment)).status_code == 403
    assert adviser_client.post(delete_url(attachment)).status_code == 403
    assert list(Attachment.objects.all()) == [attachment]


def test_files_of_a_meeting_out_of_reach_do_not_exist(adviser_client, db):
    attachment = factories.AttachmentFactory()
    urls = [attachment.get_absolute_url(), delete_url(attachment), create_url(attachment.meeting)]

    assert [adviser_client.get(url).status_code for url in urls] == [404, 404, 404]
    assert [adviser_client.post(url).status_code for url in urls[1:]] == [404, 404]


def test_without_log_in_nothing_is_handed_over(meeting):
    attachment = factories.AttachmentFactory(meeting=meeting)

    response = Client().get(attachment.get_absolute_url())

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_removed_file_is_gone_and_the_page_says_who_removed_it(adviser, adviser_client, meeting):
    attachment = factories.AttachmentFactory(meeting=meeting, name="Feil fil.pdf")
    assert "Feil fil.pdf" in adviser_client.get(delete_url(attachment)).content.decode()

    page = adviser_client.post(delete_url(attachment), follow=True).content.decode()

    assert "Vedlegget «Feil fil.pdf» er slettet." in page
    assert not Attachment.objects.exists()
    assert not AttachmentContent.objects.exists()
    assert adviser_client.get(attachment.get_absolute_url()).status_code == 404
    remembered = re.search(r"<summary>1 slettet vedlegg</summary>(.*?)</details>", page, re.DOTALL).group(1)
    for text in ("Feil fil.pdf", attachment.sha256, adviser.name):
        assert text in remembered


def test_a_deleted_meeting_takes_its_files_along_and_leaves_no_byte_anywhere(adviser_client, meeting):
    send(adviser_client, meeting, file(made.pdf(b"%HEMMELIG\n")), file(made.png(), "Bilde.png"))
    url = reverse("dialogue_meetings:delete", args=[meeting.pk])
    assert "2 vedlegg slettes også, og kan ikke hentes fram igjen." in adviser_client.get(url).content.decode()

    adviser_client.post(url)

    assert not Meeting.objects.exists()
    assert not Attachment.objects.exists()
    assert not AttachmentContent.objects.exists()
    assert tables_holding(b"%HEMMELIG") == []


def tables_holding(piece: bytes) -> list[str]:
    """Every table of the database with the bytes in one of its binary columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type = 'bytea'"
        )
        columns = cursor.fetchall()
        assert ("dialogue_meetings_attachmentcontent", "data") in columns
        found = []
        for table, column in columns:
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE position(%s IN "{column}") > 0', [piece])  # noqa: S608
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_the_page_of_a_meeting_asks_no_more_for_more_files_and_never_for_their_bytes(adviser_client, meeting):
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            adviser_client.get(meeting.get_absolute_url())
        return [query["sql"] for query in captured.captured_queries]

    factories.AttachmentFactory(meeting=meeting)
    adviser_client.post(delete_url(factories.AttachmentFactory(meeting=meeting)))
    few = queries()
    for _number in range(3):
        factories.AttachmentFactory(meeting=meeting)
        adviser_client.post(delete_url(factories.AttachmentFactory(meeting=meeting)))
    many = queries()

    assert len(many) == len(few)
    assert not any("attachmentcontent" in sql for sql in many)
