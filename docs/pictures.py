"""Make the pictures of the sheets that the documents show: `./run pictures`.

One picture for each sample brand: the first page of every handout, side by side.
"""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image, ImageOps

from handoutgen.folders import Folders
from handoutgen.pipeline import Workshop

ROOT = Path(__file__).parents[1]
PAGES = Path(__file__).parent / "pages"
BRANDS = ("default", "harbor")
WIDTH = 1400  # of a picture, in px
GAP = 14
GROUND, EDGE = "#eef0f0", "#b9c2c3"


def main() -> None:
    """Write every picture into its file."""
    PAGES.mkdir(exist_ok=True)
    for brand in BRANDS:
        target = PAGES / f"{brand}.png"
        picture = side_by_side(first_pages(brand))
        picture.save(target, optimize=True)
        print(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1000} kB")


def first_pages(brand: str) -> list[Image.Image]:
    """The first page of each shipped handout in that brand, in the order of the ids."""
    with TemporaryDirectory() as folder:
        folders = Folders(Path(folder))
        file = ROOT / "templates" / "brands" / brand / "_brand.yml"
        workshop = Workshop(folders, file)
        built = [workshop.build(path, Path(folder)) for path in folders.handouts().values()]
        width = (WIDTH - GAP) // len(built) - GAP
        return [_first_page(each.path, width) for each in built]


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    """The pages in a row, each with a thin edge, on a light ground."""
    height = max(page.height for page in pages)
    row = Image.new("RGB", (WIDTH, height + 2 * GAP), GROUND)
    left = GAP
    for page in pages:
        row.paste(page, (left, GAP))
        left += page.width + GAP
    return row


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
