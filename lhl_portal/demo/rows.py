"""Rows made in memory and written together, parents first."""

from typing import TypeVar

from django.db import models

from dialogue_meetings.models import (
    Attendance,
    FollowUp,
    Meeting,
    MeetingArea,
    MeetingSolution,
    Support,
    SupportSolution,
)
from dialogue_meetings.models import Invitation as MeetingInvitation
from learning_networks.models import Gathering, Network, NetworkSolution, Presence
from learning_networks.models import Invitation as NetworkInvitation
from learning_networks.models import Membership as NetworkMembership
from lhl_portal.access.models import Membership, User
from reform_phases.models import Plan, PlanSolution, Treatment, TreatmentSolution

BATCH = 2000
PARENTS_FIRST: tuple[type[models.Model], ...] = (
    User,
    Membership,
    Meeting,
    MeetingArea,
    MeetingSolution,
    MeetingInvitation,
    Attendance,
    FollowUp,
    Support,
    SupportSolution,
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
)

Row = TypeVar("Row", bound=models.Model)


class Rows:
    """Unsaved rows. They may point at each other before any of them has a primary key."""

    def __init__(self) -> None:
        self._by_model: dict[type[models.Model], list[models.Model]] = {model: [] for model in PARENTS_FIRST}

    def add(self, row: Row) -> Row:
        self._by_model[type(row)].append(row)
        return row

    def write(self) -> int:
        """Writes everything in one statement per table and batch. Answers with the number of rows."""
        for model, rows in self._by_model.items():
            model._base_manager.bulk_create(rows, batch_size=BATCH)
        return sum(len(rows) for rows in self._by_model.values())
