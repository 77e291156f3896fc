"""Whatever dies, each user gets the day's digest exactly once."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from lhl_portal.notices import outbox
from lhl_portal.notices.models import Mail
from tests import factories as f
from tests.stack import wait_for

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def queue_digests() -> None:
    """Those of the last working day before today, which no worker thinks too old to send."""
    days = (timezone.localdate() - timedelta(days=back) for back in range(1, 4))
    day = next(day for day in days if day.weekday() < outbox.SATURDAY)
    outbox.queue(at=timezone.make_aware(datetime.combine(day, time(8))))


@pytest.fixture
def readers():
    """Four users with something to read."""
    return [f.NoticeFactory().user for _ in range(4)]


def all_sent() -> bool:
    return not Mail.objects.exclude(state=Mail.State.SENT).exists()


def assert_each_got_one(server, readers) -> None:
    assert server.copies() == dict.fromkeys((user.email for user in readers), 1)
    numbers = {message["Message-ID"] for _recipients, message in server.accepted}
    assert len(numbers) == len(readers)


def test_what_waited_for_a_dead_mail_server_comes_once_when_it_is_back(stack, readers):
    queue_digests()
    wait_for(lambda: Mail.objects.filter(attempts__gte=2).exists(), 20)

    with stack.mail as server:
        wait_for(all_sent, 30)

    assert_each_got_one(server, readers)


def test_a_server_that_hangs_up_in_the_middle_gets_the_mail_again(stack, readers):
    stack.mail.faults = ["drop at DATA", "drop in DATA", "later"]
    with stack.mail as server:
        queue_digests()
        wait_for(all_sent, 30)

    assert stack.mail.faults == []
    assert_each_got_one(server, readers)


@pytest.mark.parametrize("fault", ["kill_child", "kill_worker"])
def test_a_mail_whose_worker_is_killed_while_sending_is_sent_once_by_another(stack, readers, fault):
    stack.mail.faults = ["hang"]
    with stack.mail as server:
        queue_digests()
        wait_for(server.hanging.is_set, 20)

        getattr(stack, fault)()

        wait_for(all_sent, 40)

    assert_each_got_one(server, readers)
    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [1, 1, 1, 2]
