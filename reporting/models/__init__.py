"""Rounds, one report per region, its builds and frozen snapshots, what was submitted, and what is said of it."""

from reporting.models.builds import Build, Snapshot
from reporting.models.editions import Edition
from reporting.models.reports import Answer, Report, State, Transition
from reporting.models.rounds import Question, Round
from reporting.models.threads import Comment, Thread

__all__ = [
    "Answer",
    "Build",
    "Comment",
    "Edition",
    "Question",
    "Report",
    "Round",
    "Snapshot",
    "State",
    "Thread",
    "Transition",
]
