"""Dates in English are day before month, as the rest of the portal's readers expect."""

DATE_FORMAT = "j F Y"
MONTH_DAY_FORMAT = "j F"
