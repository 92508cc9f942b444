"""Where files come from: the practice's folder laid over the shipped library.

Only the standard library is imported here, so that a build with nothing to do stays quick.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from handoutgen.errors import ContentError, Problem, UsageError

PACKAGE = Path(__file__).resolve().parent

Reads = dict[str, str | None]
"""Every path looked at, with the digest of what stood there, or None where nothing did."""


def shipped_folder() -> Path:
    """The folder that holds the shipped `handouts/` and `templates/`.

    In an installed package they lie inside it; in a checkout they lie at the project's root.
    """
    inside = PACKAGE / "shipped"
    return inside if inside.is_dir() else PACKAGE.parent.parent


def digest(data: bytes) -> str:
    """A short fingerprint of a file's content."""
    return blake2b(data, digest_size=16).hexdigest()


class Folders:
    """Finds files in the practice's folder first, then among the shipped ones, and keeps a
    record of each look so that a later build knows whether anything has changed."""

    def __init__(self, practice: Path | None = None, shipped: Path | None = None) -> None:
        self.practice = (practice or Path.cwd()).resolve()
        self.shipped = (shipped or shipped_folder()).resolve()
        self.layers = tuple(dict.fromkeys((self.practice, self.shipped)))
        self.reads: Reads = {}

    def find(self, relative: str) -> Path | None:
        """The file of that name in the topmost layer that has it."""
        for layer in self.layers:
            path = layer / relative
            if path.is_file():
                return path
            self.reads[str(path)] = None
        return None

    def read(self, path: Path) -> bytes:
        """The file's bytes, noted in the record."""
        data = path.read_bytes()
        self.note(path, data)
        return data

    def check_inside(self, path: Path) -> None:
        """Raise ContentError where a file of a layer is a link that leads out of the layers, or
        nowhere."""
        try:
            real = path.resolve()
        except (OSError, RuntimeError):
            message = "this is a link that leads back to itself"
            hint = "put the file itself in its place"
            raise ContentError(Problem(self.shown(path), 0, 0, message, hint)) from None
        inside = any(real.is_relative_to(layer) for layer in self.layers)
        if not inside and any(path.is_relative_to(layer) for layer in self.layers):
            message = "this is a link that leads out of the practice folder"
            hint = "put the file itself in its place"
            raise ContentError(Problem(self.shown(path), 0, 0, message, hint))

    def note(self, path: Path, data: bytes) -> None:
        """Put in the record what was read from a file by other means."""
        self.reads[str(path)] = digest(data)

    @contextmanager
    def noting(self) -> Iterator[Reads]:
        """Collect the looks that are made inside; they count for what is around it as well."""
        around, self.reads = self.reads, {}
        try:
            yield self.reads
        finally:
            around.update(self.reads)
            self.reads = around

    def listing(self, folder: str, suffix: str = ".yaml") -> dict[str, Path]:
        """Name without suffix -> path, for the files right in that folder of any layer.

        A name that can't be shown as it is, such as one with a line end, isn't among them.
        """
        found: dict[str, Path] = {}
        for layer in reversed(self.layers):
            found.update({path.stem: path for path in self._files(layer / folder, suffix)})
        return dict(sorted(found.items()))

    def _files(self, folder: Path, suffix: str) -> Iterator[Path]:
        if folder.is_dir():
            files = (path for path in folder.iterdir() if path.suffix == suffix)
            yield from (path for path in files if path.name.isprintable() and path.is_file())

    def shown(self, path: Path) -> str:
        """How the file is named in a message: from the practice's folder where it lies in it,
        as `shipped:...` in the library that came with handoutgen, else whole."""
        for layer, prefix in ((self.practice, ""), (self.shipped, "shipped:")):
            if path.is_relative_to(layer):
                return prefix + path.relative_to(layer).as_posix()
        return str(path)

    def handouts(self) -> dict[str, Path]:
        """The id and the file of every handout, in the order of the ids."""
        found = self.listing("handouts")
        found.pop("references", None)
        return found

    def handout(self, name: str) -> Path:
        """The file of the handout with that id, or the file itself where a path is given.

        Raises UsageError where there is none.
        """
        return _named(name, self.handouts(), "handout")

    def packets(self) -> dict[str, Path]:
        """The id and the file of every packet, in the order of the ids."""
        return self.listing("handouts/packets")

    def packet(self, name: str) -> Path:
        """The file of the packet with that id, or the file itself where a path is given.

        Raises UsageError where there is none.
        """
        return _named(name, self.packets(), "packet")

    def pdf_name(self, handout: Path, suffixes: Iterable[str] = ()) -> str:
        """The name of the finished PDF; suffixes say how it differs from the plain one.

        Raises UsageError where it would take the place of another handout's PDF.
        """
        name = "-".join([handout.stem, *suffixes])
        if name != handout.stem and (other := self.find(f"handouts/{name}.yaml")):
            raise UsageError(
                f"this copy of '{handout.stem}' would be named as the handout '{name}';"
                f" rename {self.shown(other)}"
            )
        return f"{name}.pdf"


def _named(name: str, known: dict[str, Path], kind: str) -> Path:
    """The file of that id among the known ones, or the file itself where a path is given."""
    if name.endswith((".yaml", ".yml")):
        path = Path(name)
        if not path.exists():
            raise UsageError(f"there is no file '{name}'")
        return path.absolute()
    if name not in known:
        raise UsageError(f"there is no {kind} '{name}'; {did_you_mean(name, known, f'{kind}s')}")
    return known[name]


def did_you_mean(name: str, known: Iterable[str], what: str) -> str:
    """A way out of a wrong name: the nearest known one, else all of them."""
    from difflib import get_close_matches

    names = list(known)
    if near := get_close_matches(name, names, 1, 0.5):
        return f"did you mean '{near[0]}'?"
    return f"{what}: {', '.join(names)}" if names else f"there are no {what}"
