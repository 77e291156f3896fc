"""Forms in a page, sent as a browser would: with what the page shows."""

import re
from typing import Any

from django.db.models import Model
from django.test import Client


def fields(html: str) -> dict[str, Any]:
    """The names and values that the forms in the page would send."""
    sent: dict[str, Any] = {}
    html = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    for tag in re.findall(r"<input[^>]*>", html):
        name, kind = _attribute(tag, "name"), _attribute(tag, "type")
        if not name or (kind in {"checkbox", "radio"} and " checked" not in tag):
            continue
        sent.setdefault(name, []).append(_attribute(tag, "value") or ("on" if kind == "checkbox" else ""))
    for name, inside in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', html, flags=re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        first = re.search(r'<option value="([^"]*)"', inside)
        if f'<select name="{name}" disabled' not in html:
            sent[name] = (chosen or first).group(1) if chosen or first else ""
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', html, flags=re.DOTALL):
        sent[name] = text
    return sent


def shown(client: Client, url: str) -> dict[str, Any]:
    """What the page at `url` would send if nobody touched it."""
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return fields(main)


def cells(html: str) -> list[list[str]]:
    """The rows of the page's first table, each cell as one line of text."""
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, flags=re.DOTALL)
    found = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in rows)
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in found]


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found.group(1) if found else ""


def row_of(form: dict[str, Any], row: Model) -> str:
    """The prefix of the formset row for `row`."""
    for name, value in form.items():
        if re.fullmatch(r"[a-z]+-\d+-id", name) and value == [str(row.pk)]:
            return name.removesuffix("-id")
    raise AssertionError("no such row")
