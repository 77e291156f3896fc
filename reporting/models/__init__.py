"""Rounds, one report per region, the builds that make them, and the frozen snapshots they leave."""

from reporting.models.builds import Build, Snapshot
from reporting.models.reports import Answer, Report
from reporting.models.rounds import Question, Round
from reporting.models.since import NumberNote, Sentence

__all__ = ["Answer", "Build", "NumberNote", "Question", "Report", "Round", "Sentence", "Snapshot"]
