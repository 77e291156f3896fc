"""Numbers as pages and documents write them. Pure."""

from decimal import ROUND_HALF_UP, Decimal

NONE = "–"  # not known, or no base: never zero
NO_BREAK = "\u00a0"


def percent(value: int, base: int) -> str:
    """A whole per cent. Only none is 0 %, only all is 100 %, and an empty base has no per cent."""
    if not base:
        return NONE
    sign, number = whole_percent(value, base)
    return f"{sign} {number}{NO_BREAK}%".lstrip()


def whole_percent(value: int, base: int) -> tuple[str, int]:
    """What `percent` says of a base that is not 0: nothing, ``<`` or ``>``, and the number."""
    rounded = int((Decimal(100 * value) / base).quantize(Decimal(1), ROUND_HALF_UP))
    if rounded == 0 and value:
        return "<", 1
    if rounded == 100 and value < base:
        return ">", 99
    return "", rounded
