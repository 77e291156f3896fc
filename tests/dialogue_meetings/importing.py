"""Sending old lists of meetings, choosing their columns, and pressing the buttons on their pages."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dialogue_meetings.models import MeetingImport
from lhl_portal.access.models import Organisation
from tests.pages import shown

IMPORTS = reverse("dialogue_meetings:import_list")
HEADER = "Dato;Type;Kommuner"


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, content: bytes | str, name: str = "moter.csv") -> Any:
    """The page after the list was sent, for the host that the form suggests."""
    content = content.encode() if isinstance(content, str) else content
    host = shown(client, IMPORTS)["host"]
    return client.post(IMPORTS, {"host": host, "file": SimpleUploadedFile(name, content)}, follow=True)


def columns_url(row: MeetingImport) -> str:
    return reverse("dialogue_meetings:import_columns", args=[row.pk])


def choose(client: Client, row: MeetingImport, **changed: str) -> Any:
    """The page after the columns were said to be what the portal suggested, but for `changed`: heading or word, and
    what it is."""
    form = shown(client, columns_url(row))
    for label, value in changed.items():
        form[label] = value
    return client.post(columns_url(row), form, follow=True)


def taken_in(client: Client, content: bytes | str, name: str = "moter.csv", **changed: str) -> MeetingImport:
    send(client, content, name)
    row = MeetingImport.objects.latest("pk")
    if not row.is_checked:
        choose(client, row, **changed)
        row.refresh_from_db()
    return row


def sent(client: Client, *lines: str, header: str = HEADER, **changed: str) -> MeetingImport:
    """The import made of a CSV file with these lines, its columns chosen as suggested."""
    return taken_in(client, "\n".join((header, *lines)), **changed)


def press(client: Client, row: MeetingImport, verb: str) -> str:
    """The page after the button was pressed, as text."""
    return client.post(reverse(f"dialogue_meetings:import_{verb}", args=[row.pk]), follow=True).content.decode()


def said(row: MeetingImport) -> list[dict[str, str]]:
    """The errors of each line, by field."""
    return [line["errors"] for line in row.lines]


def read_as(row: MeetingImport, field: str) -> str:
    """What the cell of the only line was read as."""
    (line,) = row.lines
    assert line["errors"] == {}
    return line["shown"][field]


def office_of(user: Any) -> Organisation:
    return user.memberships.get().organisation
