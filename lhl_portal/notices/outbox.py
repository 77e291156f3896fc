"""From notices to mails that wait to be sent. Sending them is `sending`'s."""

from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from lhl_portal.access.language import office_language
from lhl_portal.access.models import User
from lhl_portal.notices.kinds import kinds
from lhl_portal.notices.models import Choice, Mail, MailLanguage, Notice, Preference

SATURDAY = 5


def queue(*, at: datetime) -> list[Mail]:
    """Writes the mails that are due at `at`: what is told at once, and the day's digests.

    A digest holds what was made before the set hour of the day. So it does not matter when on the day this is called,
    nor how often: what comes later waits for the next working day. Nothing to tell makes no mail.
    """
    made = [_write(user, Choice.AT_ONCE, before=at, day=None, at=at) for user in _users(Choice.AT_ONCE, before=at)]
    day = timezone.localdate(at)
    hour = timezone.make_aware(datetime.combine(day, time(settings.DIGEST_HOUR)))
    if at >= hour and day.weekday() < SATURDAY:
        users = _users(Choice.DAILY, before=hour).exclude(mails__day=day)
        made += [_write(user, Choice.DAILY, before=hour, day=day, at=at) for user in users]
    return [mail for mail in made if mail]


def language_for(user: User, *, today: date) -> str:
    """The language of the user's mails: the chosen one, else that of the user's office."""
    chosen = MailLanguage.objects.filter(user=user).values_list("language", flat=True).first()
    return chosen or office_language(user, today=today)


def _users(choice: Choice, *, before: datetime) -> QuerySet[User]:
    return User.objects.filter(pk__in=_to_mail(choice, before=before).values("user"))


def _to_mail(choice: Choice, *, before: datetime) -> QuerySet[Notice]:
    """Unread notices of active users that no mail carries yet, of kinds for which the user has made this choice."""
    own = Preference.objects.filter(user=OuterRef("user"), kind=OuterRef("kind")).values("choice")
    usual = Case(*(When(kind=kind.key, then=Value(kind.choice)) for kind in kinds().values()), output_field=CharField())
    waiting = Notice.objects.unread().filter(mail=None, made_at__lt=before, user__is_active=True)
    return waiting.alias(choice=Coalesce(Subquery(own), usual)).filter(choice=choice)


@transaction.atomic
def _write(user: User, choice: Choice, *, before: datetime, day: date | None, at: datetime) -> Mail | None:
    """The mail and what it carries, together. None where somebody else has written it in the meantime."""
    locked = _to_mail(choice, before=before).filter(user=user).select_for_update(of=("self",))
    carried = [notice.pk for notice in locked]
    if not carried:
        return None
    values = {"language": language_for(user, today=timezone.localdate(at)), "made_at": at, "next_try_at": at}
    if day is None:
        mail, created = Mail.objects.create(user=user, **values), True
    else:
        mail, created = Mail.objects.get_or_create(user=user, day=day, defaults=values)
    if created:
        Notice.objects.filter(pk__in=carried).update(mail=mail)
    return mail if created else None
