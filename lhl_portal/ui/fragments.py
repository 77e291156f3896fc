"""Pages that can also answer with one part of themselves."""

from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers


class FragmentMixin:
    """Gives an htmx request the partial named `fragment` instead of the whole page.

    The page defines it with ``{% partialdef <fragment> inline %}``. Requests that replace the whole page (boosted
    links, going back in history) get the whole page.
    """

    fragment: str
    request: Any

    def get_template_names(self) -> list[str]:
        names: list[str] = super().get_template_names()  # type: ignore[misc]
        htmx = self.request.htmx
        if htmx and not htmx.boosted and not htmx.history_restore_request:
            return [f"{name}#{self.fragment}" for name in names]
        return names

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **response_kwargs)  # type: ignore[misc]
        patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
        return response
