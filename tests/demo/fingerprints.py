"""What is in the database said without primary keys, so that two databases can be compared."""

from collections import Counter
from hashlib import sha256

from django.db import models

from lhl_portal.demo.rows import PARENTS_FIRST
from reporting.models import Answer, Contribution, Extension, Question, Report, Round, Section

MODELS = (*PARENTS_FIRST, Round, Section, Question, Report, Answer, Contribution, Extension)
# An unusable password is a random text, the moment of writing is the clock's, and a rank is made of keys.
NOT_COMPARED = {"password", "updated_at", "last_login", "rank"}


def fingerprint() -> dict[str, str]:
    """Model to the checksum of all its rows."""
    known: dict[type[models.Model], dict[int, str]] = {}
    found = {}
    for model in MODELS:
        rows = Counter(_natural(model, known).values())
        found[model._meta.label] = sha256(repr(sorted(rows.items())).encode()).hexdigest()
    return found


def _natural(model: type[models.Model], known: dict[type[models.Model], dict[int, str]]) -> dict[int, str]:
    """Primary key to a text that is the same in every database: the code where there is one, else all values.

    A row that points at another of its own table, such as the entry it corrects, came after it.
    """
    if model not in known:
        fields = [f for f in model._meta.concrete_fields if not f.primary_key and f.name not in NOT_COMPARED]
        coded = [field for field in fields if field.name == "code"]
        rows = known[model] = {}
        for row in model._base_manager.order_by("pk").values("pk", *(f.attname for f in coded or fields)):
            pk = row.pop("pk")
            rows[pk] = repr([_value(field, row[field.attname], known) for field in coded or fields])
    return known[model]


def _value(field: models.Field, value: object, known: dict[type[models.Model], dict[int, str]]) -> object:
    if field.related_model and value is not None:
        return _natural(field.related_model, known)[value]
    return bytes(value) if isinstance(value, memoryview) else value
