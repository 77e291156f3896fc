"""Sending files to be imported, and pressing the buttons on their pages."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reform_phases.models import Import

IMPORTS = reverse("reform_phases:import_list")
STATUS_HEADER = "Kommune;Løsning;Status;Dato"


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, content: bytes | str, kind: str = "statuses", name: str = "liste.csv") -> Any:
    content = content.encode() if isinstance(content, str) else content
    return client.post(IMPORTS, {"kind": kind, "file": SimpleUploadedFile(name, content)}, follow=True)


def sent(client: Client, *lines: str, kind: str = "statuses", header: str = STATUS_HEADER) -> Import:
    """The import made of a CSV file with these lines."""
    send(client, "\n".join((header, *lines)), kind)
    return Import.objects.latest("pk")


def press(client: Client, row: Import, verb: str) -> str:
    """The page after the button was pressed, as text."""
    return client.post(reverse(f"reform_phases:import_{verb}", args=[row.pk]), follow=True).content.decode()


def said(row: Import) -> list[dict[str, str]]:
    """The errors of each line, by field."""
    return [line["errors"] for line in row.lines]
