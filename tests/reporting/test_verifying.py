"""Whoever changes what is frozen is found out, and nobody else is accused."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from reporting.tasks import verify_editions
from reporting.verifying import findings, known
from reporting.workflow import perform
from tests import factories as f

NOW = datetime(2021, 11, 20, 9, tzinfo=UTC)
PAGE = "/rapporter/kontroll/"


@pytest.fixture
def history(county, region):
    """A report with an edition that was returned, one that was accepted, a correction that waits, and a draft."""
    report = f.ReportFactory(region=region)
    f.edition(report, NOW)
    perform(report, "return", by=f.analyst(), at=NOW, comment="Voss mangler.")
    report.refresh_from_db()
    f.snapshot(report, NOW)
    f.edition(report, NOW + timedelta(days=1))
    perform(report, "accept", by=f.analyst(), at=NOW + timedelta(days=2))
    perform(report, "correct", by=f.analyst(), at=NOW + timedelta(days=3), comment="Feil dato.")
    report.refresh_from_db()
    f.edition(report, NOW + timedelta(days=4))
    return list(report.editions.order_by("number"))


def as_superuser(sql: str) -> None:
    """Past every trigger, as only whoever owns the database can."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")


def told() -> list[str]:
    return [finding.what for finding in findings()]


def test_nothing_is_said_about_what_has_not_been_touched(history):
    assert list(findings()) == []


def test_ordinary_work_afterwards_is_no_tampering(history, settings):
    last = history[-1].report
    perform(last, "return", by=None, at=NOW + timedelta(days=5), comment="Igjen.")
    history[0].signed_by.name = "Anonym"
    history[0].signed_by.save()
    last.region.name = "Nytt navn"
    last.region.save()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]

    assert list(findings()) == []


TAMPERING = {
    "the figures": "UPDATE reporting_snapshot SET manifest = '{}' WHERE id = {snapshot}",
    "the figures and their checksum": (
        "UPDATE reporting_snapshot SET manifest = '{{}}', sha256 = encode(sha256('{{}}'), 'hex') WHERE id = {snapshot}"
    ),
    "the file": "UPDATE reporting_snapshot SET pdf = '%PDF-x' WHERE id = {snapshot}",
    "the file and its checksum": (
        "UPDATE reporting_snapshot SET pdf = '%PDF-x', pdf_sha256 = encode(sha256('%PDF-x'), 'hex')"
        " WHERE id = {snapshot}"
    ),
    "who signed": "UPDATE reporting_edition SET signed_by_id = (SELECT max(id) FROM access_user) WHERE id = {edition}",
    "when": "UPDATE reporting_edition SET submitted_at = submitted_at - interval '1 day' WHERE id = {edition}",
    "the outcome": "UPDATE reporting_edition SET state = 'returned' WHERE id = {edition}",
    "an edition gone": "DELETE FROM reporting_edition WHERE id = {edition}",
    "the comment of a step": "UPDATE reporting_transition SET comment = 'Fint.' WHERE edition = 1 AND comment <> ''",
    "a step gone": "DELETE FROM reporting_transition WHERE edition = 1 AND action = 'return'",
    "the state of the report": "UPDATE reporting_report SET state = 'accepted' WHERE id = {report}",
    "another file behind an edition": (
        "UPDATE reporting_edition SET snapshot_id = (SELECT id FROM reporting_snapshot WHERE id NOT IN"
        " (SELECT snapshot_id FROM reporting_edition) LIMIT 1) WHERE id = {edition}"
    ),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_past_the_triggers_is_found(history, what):
    edition = history[1]
    sql = TAMPERING[what]
    if "{snapshot}" in sql and "{{" not in sql:
        sql = sql.replace("'{}'", "'[]'")

    as_superuser(sql.format(snapshot=edition.snapshot_id, edition=edition.pk, report=edition.report_id))

    assert told() != []


def test_the_command_ends_with_one_line_for_each_thing_and_a_failure(history):
    out = StringIO()
    call_command("verify_editions", stdout=out)
    assert out.getvalue() == "Alt er som det var: 4 bygde rapporter.\n"

    as_superuser(TAMPERING["the file"].format(snapshot=history[0].snapshot_id))
    out = StringIO()
    with pytest.raises(CommandError, match="1 avvik"):
        call_command("verify_editions", stdout=out)
    assert out.getvalue().count("\n") == 1
    assert "PDF-filen stemmer ikke med kontrollsummen." in out.getvalue()


def test_the_command_tells_which_edition_a_file_is(history, tmp_path):
    good, bad = tmp_path / "rapport.pdf", tmp_path / "endret.pdf"
    good.write_bytes(bytes(history[1].snapshot.pdf))
    bad.write_bytes(good.read_bytes() + b" ")

    out = StringIO()
    call_command("verify_editions", str(good), stdout=out)
    assert "Utgave 2, godtatt" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("verify_editions", str(bad), stdout=out)
    assert "endret siden" in out.getvalue()


def test_the_nightly_look_tells_the_log(history, caplog):
    as_superuser(TAMPERING["the file"].format(snapshot=history[0].snapshot_id))

    verify_editions()

    assert [record.levelname for record in caplog.records] == ["CRITICAL"]


@pytest.mark.parametrize(
    ("number", "says"),
    [(1, "den er erstattet av utgave 2"), (2, "den gjelder"), (3, "Sendt inn")],
)
def test_anybody_can_ask_what_a_file_is(client, history, number, says):
    edition = history[number - 1]
    upload = SimpleUploadedFile("rapport.pdf", bytes(edition.snapshot.pdf), content_type="application/pdf")

    page = client.post(PAGE, {"fil": upload}).content.decode()

    assert says in page
    assert f"Utgave {number} av" in page
    assert f"Utgave {number} av" in client.get(PAGE, {"kode": str(edition.snapshot)}).content.decode()
    assert f"Utgave {number} av" in client.get(PAGE, {"kode": edition.snapshot.sha256.upper()}).content.decode()


def test_what_is_between_the_office_and_the_directorate_is_not_told(client, history):
    perform(history[-1].report, "return", by=f.analyst(), at=NOW + timedelta(days=5), comment="Igjen.")

    page = client.get(PAGE, {"kode": str(history[1].snapshot)}).content.decode()

    assert "den gjelder" in page
    assert "Utgave 3" not in page
    assert "Igjen." not in page


def test_a_changed_file_is_unknown_and_a_draft_is_told_as_one(client, history):
    draft = known(history[0].report.builds.get(edition=None).snapshot.pdf_sha256)
    changed = SimpleUploadedFile("rapport.pdf", bytes(history[1].snapshot.pdf) + b" ")

    assert "Portalen har ikke laget denne filen" in client.post(PAGE, {"fil": changed}).content.decode()
    assert "Et utkast som aldri ble sendt inn" in client.get(PAGE, {"kode": str(draft)}).content.decode()


@pytest.mark.parametrize(
    ("code", "says"),
    [("123", "minst tolv tegn"), ("x" * 12, "minst tolv tegn"), ("", "Skriv koden eller velg en fil")],
)
def test_a_code_that_cannot_be_one_is_answered_beside_the_field(client, db, code, says):
    assert says in client.get(PAGE, {"kode": code}).content.decode()
