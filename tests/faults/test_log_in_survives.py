"""The log-in counts tries, and must not need the broker for it."""

import pytest
from django.urls import reverse

from lhl_portal.access.models import User
from lhl_portal.audit.models import AccessEvent

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_users_log_in_while_the_broker_is_away(stack):
    user = User.objects.create_user("kari@example.no", "et-langt-passord", name="Kari")
    stack.broker.stop()
    try:
        status = stack.post("", reverse("account_login"), login=user.email, password="et-langt-passord")
    finally:
        stack.broker.start()

    assert status == 302
    assert AccessEvent.objects.get().kind == AccessEvent.Kind.LOGIN
