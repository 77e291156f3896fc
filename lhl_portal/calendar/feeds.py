"""Making and reading feeds. What a feed shows is asked anew each time: its owner's reach and memberships of the day."""

from datetime import date, timedelta

from lhl_portal.access import secret
from lhl_portal.access.backend import EmailBackend
from lhl_portal.access.models import User
from lhl_portal.access.owning import own
from lhl_portal.calendar.entries import VIEW_MEETING, Entry, reached
from lhl_portal.calendar.models import Feed

LIMIT = 10  # feeds of one user
BACK = timedelta(days=365)  # how far back a feed goes; ahead it has no end


def make(feed: Feed, *, owner: User, today: date) -> str:
    """Saves the feed, which has a name and a scope, and gives its secret, which is kept nowhere."""
    made = secret.make()
    feed.owner, feed.made_on, feed.secret_sum = owner, today, secret.sum_of(made)
    feed.save()
    return made


def find(token: str, *, today: date) -> Feed | None:
    """The feed with this secret, of an owner who may log in. Remembers the day, once a day."""
    feed = Feed.objects.select_related("owner").filter(secret_sum=secret.sum_of(token)).first()
    if feed is None or not EmailBackend().user_can_authenticate(feed.owner):
        return None
    if feed.last_read_on != today:
        Feed.objects.filter(pk=feed.pk).update(last_read_on=today)
    return feed


def entries(feed: Feed, *, today: date) -> list[Entry]:
    """What the feed shows on `today`: nothing that its owner does not reach then."""
    source = reached(feed.owner, today=today).appointments()
    if feed.scope == Feed.Scope.OWN:
        source = source.within(own(feed.owner, VIEW_MEETING, today=today), today=today)
    return source.read(today - BACK, None, today=today)
