"""From a manifest to a PDF. Everything on the pages comes from the manifest: no table, no clock.

The same manifest gives the same bytes, in any process. Importing this package is cheap; WeasyPrint comes with the first
file that is made.
"""

from typing import TYPE_CHECKING

from reporting.pdf.progress import Progress

if TYPE_CHECKING:
    from lhl_portal.pdf.engine import Pdf

__all__ = ["TEMPLATE_VERSION", "NewerTemplate", "render"]

# Raised by one with every change of templates, stylesheets or fonts that gives an old manifest other bytes.
TEMPLATE_VERSION = 2


class NewerTemplate(ValueError):
    """The manifest was written for templates that this version of the portal does not have."""


def render(manifest: bytes, *, progress: Progress = lambda step, percent: None) -> "Pdf":
    """The report that `manifest` (canonical JSON in UTF-8) tells about.

    `progress` is called with a step of `Build.Step` and a rising per cent from 35 to 95; what it raises stops the work.
    Raises AssetRefused when the pages ask for anything but their own stylesheets and fonts, and NewerTemplate when the
    manifest is newer than the templates.
    """
    from reporting.pdf.rendering import make  # brings WeasyPrint along

    return make(manifest, progress=progress)
