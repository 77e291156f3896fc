"""Rows made in memory and written together, parents first."""

from functools import cache
from typing import TypeVar, cast

from django.db import models

from dialogue_meetings.models import (
    AgendaItem,
    Attachment,
    AttachmentContent,
    Attendance,
    FollowUp,
    Meeting,
    MeetingArea,
    MeetingSolution,
    Need,
    Reminder,
)
from dialogue_meetings.models import Invitation as MeetingInvitation
from learning_networks.models import Gathering, Network, NetworkSolution, Presence
from learning_networks.models import Invitation as NetworkInvitation
from learning_networks.models import Membership as NetworkMembership
from lhl_portal.access.models import Membership, SavedView, User
from reform_phases.models import (
    Act,
    ElderCouncilEntry,
    Measure,
    MeasureSolution,
    MeasureStrategy,
    OrganisingEntry,
    PhaseEntry,
    Plan,
    PlanSolution,
    StatusEntry,
    Treatment,
    TreatmentSolution,
)

BATCH = 2000
PARENTS_FIRST: tuple[type[models.Model], ...] = (
    User,
    Membership,
    SavedView,
    Meeting,
    MeetingArea,
    MeetingSolution,
    MeetingInvitation,
    Reminder,
    Attendance,
    FollowUp,
    Need,
    Attachment,
    AttachmentContent,
    AgendaItem,
    Network,
    NetworkSolution,
    NetworkInvitation,
    NetworkMembership,
    Gathering,
    Presence,
    Treatment,
    TreatmentSolution,
    Plan,
    PlanSolution,
    Act,
    StatusEntry,
    PhaseEntry,
    OrganisingEntry,
    ElderCouncilEntry,
    Measure,
    MeasureSolution,
    MeasureStrategy,
)

Row = TypeVar("Row", bound=models.Model)


class Rows:
    """Unsaved rows. They may point at each other before any of them has a primary key."""

    def __init__(self) -> None:
        self._by_model: dict[type[models.Model], list[models.Model]] = {model: [] for model in PARENTS_FIRST}

    def add(self, row: Row) -> Row:
        self._by_model[type(row)].append(row)
        return row

    def of(self, model: type[Row]) -> list[Row]:
        """Those added so far, of all regions."""
        return cast(list[Row], self._by_model[model])

    def write(self) -> int:
        """Writes everything in one statement per table and batch. Answers with the number of rows."""
        for model, rows in self._by_model.items():
            for later in (False, True):
                part = [row for row in rows if _names_its_like(row) == later]
                model._base_manager.bulk_create(part, batch_size=BATCH)
        return sum(len(rows) for rows in self._by_model.values())


def _names_its_like(row: models.Model) -> bool:
    """Whether it names another row of its own table, such as the entry that it corrects."""
    return any(getattr(row, name) is not None for name in _names_of_likes(type(row)))


@cache
def _names_of_likes(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.name for field in model._meta.concrete_fields if field.related_model is model)
