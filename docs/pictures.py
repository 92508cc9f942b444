"""Make the pictures of the sheets that the documents show, and the gallery: `./run pictures`.

For the README one picture for each sample brand, with the first pages of four sheets side by
side; for the gallery one picture for each sheet, and `docs/gallery.md` around them.
"""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image, ImageOps

from handoutgen.compose.words import WORDS
from handoutgen.content.handout import Handout
from handoutgen.content.prose import plain
from handoutgen.folders import Folders
from handoutgen.pipeline import Workshop

DOCS = Path(__file__).parent
PAGES = DOCS / "pages"
GALLERY, GALLERY_PAGE = PAGES / "gallery", DOCS / "gallery.md"
BRANDS = ("default", "harbor")
FOUR = ("action-plan", "communication-scripts", "intimacy-menu", "pain-stress-intimacy-cycle")
WIDTH, GALLERY_WIDTH = 1400, 420  # of a picture, in px
GAP = 14
COLOURS = 32
GROUND, EDGE = "#eef0f0", "#b9c2c3"

HEAD = """\
# Gallery

The first page of every sheet, on letter paper in the default brand. `./run pictures` makes this
page anew.
"""


def main() -> None:
    """Write every picture into its file, and the gallery."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        for brand in BRANDS:
            workshop = _workshop(brand, Path(folder))
            built = [_build(workshop, name, Path(folder)) for name in FOUR]
            _save(side_by_side(built), PAGES / f"{brand}.png")
        workshop = _workshop(BRANDS[0], Path(folder))
        files = workshop.folders.handouts()
        for name in files:
            _save(for_gallery(_build(workshop, name, Path(folder))), GALLERY / f"{name}.png")
        handouts = [workshop.library.handout(path) for path in files.values()]
    for old in GALLERY.glob("*.png"):
        if old.stem not in files:
            old.unlink()
    GALLERY_PAGE.write_text(gallery(handouts), "utf-8")


def side_by_side(pdfs: Iterable[Path]) -> Image.Image:
    """The first pages in a row, each with a thin edge, on a light ground."""
    paths = list(pdfs)
    pages = [_first_page(path, (WIDTH - GAP) // len(paths) - GAP) for path in paths]
    height = max(page.height for page in pages)
    row = Image.new("RGB", (WIDTH, height + 2 * GAP), GROUND)
    left = GAP
    for page in pages:
        row.paste(page, (left, GAP))
        left += page.width + GAP
    return row


def for_gallery(pdf: Path) -> Image.Image:
    """The first page in few colours, which makes a small file."""
    page = _first_page(pdf, GALLERY_WIDTH)
    return page.quantize(COLOURS, dither=Image.Dither.NONE)


def gallery(handouts: Iterable[Handout]) -> str:
    """The page that shows each handout: its title, summary, first page and whom it is for."""
    return "\n".join([HEAD, *(_entry(handout) for handout in handouts)])


def _entry(handout: Handout) -> str:
    title, summary = plain(handout.title), plain(handout.summary)
    whom = WORDS["en"][handout.audience].capitalize()
    facts = f"{whom}, {handout.minutes} minutes"
    picture = f"![The first page of “{title}”](pages/gallery/{handout.id}.png)"
    return f"## {title}\n\n{summary}\n\n{facts}: `handoutgen build {handout.id}`\n\n{picture}\n"


def _workshop(brand: str, folder: Path) -> Workshop:
    folders = Folders(folder)
    return Workshop(folders, folders.shipped / "templates" / "brands" / brand / "_brand.yml")


def _build(workshop: Workshop, name: str, folder: Path) -> Path:
    return workshop.build(workshop.folders.handout(name), folder).path


def _save(picture: Image.Image, target: Path) -> None:
    picture.save(target, optimize=True)
    print(f"{target.relative_to(DOCS.parent)}  {target.stat().st_size // 1000} kB")


def _first_page(pdf: Path, width: int) -> Image.Image:
    """The page at a width in px, drawn larger first so that small letters stay clear."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        page = document[0]
        drawn = page.render(scale=2 * width / page.get_width()).to_pil().convert("RGB")
    height = round(width * drawn.height / drawn.width)
    small = drawn.resize((width - 2, height - 2), Image.Resampling.LANCZOS)
    return ImageOps.expand(small, 1, EDGE)


if __name__ == "__main__":
    main()
