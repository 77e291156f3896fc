"""Mails: what they carry, when they are written, and how they get through."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as django_mail
from django.utils import timezone, translation

from lhl_portal.notices import outbox
from lhl_portal.notices.models import Choice, Mail, MailLanguage, Notice, Preference
from lhl_portal.notices.sending import sweep
from tests import factories
from tests.mail_server import MailServer

OSLO = ZoneInfo("Europe/Oslo")
TUESDAY = datetime(2020, 6, 2, 7, 0, tzinfo=OSLO)
MONDAY = TUESDAY - timedelta(days=1)


def notice(user, at=MONDAY, **values):
    return factories.NoticeFactory(user=user, made_at=at, **values)


def deliver(at) -> list:
    """Writes and sends what is due at `at`; the mails that were sent."""
    outbox.queue(at=at)
    before = len(django_mail.outbox)
    sweep(clock=lambda: at)
    return django_mail.outbox[before:]


@pytest.fixture
def server(settings):
    """A mail server that is not started yet."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    return server


def test_a_digest_is_one_mail_a_day_with_all_that_is_new(adviser):
    for _ in range(3):
        notice(adviser)
    notice(adviser, read_at=MONDAY)

    first = deliver(TUESDAY)
    again = deliver(TUESDAY + timedelta(hours=1))

    assert [mail.subject for mail in first] == ["3 varsler fra Leve hele livet"]
    assert again == []


def test_what_comes_after_the_hour_waits_for_the_next_working_day(adviser):
    friday = TUESDAY + timedelta(days=3)
    notice(adviser, at=friday + timedelta(minutes=1))

    sent = [len(deliver(friday + timedelta(days=days, hours=1))) for days in range(5)]

    assert sent == [0, 0, 0, 1, 0]  # Friday to Tuesday


def test_nothing_new_is_no_mail(adviser):
    assert deliver(TUESDAY) == []
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("choice", "at_noon", "in_the_morning"), [(Choice.AT_ONCE, 1, 0), (Choice.DAILY, 0, 1), (Choice.PORTAL, 0, 0)]
)
def test_each_kind_comes_as_the_user_has_chosen(adviser, choice, at_noon, in_the_morning):
    Preference.objects.create(user=adviser, kind="meeting_changed", choice=choice)
    noon = MONDAY + timedelta(hours=5)
    notice(adviser, at=noon - timedelta(minutes=2))

    assert len(deliver(noon)) == at_noon
    assert len(deliver(TUESDAY)) == in_the_morning


def test_a_mail_has_one_reader_and_says_nothing_in_its_subject(adviser, settings):
    settings.PUBLIC_URL = "https://portal.example.no"
    meeting = factories.MeetingFactory(host=adviser.memberships.get().organisation, title="Møte\nBcc: a@b.no")
    data = {"municipality": "Askvoll", "meeting": meeting.title, "answer": "accepted"}
    notice(adviser, kind="answer", record=meeting.pk, data=data)
    notice(factories.UserFactory())

    sent = {mail.to[0]: mail for mail in deliver(TUESDAY)}

    assert len(sent) == 2
    mail = sent[adviser.email]
    assert mail.recipients() == [adviser.email]
    message = mail.message()
    assert message["Cc"] is message["Bcc"] is None
    assert message["Auto-Submitted"] == "auto-generated"
    assert mail.subject == "1 varsel fra Leve hele livet"
    lines = mail.body.splitlines()
    assert lines[0] == f"Hei {adviser.name},"
    assert "- Askvoll har takket ja til «Møte Bcc: a@b.no»." in lines
    assert f"  https://portal.example.no{meeting.get_absolute_url()}" in lines
    assert any(line.endswith("https://portal.example.no/varsler/valg/") for line in lines)


@pytest.mark.parametrize(
    ("office", "chosen", "language"), [("nb", None, "nb"), ("nn", None, "nn"), ("nn", "nb", "nb"), ("nb", "en", "en")]
)
def test_a_mail_is_in_the_chosen_language_or_else_the_offices(office, chosen, language):
    user = factories.adviser(factories.RegionFactory(language=office))
    if chosen:
        MailLanguage.objects.create(user=user, language=chosen)
    notice(user)

    (mail,) = deliver(TUESDAY)

    assert mail.message()["Content-Language"] == language
    with translation.override(language):
        for text in ("Alle varslene dine:", "Velg hva du vil varsles om, og hvordan:"):
            assert translation.gettext(text) in mail.body


