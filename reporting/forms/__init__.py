"""Forms for the figures, the rounds and what the office writes."""

from reporting.forms.answers import AnswersForm, ContributorsForm
from reporting.forms.figures import FigureForm
from reporting.forms.questions import QuestionForm, SectionForm
from reporting.forms.rounds import ExtensionForm, RoundForm, after

__all__ = [
    "AnswersForm",
    "ContributorsForm",
    "ExtensionForm",
    "FigureForm",
    "QuestionForm",
    "RoundForm",
    "SectionForm",
    "after",
]
