"""A tiny PDF made by the bare engine, to try the tools of the tests on."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

FONTS = Path(__file__).parents[2] / "templates/fonts/fonts.conf"

PRESS = """
import sys
from weasyprint import HTML
options = {"pdf_variant": "pdf/ua-1"} if sys.argv[2] == "tagged" else {}
HTML(string=sys.stdin.read()).write_pdf(sys.argv[1], pdf_forms=True, **options)
"""

HTML = """
<html lang="en">
<title>Tiny</title>
<style>
  @page { size: letter }
  body { font-family: "Atkinson Hyperlegible Next" }
  input { font-family: Literata }  /* a field spoils the mapping of the letters of its font */
  p { width: 4cm }
</style>
<h1>My <i>small</i> plan</h1>
<p>This goes on all-around, over several lines, with a <b>bold</b> word.</p>
<ol><li>One step</li></ol>
<table>
  <thead><tr><th>Day</th><th>Task</th></tr></thead>
  <tr><td>Monday</td><td>Rest</td></tr>
</table>
<svg width="9" height="9"><title>A dot</title><circle cx="4" cy="4" r="4"/></svg>
<form><label for="name">Name</label><input id="name" name="name"></form>
<h2 style="break-before: page">Links</h2>
<div><a href="https://example.org/">A link</a></div>
"""


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Writes the tiny PDF, "tagged" or "plain"; in a process of its own, since the engine reads
    the fonts' settings once and for all."""
    folder = tmp_path_factory.mktemp("tiny")

    def press(kind: str) -> Path:
        path = folder / f"{kind}.pdf"
        if not path.exists():
            subprocess.run(
                [sys.executable, "-c", PRESS, path, kind],
                input=HTML,
                text=True,
                check=True,
                env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
            )
        return path

    return press


@pytest.fixture(scope="session")
def tiny(press: Callable[[str], Path]) -> bytes:
    """The tagged PDF's content."""
    return press("tagged").read_bytes()
