"""Rounds, one report per region, the builds that make them, the frozen snapshots they leave, and what was submitted."""

from reporting.models.builds import Build, Snapshot
from reporting.models.editions import Edition
from reporting.models.external import ExternalFigure
from reporting.models.reports import Answer, Report, State, Transition
from reporting.models.rounds import Question, Round

__all__ = [
    "Answer",
    "Build",
    "Edition",
    "ExternalFigure",
    "Question",
    "Report",
    "Round",
    "Snapshot",
    "State",
    "Transition",
]
