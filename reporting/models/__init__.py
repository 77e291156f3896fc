"""Rounds, one report per region, the builds that make them, and the frozen snapshots they leave."""

from reporting.models.builds import Build, Snapshot
from reporting.models.definitions import RoundIndicator
from reporting.models.reports import Answer, Report
from reporting.models.rounds import Question, Round

__all__ = ["Answer", "Build", "Question", "Report", "Round", "RoundIndicator", "Snapshot"]
