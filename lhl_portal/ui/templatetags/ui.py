"""Template tags of the shared look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lhl_portal.ui import forms, numbers, undoing

register = template.Library()

TAG_ICONS = {
    "success": "CheckmarkCircle",
    "info": "InformationSquare",
    "warning": "ExclamationmarkTriangle",
    "danger": "XMarkOctagon",
    "neutral": "MinusCircle",
}


@register.simple_tag
def icon(name: str, title: str = "") -> SafeString:
    """An Aksel icon in the page itself: decorative, or read aloud as `title`.

    Raises FileNotFoundError for a name that the installed package does not have.
    """
    shapes = _shapes(settings.ICONS_DIR, name)
    if title:
        return format_html('<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', title, shapes)
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', shapes)


@register.filter
def tag_icon(color: str) -> str:
    """The shape that says the same as the colour of a status chip."""
    return TAG_ICONS.get(color, TAG_ICONS["neutral"])


@register.filter
def percent(value: int, base: int) -> str:
    """`value` of `base` as a whole per cent with its sign; 303 of 304 is more than 99, and not all."""
    return numbers.percent(value, base)


@register.filter
def undo_url(message: Message) -> str:
    """Where the message's button *Angre* posts to; empty where it has none."""
    return undoing.undo_url(message.extra_tags)


@register.simple_tag
def elided_pages(page: Page[Any]) -> Iterator[int | str]:
    """Page numbers round the current one and at both ends, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*parts: Any) -> dict[str, Any]:
    """All errors of the given forms, formsets and lists of them, each a link to its field. Nothing when all is well."""
    return {"errors": forms.error_items(parts)}


@register.simple_tag
def row_id(form: BaseForm) -> str:
    """The id of the fieldset round one row of a formset."""
    return forms.row_id(form)


@register.simple_tag
def row_label(formset: BaseFormSet[Any]) -> str:
    """What one row of the formset is called."""
    return forms.row_label(formset)


@cache
def _shapes(directory: Path, name: str) -> SafeString:
    """What stands between <svg> and </svg> in the installed file."""
    if not re.fullmatch(r"[A-Za-z0-9]+", name):
        raise FileNotFoundError(f"{name!r} is not the name of an icon")
    svg = (directory / f"{name}.svg").read_text(encoding="utf-8")  # of the installed package, so safe as it is
    return mark_safe(svg[svg.index(">") + 1 : svg.rindex("</svg>")].strip())  # noqa: S308  see above
