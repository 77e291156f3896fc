"""Every URL says who may open it; one that does not stops the portal from starting."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from lhl_portal.access.roles import ALL_PERMISSIONS
from lhl_portal.access.scoping import DeclaredMixin

# Pages of libraries, by URL name, and why they need no declaration of ours.
LIBRARY_PAGES = {
    "account_login": "open to all: the log-in itself",
    "account_logout": "ends the visitor's own session",
    "account_reset_password": "open to all: answers alike whether the account exists",
    "account_reset_password_done": "open to all: a text",
    "account_reset_password_from_key": "open to the holder of a signed key",
    "account_reset_password_from_key_done": "open to all: a text",
    "account_change_password": "the visitor's own password",
    "account_set_password": "the visitor's own password",
    "account_inactive": "open to all: a text",
    "set_language": "the visitor's own language",
}


def walk(patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the portal with its full name, namespaces included."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from walk(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name}", pattern


def declaration(pattern: URLPattern) -> str | None:
    """``public``, ``any_user``, a permission, or None where the view says nothing."""
    view: Any = getattr(pattern.callback, "view_class", None)
    if getattr(view, "public", False):
        return "public"
    if getattr(view, "permission", None):
        return view.permission
    return "any_user" if getattr(view, "any_user", False) else None


@register("urls")
def every_url_declares_access(**kwargs: Any) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    for name, pattern in walk():
        declared = declaration(pattern)
        if name in LIBRARY_PAGES or declared == "public":
            continue
        act = getattr(getattr(pattern.callback, "view_class", None), "act_permission", None)
        unknown = [one for one in (declared, act or declared) if one != "any_user" and one not in ALL_PERMISSIONS]
        if unknown:
            errors.append(Error(f"URL '{name}' declares no known permission ({unknown[0]!r}).", id="access.E001"))
        elif not issubclass(getattr(pattern.callback, "view_class", object), DeclaredMixin):
            text = f"URL '{name}' declares {declared}, but its view is no DeclaredMixin, which is what asks for it."
            errors.append(Error(text, id="access.E002"))
    return errors
