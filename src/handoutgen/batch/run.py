"""The way through: a roster in, a file for each of its clients out."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from handoutgen.batch.combined import FILE, RunMaker
from handoutgen.batch.crews import Helpers
from handoutgen.batch.folder import Folder, FolderError, open_folder, trouble
from handoutgen.batch.ledger import NAME, Ledger
from handoutgen.batch.making import Maker, Share
from handoutgen.batch.plan import values_of, without_place
from handoutgen.batch.prepare import Look, Order, Prepared, prepare, usual_spec
from handoutgen.batch.progress import Silent
from handoutgen.batch.stop import Brake, Stopped
from handoutgen.errors import OutputError, Problem, UsageError
from handoutgen.folders import Folders, digest


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a batch.

    `folder` is where the files are. `written`, `unchanged`, `failed` and `left_out` count clients;
    `laid_out` those of the written that didn't fit into the base, and `in_full` how often for
    which reason. `problems` are those of the failed, `bad_rows` those left out; `ignored` are
    headers that mean nothing here, `strays` the names of files of an earlier roster, `files` those
    of this one. Where it is `combined`, all clients are in one file, `print-run.pdf`.
    """

    folder: Path
    written: int
    unchanged: int
    failed: int
    laid_out: int
    in_full: Mapping[str, int]
    problems: tuple[Problem, ...]
    bad_rows: tuple[Problem, ...]
    ignored: tuple[str, ...]
    strays: tuple[str, ...]
    combined: bool = False
    files: tuple[str, ...] = field(default=(), repr=False)


def run_batch(
    packet: str | Path,
    roster: Path,
    *,
    output: Path | None = None,
    practice: Path | None = None,
    brand: Path | None = None,
    edition: Look | None = None,
    duplex: bool = False,
    columns: Mapping[str, str] | None = None,
    skip_bad_rows: bool = False,
    workers: int | None = None,
    dask: str = "",
    encrypt: bool = False,
    password: str | Callable[[], str] = "",
    combined: bool = False,
    progress: Silent | None = None,
) -> Summary:
    """Make a PDF of the packet for each client of a roster, and go on where an earlier run stopped.

    The files lie in `<output>/<packet>/<batch id>/`, readable by their owner alone; `output` is by
    default `output` in the practice's folder. `columns` maps known fields to the roster's headers.
    `workers` processes share the work, or the Dask cluster whose scheduler is at `dask`. With
    `encrypt` each file is locked with its row's password, else with `password`, which may be a
    function that asks for it. `combined` makes one PDF for a printer instead, `print-run.pdf`,
    which has no tags: each client's packet begins on a right-hand page.

    Raises ContentError with the rows that can't be used, before anything is written and only
    without `skip_bad_rows`; HandoutgenError for what concerns all files; and Stopped, which is a
    KeyboardInterrupt, when told to stop. What is finished by then stays.
    """
    if workers and dask:
        raise UsageError("--workers and --dask don't go together; choose one of the two")
    folders = Folders(practice)
    usual = usual_spec(folders, packet, brand, edition, duplex)
    order = Order(
        folders, usual, roster, dict(columns or {}), skip_bad_rows, encrypt, password, combined
    )
    told = progress or Silent()
    with Brake() as brake:
        ready = prepare(order, told)
        name = Path(usual.packet or packet).stem
        place = (output or folders.practice / "output") / name / _batch_id(order)
        with open_folder(place) as folder:
            told.into(folder.path)
            return _make(ready, folder, Helpers(workers, dask), brake, told, combined)


def _make(
    ready: Prepared,
    folder: Folder,
    helpers: Helpers,
    brake: Brake,
    progress: Silent,
    combined: bool,
) -> Summary:
    """Make every file that isn't there yet."""
    try:
        opened = Ledger(folder.path)
    except OSError as error:
        raise FolderError(trouble(error, folder.path / NAME).problems) from None
    with closing(opened) as ledger:
        shares = _shares(ready, ledger)
        kind = RunMaker if combined else Maker
        maker = kind(folder, ledger, ready.bases, helpers, brake, progress)
        todo = maker.undone(shares)
        unchanged = len(shares) - len(todo)
        tally = maker.tally
        try:
            if todo:
                maker.make(todo)
            brake.let_go()
        except (Stopped, OutputError) as error:
            done = f"{unchanged + tally.written:,} of {len(shares):,} files are finished"
            words = f"{done}; the same command goes on from there"
            if combined:
                words = "No print run was made; the same command begins anew"
            raise _told(error, words) from None
        named = {} if combined else {f"{each.stem}.pdf": each.hash for each in shares}
        run = FILE if combined else ""
        strays = sorted(name for name in ledger.entries if name not in {*named, run})
        files = [name for name, hashed in named.items() if ledger.has(name, hashed)]
        files += [run] if run and (tally.written or unchanged) else []
    told = sorted(tally.problems, key=lambda each: each[0])
    problems = [*ready.problems, *(_of_row(row, each, ready.file) for row, each in told)]
    return Summary(
        folder.path,
        tally.written,
        unchanged,
        tally.failed + ready.failed,
        tally.laid_out,
        tally.in_full,
        tuple(problems),
        ready.bad,
        tuple(without_place(ready.roster, ready.bases.values())),
        tuple(name for name in strays if (folder.path / name).exists()),
        combined,
        tuple(files),
    )


def _shares(ready: Prepared, ledger: Ledger) -> list[Share]:
    found = []
    for client, spec, path in ready.wanted:
        base = ready.bases[path]
        values = values_of(client, base.fills)
        password = (client.password or ready.password) if ready.locked else ""
        hashed = ledger.hash(values, base.id, password)
        found.append(Share(client.row, client.file, spec, path, hashed, values, password))
    return found


def _of_row(row: int, problem: Problem, file: Path) -> Problem:
    return Problem(str(file), 0, 0, f"row {row}: {problem.message}", problem.hint)


def _told(error: Stopped | OutputError, words: str) -> Stopped | OutputError:
    """The same, with how far the batch got."""
    if isinstance(error, Stopped):
        error.told = words
        return error
    return FolderError([*error.problems, Problem("", 0, 0, words)])


def _batch_id(order: Order) -> str:
    """The same command has the same folder, whatever its roster says by now."""
    usual = order.usual
    words = (
        *(str(usual.practice), str(usual.brand or ""), str(usual.packet)),
        str(order.roster.absolute()),
        *(str(usual.duplex), usual.paper, *sorted(usual.looks), str(order.encrypt)),
        str(order.combined),
    )
    return digest("\0".join(words).encode())[:10]
