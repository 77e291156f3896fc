"""What a user sees who forgot the password while mail cannot be sent."""

import smtplib

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests import factories


@pytest.fixture(autouse=True)
def nobody_has_asked_before(db):
    cache.clear()


@pytest.mark.parametrize("error", [ConnectionRefusedError(), TimeoutError(), smtplib.SMTPServerDisconnected()])
def test_a_mail_server_that_is_away_does_not_tell_which_addresses_have_an_account(
    client, settings, monkeypatch, caplog, error
):
    def refuse(*args: object, **kwargs: object) -> None:
        raise error

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr(smtplib, "SMTP", refuse)
    user = factories.UserFactory()

    answers = [
        client.post(reverse("account_reset_password"), {"email": email}) for email in (user.email, "ukjent@example.no")
    ]

    assert [(answer.status_code, answer.url) for answer in answers] == [
        (302, reverse("account_reset_password_done"))
    ] * 2
    assert [record.exc_info[1] for record in caplog.records if record.name == "lhl_portal.audit.adapter"] == [error]
