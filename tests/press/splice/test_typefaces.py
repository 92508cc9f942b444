"""What is spliced in is set in the typefaces that the engine takes, or laid out in full."""

from pathlib import Path

import pytest

from handoutgen.folders import shipped_folder
from handoutgen.press.finish import face
from handoutgen.press.splice.letters import Unfit
from support.pdf import page_texts
from support.practice import Practice
from support.spliced import Copier, furthest, visible_difference, write_sheets
from support.typefaces import (
    ATKINSON,
    LITERATA,
    PLAIN_LETTERS,
    postscript,
    saved,
    truetype,
    variable,
)

BRAND = """\
meta: {{name: Elm}}
typography:
  fonts:
    - {{family: Elm, source: file, files: [{files}]}}
    - {{family: Oak, source: file, files: [fonts/Oak.ttf]}}
  base: Elm
"""
VALUES = {"name": "Anna Maria", "header": "Anna Maria · today"}
FOREIGN = {"name": "Šime Đurić", "header": "Šime Đurić"}


class Place:
    """A practice with a typeface or a style sheet of its own, and one sheet."""

    def __init__(self, practice: Practice, cache: Path) -> None:
        write_sheets(practice)
        self.practice = practice
        self.copier = Copier(practice, cache)
        self.spec = self.copier.spec(("aside",))

    def brand(self, more: str = "", **files: bytes) -> None:
        """Take these files for the text; what comes after `__` is how a file's name ends."""
        names = [name.replace("__", ".") for name in files]
        for name, data in zip(names, files.values(), strict=True):
            self.practice.write(f"fonts/{name}", data)
        listed = ", ".join(f"fonts/{name}" for name in names if not name.startswith("Oak"))
        self.practice.write("_brand.yml", BRAND.format(files=listed) + more)

    def style(self, rules: str) -> None:
        """Add rules to those for what is filled in."""
        name = "templates/styles/entries.css"
        shipped = (shipped_folder() / name).read_text("utf-8")
        self.practice.write(name, f"{shipped}\n{rules}\n")

    def why(self, values: dict[str, str]) -> tuple[str, ...]:
        """Why a file isn't spliced; nothing where it is and looks as if laid out in full."""
        try:
            spliced = self.copier.spliced(self.spec, values)
        except Unfit as error:
            text = _squeezed(" ".join(page_texts(self.copier.whole(self.spec, values))))
            assert all(_squeezed(value) in text for value in values.values())
            return error.kinds
        whole = self.copier.whole(self.spec, values)
        assert visible_difference(spliced, whole) < 20
        assert furthest(spliced, whole) < 0.2
        return ()

    def is_alike_where_nothing_is_filled_in(self) -> bool:
        """Whether what stands in while the base is made leaves no trace."""
        return self.why({}) == ()


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


@pytest.fixture
def place(practice: Practice, tmp_path: Path) -> Place:
    for known in (face.read_face, face.read_shaped, face.read_style):
        known.cache_clear()
    return Place(practice, tmp_path / "bases")


def regular(letters: str = PLAIN_LETTERS) -> bytes:
    return saved(truetype("Elm", LITERATA, "Regular", letters))


def test_the_plain_file_is_taken_wherever_it_is_listed(place: Place) -> None:
    """And for letters that it lacks the typeface that the engine takes."""
    bold = saved(truetype("Elm", ATKINSON, "Bold", PLAIN_LETTERS))
    italic = saved(truetype("Elm", ATKINSON, "Italic", PLAIN_LETTERS))
    place.brand(Bold__ttf=bold, Italic__ttf=italic, Regular__ttf=regular())
    assert place.why(VALUES) == ()
    assert place.why(FOREIGN) == ()


def test_a_packed_file_can_be_drawn_with(place: Place) -> None:
    font = truetype("Elm", ATKINSON, "Regular", PLAIN_LETTERS)
    place.brand(Elm__woff2=saved(font, "woff2"))
    assert place.why(VALUES) == ()


def test_a_variable_font_is_drawn_in_its_usual_weight(place: Place) -> None:
    place.brand(Elm__ttf=saved(variable("Elm", "wght", 300, 700)))
    assert place.why(VALUES) == ()


@pytest.mark.parametrize("kind", ["outlines", "sizes"])
def test_with_a_font_that_cannot_be_drawn_with_all_is_laid_out_in_full(
    place: Place, kind: str
) -> None:
    if kind == "outlines":
        place.brand(Elm__otf=saved(postscript("Elm")))
    else:
        place.brand(Elm__ttf=saved(variable("Elm", "opsz", 8, 72)))
    assert place.why(VALUES) == ("font",)
    assert place.is_alike_where_nothing_is_filled_in()


def test_letters_that_another_font_of_the_brand_has_are_left_to_the_engine(place: Place) -> None:
    oak = saved(truetype("Oak", ATKINSON))
    place.brand("  headings: Oak\n", Regular__ttf=regular(), Oak__ttf=oak)
    assert place.why(VALUES) == ()
    assert place.why(FOREIGN) == ("letters",)


HEAD = "@page sheet-1 {{ @top-right {{ {} !important }} }}"


@pytest.mark.parametrize(
    ("rules", "kinds"),
    [
        (".answer { color: #c00000; font-size: 14pt }" + HEAD.format("text-align: left"), ()),
        (".answer { font-family: Literata }" + HEAD.format("font-family: Literata"), ()),
        (".answer { font-family: Literata }", ("font",)),
        (".answer { text-transform: uppercase }", ("kind",)),
        (HEAD.format("letter-spacing: 1pt"), ("kind",)),
    ],
)
def test_a_practices_own_style_is_kept(place: Place, rules: str, kinds: tuple[str, ...]) -> None:
    place.style(rules)
    assert place.why(VALUES) == kinds
    assert place.is_alike_where_nothing_is_filled_in()
