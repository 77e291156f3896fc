"""Rounds, one report per region, the builds that make them, and the frozen snapshots they leave."""

from reporting.models.answers import Answer, Contribution
from reporting.models.builds import Build, Snapshot
from reporting.models.reports import Report
from reporting.models.rounds import Extension, Question, Round, Section

__all__ = ["Answer", "Build", "Contribution", "Extension", "Question", "Report", "Round", "Section", "Snapshot"]
