"""The only files a document may read: a fixed map of names, each to a file of the portal or its installed packages."""

from pathlib import Path

from django.conf import settings
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "asset:"
STYLESHEETS = ("report.css", "report-chapters.css", "report-national.css", "minutes.css", "sheet-pdf.css")


class AssetRefused(ValueError):
    """Something on the pages asked for what is not in the map. A document is never made without what it asked for."""


def asset_files() -> dict[str, tuple[Path, str]]:
    """Name to file and content type. The stylesheet and templates write `asset:<name>`."""
    fonts = settings.FONTS_DIR
    return {
        **{name: (settings.BASE_DIR / "static/css" / name, "text/css") for name in STYLESHEETS},
        "inter-latin.woff2": (fonts / "inter-latin-wght-normal.woff2", "font/woff2"),
        "inter-latin-ext.woff2": (fonts / "inter-latin-ext-wght-normal.woff2", "font/woff2"),
    }


class AssetFetcher(URLFetcher):
    """Answers for names in the map and opens nothing else: no file, no network, no data URL.

    WeasyPrint carries on without what it could not read, so what was refused is kept in `refused` for the caller.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.files = asset_files()
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Raises AssetRefused for any address that is not exactly a name in the map."""
        scheme, name = url[: len(SCHEME)], url[len(SCHEME) :]
        if scheme != SCHEME or name not in self.files:
            self.refused.append(url)
            raise AssetRefused(url)
        path, content_type = self.files[name]
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})
