"""Notices and mails."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from lhl_portal.notices import models as notices
from tests.factories.places import UserFactory


class MailFactory(DjangoModelFactory):
    class Meta:
        model = notices.Mail

    user = factory.SubFactory(UserFactory)
    language = "nb"
    made_at = datetime(2020, 6, 2, 5, tzinfo=UTC)
    next_try_at = factory.SelfAttribute("made_at")


class NoticeFactory(DjangoModelFactory):
    """Of a planned meeting that is deleted: told to anybody, and without a page to open."""

    class Meta:
        model = notices.Notice

    user = factory.SubFactory(UserFactory)
    kind = "meeting_changed"
    key = factory.Sequence(lambda n: f"meeting_changed:{n}")
    data = factory.Sequence(lambda n: {"meeting": f"Dialogmøte {n}", "deleted": True, "planned_on": "2020-06-10"})
    made_at = datetime(2020, 6, 1, 9, tzinfo=UTC)