def test_a_user_who_is_no_longer_active_gets_nothing(adviser):
    notice(adviser)
    outbox.queue(at=TUESDAY)
    adviser.is_active = False
    adviser.save()
    notice(adviser)

    assert deliver(TUESDAY + timedelta(days=1)) == []
    assert [mail.state for mail in Mail.objects.all()] == [Mail.State.DROPPED]


def test_a_mail_that_would_be_too_long_says_how_much_more_there_is(adviser):
    for _ in range(43):
        notice(adviser)

    (mail,) = deliver(TUESDAY)

    assert mail.subject == "43 varsler fra Leve hele livet"
    assert mail.body.count("- «Dialogmøte") == 40
    assert "Og 3 varsler til, som du finner i portalen." in mail.body


def test_a_record_that_has_gone_out_of_reach_is_not_mailed(adviser):
    hidden = factories.MeetingFactory()
    notice(adviser, kind="answer", record=hidden.pk, data={"municipality": "A", "meeting": "B", "answer": "declined"})
    notice(adviser)

    (mail,) = deliver(TUESDAY)

    assert mail.subject == "1 varsel fra Leve hele livet"
    assert "takket nei" not in mail.body


def test_a_server_that_is_down_for_an_hour_costs_nothing_and_doubles_nothing(server):
    users = [notice(factories.UserFactory()).user for _ in range(5)]
    outbox.queue(at=TUESDAY)
    for minutes in range(0, 61):
        outbox.queue(at=TUESDAY + timedelta(minutes=minutes))
        assert sweep(clock=lambda minutes=minutes: TUESDAY + timedelta(minutes=minutes)) == 0

    with server:
        for minutes in range(61, 80):
            outbox.queue(at=TUESDAY + timedelta(minutes=minutes))
            sweep(clock=lambda minutes=minutes: TUESDAY + timedelta(minutes=minutes))

    assert server.copies() == dict.fromkeys((user.email for user in users), 1)
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}


def test_a_mailbox_that_does_not_exist_stops_nobody_else_and_is_shown_to_administrators(server, client):
    first, second = (notice(factories.UserFactory()).user for _ in range(2))
    outbox.queue(at=TUESDAY)
    server.faults = ["refuse"]

    with server:
        sweep(clock=lambda: TUESDAY)
        sweep(clock=lambda: TUESDAY + timedelta(hours=1))

    assert sorted(Mail.objects.values_list("state", flat=True)) == ["failed", "sent"]
    failed = Mail.objects.get(state="failed")
    client.force_login(factories.administrator())
    page = client.get("/administrasjon/e-post/").content.decode()
    assert failed.user.email in page
    assert "550 no such mailbox" in page
    client.post(f"/administrasjon/e-post/{failed.pk}/igjen/")
    with server:
        sweep(clock=timezone.now)
    assert server.copies() == {failed.user.email: 1}
    assert {first, second} >= {failed.user}


def test_after_days_without_getting_through_a_mail_is_given_up_and_not_before(server, adviser):
    notice(adviser)
    outbox.queue(at=TUESDAY)
    for days in (0, 1, 3, 4.9):
        at = TUESDAY + timedelta(days=days)
        sweep(clock=lambda at=at: at)
        assert Mail.objects.get().state == Mail.State.QUEUED

    sweep(clock=lambda: TUESDAY + timedelta(days=6))

    assert Mail.objects.get().state == Mail.State.FAILED


def test_a_mail_left_half_sent_is_sent_again_under_the_same_number_and_only_when_its_lease_is_out(server, adviser):
    notice(adviser)
    outbox.queue(at=TUESDAY)
    row = Mail.objects.get()
    lease = TUESDAY + timedelta(minutes=5)
    Mail.objects.update(state="sending", token=row.number, lease_until=lease)

    with server:
        assert sweep(clock=lambda: lease) == 0
        assert sweep(clock=lambda: lease + timedelta(seconds=1)) == 1

    ((recipients, message),) = server.accepted
    assert recipients == [adviser.email]
    assert str(row.number) in message["Message-ID"]


def test_a_worker_whose_mail_was_taken_over_does_not_mark_it(server, adviser, monkeypatch):
    """It has spoken with the server for longer than its lease, and another has the mail now."""
    notice(adviser)
    outbox.queue(at=TUESDAY)
    other = Notice.objects.get().mail.number

    def taken_over() -> datetime:
        Mail.objects.filter(state="sending").update(token=other)
        return TUESDAY

    with server:
        sweep(clock=taken_over)

    assert Mail.objects.get().token == other
