"""Everything that is measured, got ready in one folder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench import browser
from bench.clients import clients
from bench.peers import Pikepdf, Typst, chromium
from bench.processes import Processes
from bench.rounds import Contender
from bench.splicing import Splicing, one_file
from bench.subject import Subject
from handoutgen.batch.folder import Folder, open_folder


@dataclass
class Lab:
    """The contenders, why others are missing, and the file that each makes for one client."""

    contenders: list[Contender] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, run: Callable[[], float], turns: int = 1, warm: bool = True) -> None:
        """One more contender."""
        self.contenders.append(Contender(name, run, turns, warm))


@contextmanager
def lab(subject: Subject, folder: Path, files: int) -> Iterator[Lab]:
    """All contenders, at work in that folder; a turn of splicing makes so many files."""
    scratch = folder / "scratch"
    scratch.mkdir()
    processes, found = Processes(subject, scratch), Lab()
    with ExitStack() as stack:
        written = stack.enter_context(open_folder(folder / "written" / "batch"))
        _add_own(found, subject, written, files)
        _add_processes(found, processes)
        found.add("pikepdf", Pikepdf(subject, scratch).run, 3)
        try:
            _add_typst(found, subject, written, processes, scratch / "packet.typ")
        except ImportError:
            found.missing |= dict.fromkeys(("typst", "first typst"), "Typst isn't installed")
        try:
            page = stack.enter_context(chromium(subject, written, scratch))
            found.files["Chromium"] = page.pdf(clients(1)[0])
            found.add("chromium", page.run, 3)
        except browser.BrowserError as error:
            found.missing["chromium"] = str(error)
        yield found


def _add_own(found: Lab, subject: Subject, written: Folder, files: int) -> None:
    own = Splicing(subject, written, files)
    found.files["handoutgen"] = one_file(subject, clients(1)[0])
    found.add("splice", own.splice, 4)
    found.add("write", own.write, 4)
    found.add("render", own.render)


def _add_processes(found: Lab, processes: Processes) -> None:
    found.add("batch", processes.batch, 2)
    found.add("import weasyprint", partial(processes.importing, "weasyprint"), 2)
    found.add("build", processes.build, 3)
    found.add("import click", partial(processes.importing, "click"), 3)
    found.add("first render", processes.first_render, warm=False)


def _add_typst(
    found: Lab, subject: Subject, written: Folder, processes: Processes, source: Path
) -> None:
    source.write_text(subject.typst_page, "utf-8")
    typst = Typst(subject, written, source)
    found.files["Typst"] = typst.pdf(clients(1)[0])
    found.add("typst", typst.run, 3)
    found.add("first typst", partial(processes.first_typst, source, subject.fonts))
