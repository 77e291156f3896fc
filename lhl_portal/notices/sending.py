"""From the outbox to the mail server.

The row in `Mail` is the queue of record. A worker claims a queued row with a token and a lease, commits, speaks to the
server, and marks the row as sent while its token stands. So:

- A server that is away, hangs up or refuses for now loses nothing: the row is queued again, later each time.
- A worker that dies before the server has accepted loses and doubles nothing: the lease runs out and another sends.
- A worker that dies, or loses the database, after the server has accepted and before the row is marked, sends again.
  SMTP knows no way to close that gap. It is kept to one UPDATE, made before the connection is even said goodbye to, and
  the second copy has the same Message-ID, by which servers and readers can tell that it is the same mail.
"""

import logging
import smtplib
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lhl_portal.notices.letters import letter
from lhl_portal.notices.models import Mail
from lhl_portal.notices.reading import Line, lines, notices_of

logger = logging.getLogger(__name__)

GIVE_UP = timedelta(days=5)  # as long as mail servers themselves keep trying
SLOWEST = timedelta(minutes=15)  # between two attempts
PERMANENT = 500  # the lowest reply code by which a server refuses for good


def sweep(*, clock: Callable[[], datetime], budget: timedelta = timedelta(seconds=25)) -> int:
    """Queues again what a dead worker left, then sends what is due, and gives the number that was sent.

    Stops where the server is away, since the next mail would only wait for it too, and after `budget`, so that mails
    leave room for the worker's other tasks.
    """
    end = clock() + budget
    _release(at=clock())
    sent = 0
    while mail := _claim(at=clock()):
        result = _deliver(mail, clock)
        sent += result == Mail.State.SENT
        if result is None or clock() >= end:
            break
    return sent


def _release(*, at: datetime) -> None:
    left = Mail.objects.filter(state=Mail.State.SENDING, lease_until__lt=at)
    free: dict[str, Any] = {"token": None, "lease_until": None}
    reason = _("Sendingen stoppet uventet gang på gang.")
    left.filter(made_at__lt=at - GIVE_UP).update(state=Mail.State.FAILED, error=reason, **free)
    if released := left.update(state=Mail.State.QUEUED, next_try_at=at, **free):
        logger.warning("%s mails were left half sent and are sent again", released)


def _claim(*, at: datetime) -> Mail | None:
    """The mail that has waited longest, as this worker's own until the lease runs out."""
    with transaction.atomic(durable=True):
        due = Mail.objects.filter(state=Mail.State.QUEUED, next_try_at__lte=at).order_by("next_try_at", "pk")
        mail = due.select_for_update(skip_locked=True).first()
        if mail is not None:
            mail.state = Mail.State.SENDING
            mail.attempts += 1
            mail.token = uuid.uuid4()
            mail.lease_until = at + timedelta(seconds=settings.MAIL_LEASE_SECONDS)
            mail.save(update_fields=["state", "attempts", "token", "lease_until"])
    return mail


def _deliver(mail: Mail, clock: Callable[[], datetime]) -> Mail.State | None:
    """What became of the mail; None where the server is away."""
    try:
        with translation.override(mail.language):
            told = _told(mail, at=clock())
            if not told:
                return _settle(mail, Mail.State.DROPPED)
            message = letter(mail, told)
            connection = get_connection()
            try:
                connection.open()
                connection.send_messages([message])
                return _settle(mail, Mail.State.SENT, sent_at=clock())
            finally:
                with suppress(OSError):
                    connection.close()
    except DatabaseError:
        raise  # the lease runs out
    except smtplib.SMTPRecipientsRefused as error:
        code, reason = next(iter(error.recipients.values()))
        words = f"{code} {reason.decode(errors='replace')}"
        if code >= PERMANENT:
            return _settle(mail, Mail.State.FAILED, error=words)
        return _later(mail, words, at=clock())
    except (smtplib.SMTPDataError, smtplib.SMTPNotSupportedError) as error:
        return _later(mail, str(error), at=clock())  # about this mail: the next may go through
    except OSError as error:  # smtplib's own errors are of this kind
        _later(mail, f"{type(error).__name__}: {error}", at=clock())
        return None
    except Exception as error:
        logger.exception("Mail %s could not be written", mail.pk)
        return _later(mail, f"{type(error).__name__}: {error}", at=clock())


def _told(mail: Mail, *, at: datetime) -> list[Line]:
    """What the mail tells its reader now: nothing that has gone out of reach, and nothing to who may not log in."""
    if not mail.user.is_active:
        return []
    notices = notices_of(mail.user).filter(mail=mail).order_by("made_at", "pk")
    return [line for line in lines(notices, mail.user, today=timezone.localdate(at)) if line.open]


def _later(mail: Mail, error: str, *, at: datetime) -> Mail.State:
    """Queued again, after twice as long as last time. Failed when it has been tried for days."""
    if at - mail.made_at >= GIVE_UP:
        return _settle(mail, Mail.State.FAILED, error=error)
    logger.warning("Mail %s is tried again later: %s", mail.pk, error)
    doublings = min(mail.attempts - 1, 20)
    wait = min(SLOWEST, timedelta(seconds=settings.MAIL_RETRY_SECONDS) * 2**doublings)
    return _settle(mail, Mail.State.QUEUED, error=error, next_try_at=at + wait)


def _settle(mail: Mail, state: Mail.State, *, error: str = "", **values: Any) -> Mail.State:
    """Writes what became of the mail, unless its lease has run out and another worker has it."""
    held = Mail.objects.filter(pk=mail.pk, token=mail.token)
    if not held.update(state=state, error=error[:300], token=None, lease_until=None, **values):
        logger.warning("Mail %s was taken over by another worker", mail.pk)
    return state
