"""From HTML to a file for the archive: PDF/A-3a and PDF/UA-1 at once, the same bytes every time.

This package is the only place that knows WeasyPrint. It has no tables and knows nothing of what a document says.
Importing `manifests` is cheap; `engine` and `letters` bring WeasyPrint along, so import them where a file is made.
"""
