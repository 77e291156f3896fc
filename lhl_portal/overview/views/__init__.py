"""Pages about municipalities that need every app."""

from lhl_portal.overview.views.coverage import Coverage
from lhl_portal.overview.views.list import MunicipalityList
from lhl_portal.overview.views.map import MunicipalityMap
from lhl_portal.overview.views.municipality import MunicipalityStatus, MunicipalityTimeline

__all__ = ["Coverage", "MunicipalityList", "MunicipalityMap", "MunicipalityStatus", "MunicipalityTimeline"]
