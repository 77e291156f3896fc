"""Tables of the reform and of what municipalities do with it, split by noun."""

from reform_phases.models.imports import Import as Import
from reform_phases.models.log import Act as Act
from reform_phases.models.log import Entry as Entry
from reform_phases.models.measures import Measure as Measure
from reform_phases.models.measures import MeasureSolution as MeasureSolution
from reform_phases.models.measures import MeasureStrategy as MeasureStrategy
from reform_phases.models.politics import Plan as Plan
from reform_phases.models.politics import PlanSolution as PlanSolution
from reform_phases.models.politics import Treatment as Treatment
from reform_phases.models.politics import TreatmentSolution as TreatmentSolution
from reform_phases.models.progress import ElderCouncilEntry as ElderCouncilEntry
from reform_phases.models.progress import OrganisingEntry as OrganisingEntry
from reform_phases.models.progress import PhaseEntry as PhaseEntry
from reform_phases.models.progress import StatusEntry as StatusEntry
from reform_phases.models.reform import FocusArea as FocusArea
from reform_phases.models.reform import FreshnessLimit as FreshnessLimit
from reform_phases.models.reform import Named as Named
from reform_phases.models.reform import Phase as Phase
from reform_phases.models.reform import Reform as Reform
from reform_phases.models.reform import Solution as Solution
from reform_phases.models.reform import Strategy as Strategy
