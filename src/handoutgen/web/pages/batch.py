"""A packet for each client of a roster: uploaded, checked, made, and taken away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    send_file,
)

from handoutgen.batch.combined import FILE
from handoutgen.errors import HandoutgenError
from handoutgen.web.batches import files, reading, rosters
from handoutgen.web.batches.events import stream
from handoutgen.web.batches.example import table_to_fill_in
from handoutgen.web.batches.job import Job
from handoutgen.web.batches.seat import Seat, password_fault
from handoutgen.web.batches.showing import shown
from handoutgen.web.batches.wishes import column_faults, faults, read_wish
from handoutgen.web.batches.zipped import zipped
from handoutgen.web.guard import takes_up_to
from handoutgen.web.here import folders, is_part, shop, visitor
from handoutgen.web.sending import sent

page = Blueprint("batch", __name__)

OPENER = "handoutgen-opens"
"""Under that name the app can have another way to show a folder than the file manager."""
_LARGEST = 50_500_000


@page.record_once
def _sweep(state: Any) -> None:
    """Remove the rosters that a server has left that was killed."""
    rosters.sweep(state.app.extensions["handoutgen"].practice)


@page.get("/batch")
def show() -> Response:
    """The page, as far as this visitor has got."""
    return shown(_seat())


@page.post("/batch/roster")
@takes_up_to(_LARGEST)
def take() -> Response:
    """Keep a roster and read it."""
    with _idle() as seat:
        wish = read_wish(request.form, folders(), seat.wish).for_another_roster()
        seat.wish = wish
        sent = request.files.get("roster")
        if sent is None or not sent.filename:
            return shown(seat, 422, wrong={"roster": "Choose the file with the roster"})
        if wrong := faults(wish, folders().packets()):
            return shown(seat, 422, wrong=wrong)
        seat.forget_job()
        try:
            seat.take(sent.stream, sent.filename)
            seat.check(wish, False)
        except HandoutgenError as error:
            seat.discard()
            return shown(seat, 422, problems=error.problems)
        finally:
            sent.close()
    return _on()


@page.post("/batch/check")
def check() -> Response:
    """Read the roster once more, with what was changed."""
    with _idle() as seat:
        wrong, problems = seat.read_again(request.form, folders())
        if is_part():
            return shown(seat, 200, wrong, problems)
        if wrong or problems or column_faults(seat.wish):
            return shown(seat, 422, wrong, problems)
    return _on()


@page.post("/batch/start")
def start() -> Response:
    """Make the files."""
    with _idle() as seat:
        wrong, problems = seat.read_again(request.form, folders())
        password = request.form.get("password", "")
        again = request.form.get("password-again", password)
        checked, wish = seat.checked, seat.wish
        if why := password_fault(wish, checked, password, again):
            wrong["password"] = why
        if checked and checked.bad_count and not (wish and wish.skip):
            wrong["skip"] = "Tick this, or mend these rows and choose the file again"
        ready = checked and checked.is_usable and not column_faults(wish)
        if wrong or problems or not ready:
            return shown(seat, 422, wrong, problems)
        seat.forget_job()
        try:
            seat.start(password)
        except HandoutgenError as error:
            return shown(seat, 422, problems=error.problems)
    return _on()


@page.post("/batch/change")
def change() -> Response:
    """Go back from a stopped batch to its choices."""
    with _idle() as seat:
        seat.forget_job()
    return _on()


@page.post("/batch/new")
def new() -> Response:
    """Put a batch that is over aside, and the roster away."""
    with _idle() as seat:
        seat.forget_job()
        seat.discard()
    return _on()


@page.get("/batch/template/<name>.csv")
def template(name: str) -> Response:
    """A roster to fill in, with the packet's blanks as headers."""
    if name not in folders().packets():
        abort(404)
    asked = reading.Template(shop().practice, name)
    words = reading.in_a_process(reading.template, asked, lambda _: None)
    return sent(table_to_fill_in(words), f"roster-{name}.csv", "text/csv")


@page.get("/batch/<job>/events")
def events(job: str) -> Response:
    """How a batch goes on."""
    last = request.headers.get("Last-Event-ID") or request.args.get("seen", "")
    seen = int(last) if last.isdecimal() and len(last) < 6 else 0
    found = _job(job)
    return Response(stream(found, _seat().tickets, seen), mimetype="text/event-stream")


@page.post("/batch/<job>/stop")
def stop(job: str) -> Response:
    """Stop it between two files."""
    _job(job).stop()
    return _on()


@page.get("/batch/<job>/files.zip")
def take_all(job: str) -> Response:
    """All files of a batch."""
    found, summary = _finished(job)
    name = f"{found.packet}-{summary.folder.name}.zip"
    return sent(zipped(summary.folder, summary.files), name, "application/zip")


@page.get("/batch/<job>/print-run.pdf")
def take_run(job: str) -> Response:
    """The one file for the printer."""
    found, summary = _finished(job)
    if summary.files != (FILE,):
        abort(404)
    path = summary.folder / FILE
    if not path.is_file():
        abort(404)
    return send_file(path, "application/pdf", True, f"{found.packet}-{FILE}")


@page.post("/batch/<job>/folder")
def open_folder(job: str) -> Response:
    """Show the files in the file manager."""
    _, summary = _finished(job)
    shows: Callable[[Path], bool] = current_app.extensions.get(OPENER, files.show)
    seat = _seat()
    seat.said = "The folder is open in the file manager, perhaps behind this window."
    if not shows(summary.folder):
        seat.said = "No file manager was found here. Open the folder by its path below."
    return _on()


@page.get("/batch/<job>/remove")
def ask_to_remove(job: str) -> str:
    """Ask whether the files are to go."""
    found, summary = _finished(job)
    return render_template("batch_remove.html.j2", job=found, summary=summary)


@page.post("/batch/<job>/remove")
def remove(job: str) -> Response:
    """Remove the files that the batch has made."""
    _, summary = _finished(job)
    others = files.remove_files(summary.folder)
    seat = _seat()
    with seat.lock:
        seat.forget_job()
    seat.said = "The files are removed."
    if others:
        seat.said += f" Others are still in {summary.folder}, since no batch has made them."
    return _on()


def _seat() -> Seat:
    """What is kept for this visitor."""
    practice = shop().practice
    return visitor().keep("batch", lambda: Seat(practice))


@contextmanager
def _idle() -> Iterator[Seat]:
    """The same for this thread alone, where no batch is at work."""
    seat = _seat()
    with seat.lock:
        if seat.job and seat.job.is_running:
            abort(409, "A batch is at work. Wait until it is done, or stop it.")
        yield seat


def _job(name: str) -> Job:
    """This visitor's batch of that name; nobody else's is found."""
    job = _seat().job
    if job is None or job.id != name:
        abort(404)
    return job


def _finished(name: str) -> tuple[Job, Any]:
    job = _job(name)
    if job.summary is None:
        abort(404)
    return job, job.summary


def _on() -> Response:
    """To the page, by an address that tells nothing."""
    answer: Any = redirect("/batch", 303)
    return answer  # type: ignore[no-any-return]
