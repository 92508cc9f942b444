"""What the table compares, and the targets."""

from bench.table import Line

SPLICE = "splice and write"
LINES = (
    Line(SPLICE, "writing the same bytes", "speed", "splice", "write", 0.7),
    Line(SPLICE, "rendering in full, warm", "faster", "splice", "render", 1000),
    Line(SPLICE, "pikepdf: open, change, save", "faster", "splice", "pikepdf"),
    Line(SPLICE, "Typst, warm", "faster", "splice", "typst", 50),
    Line(SPLICE, "headless Chromium, warm", "faster", "splice", "chromium", 200),
    Line("batch of 100, a process", "import weasyprint", "time", "batch", "import weasyprint", 0.5),
    Line("build, nothing to do", "import click", "slower", "build", "import click"),
    Line("first render, a process", "Typst, a process", "slower", "first render", "first typst"),
    Line("rendering in full, warm", "Typst, warm", "slower", "render", "typst"),
)
"""All that is measured in rounds; the last two are those that handoutgen loses."""

MEMORY = Line("memory, all renders", "after the tenth", "growth", "most", "tenth", 1.1)
