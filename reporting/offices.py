"""What a region and its office were called on a day."""

from datetime import date

from lhl_portal.access.models import OrganisationName, Region


def office_on(region: Region, day: date) -> str:
    """What the region's office was called on `day`, in the language in force; else what it is called today."""
    name = OrganisationName.objects.as_of(day).filter(organisation__region=region).first()
    return str(name or getattr(region, "office", None) or region)


def area_of(office: str) -> str:
    """What the region was called then: an office is named after it (*Statsforvalteren i Oslo og Viken*)."""
    return office.partition(" i ")[2]
