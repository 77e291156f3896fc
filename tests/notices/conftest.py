from datetime import timedelta

import pytest
from django.utils import timezone

from lhl_portal.notices.models import Watermark


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture(autouse=True)
def begun(db, now):
    """The portal has been telling for a while."""
    begun_at = now - timedelta(days=30)
    return Watermark.objects.create(pk=1, begun_at=begun_at, until=now)
