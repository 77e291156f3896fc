"""Rounds, one report per region, the builds that make them, the frozen snapshots they leave, and what was submitted."""

from reporting.models.answers import Answer, Contribution
from reporting.models.builds import Build, Snapshot
from reporting.models.definitions import RoundIndicator
from reporting.models.editions import Edition
from reporting.models.external import ExternalFigure
from reporting.models.publishing import ApiKey, OpenReport
from reporting.models.reports import Report, State, Transition
from reporting.models.rounds import (
    Extension,
    Question,
    Round,
    Section,
)
from reporting.models.since import NumberNote, Sentence
from reporting.models.threads import Comment, Thread

__all__ = [
    "Answer",
    "ApiKey",
    "Build",
    "Comment",
    "Contribution",
    "Edition",
    "Extension",
    "ExternalFigure",
    "NumberNote",
    "OpenReport",
    "Question",
    "Report",
    "Round",
    "RoundIndicator",
    "Section",
    "Sentence",
    "Snapshot",
    "State",
    "Thread",
    "Transition",
]
