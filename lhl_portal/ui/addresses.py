"""Ways back that a page was given in its address or its form, where anybody may have put them."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_address(request: HttpRequest, asked: str, otherwise: str) -> str:
    """`asked` where it leads to this portal, else `otherwise`."""
    own = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if own else otherwise
