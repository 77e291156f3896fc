"""What a process of its own does with a manifest: builds it, prints it with Chromium, or builds it many times.

Each answers with one line of JSON. Imports and the start of the browser are not part of the seconds.
"""

import base64
import json
import os
import re
import resource
import tempfile
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
EVERY = 5  # builds between two readings of memory
KIB, PAGE, TICK = 1024, os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


def build(path: Path) -> dict[str, Any]:
    """Seconds by the wall and of CPU, pages, megabytes of the file, and peak memory of the process in MiB."""
    from reporting.pdf import rendering

    manifest = path.read_bytes()
    started, cpu = perf_counter(), process_time()
    pdf = rendering.make(manifest, progress=lambda step, percent: None)
    seconds, cpu = perf_counter() - started, process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB
    return {"seconds": seconds, "cpu": cpu, "pages": pdf.pages, "size": len(pdf.data) / 1e6, "peak": peak}


def many(path: Path, times: int) -> dict[str, Any]:
    """Memory in MiB after every fifth build in one process."""
    from reporting.pdf import render

    manifest, readings = path.read_bytes(), []
    for number in range(1, times + 1):
        render(manifest)
        if number % EVERY == 0:
            readings.append(int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / KIB**2)
    return {"memory": readings}


def chromium(path: Path) -> dict[str, Any]:
    """Seconds from the HTML to a tagged PDF with an outline, and its pages. The HTML is what WeasyPrint is given."""
    from playwright.sync_api import sync_playwright
    from pypdf import PdfReader

    from reporting.pdf.rendering import pages_of

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder, "report.html")
        page_file.write_text(_self_contained(pages_of(path.read_bytes())[1]), encoding="utf-8")
        installed = next((name for name in CHROMIUM if Path(name).exists()), None)
        browser = playwright.chromium.launch(executable_path=installed, args=ARGUMENTS)
        page = browser.new_page()
        started, cpu = perf_counter(), _cpu_of_children()
        page.goto(page_file.as_uri())
        data = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
        seconds, cpu = perf_counter() - started, _cpu_of_children() - cpu
        browser.close()
    return {"seconds": seconds, "cpu": cpu, "pages": len(PdfReader(BytesIO(data)).pages)}


def _cpu_of_children() -> float:
    """Seconds of CPU that the processes below this one have used: the browser's, with its driver."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended since
            continue
        parents[int(file.parent.name)] = int(fields[1])
        used[int(file.parent.name)] = (int(fields[11]) + int(fields[12])) / TICK
    total = 0.0
    for pid in used:
        above = parents.get(pid)
        while above and above != os.getpid():
            above = parents.get(above)
        total += used[pid] if above else 0
    return total


def _self_contained(html: str) -> str:
    """The page with its stylesheets and fonts inside."""
    from lhl_portal.pdf.assets import asset_files

    files = asset_files()

    def font(found: re.Match[str]) -> str:
        return f"data:font/woff2;base64,{base64.b64encode(files[found[1]][0].read_bytes()).decode()}"

    def sheet(found: re.Match[str]) -> str:
        css = files[found[1]][0].read_text(encoding="utf-8")
        return f"<style>{re.sub('asset:([a-z0-9-]+[.]woff2)', font, css)}</style>"

    return re.sub('<link rel="stylesheet" href="asset:([a-z-]+[.]css)">', sheet, html)


def answer(what: str, path: str, times: int) -> str:
    """The line that the process prints."""
    steps = {
        "build": lambda: build(Path(path)),
        "many": lambda: many(Path(path), times),
        "chromium": lambda: chromium(Path(path)),
    }
    return json.dumps(steps[what]())
