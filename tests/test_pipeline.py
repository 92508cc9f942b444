"""One handout from its file to its PDF, by the Python API."""

import shutil
import socket
from pathlib import Path

import pytest

import handoutgen
from handoutgen import Edition, build_handout
from handoutgen.errors import ContentError, PressError, UsageError
from handoutgen.folders import digest, shipped_folder
from support.pdf import fonts, page_sizes, page_texts
from support.practice import Practice
from support.terminal import BRAND, TINY

FONTS = shipped_folder() / "templates/fonts"
OWN_FONT = """\
meta: {name: Elm Practice}
logo: {images: {mark: {path: images/mark.svg, alt: An elm}}, small: mark}
typography:
  base: My Sans
  fonts:
    - family: My Sans
      source: file
      files: [fonts/Mine.ttf]
"""
MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'


def furnish(practice: Practice) -> Practice:
    """Give the practice a font, a logo and a handout of its own."""
    practice.write("_brand.yml", OWN_FONT)
    practice.write("images/mark.svg", MARK)
    practice.write("fonts/Mine.ttf", (FONTS / "AtkinsonHyperlegibleNext-Regular.ttf").read_bytes())
    practice.sheet(TINY, name="tiny")
    return practice


def failure(practice: Practice, name: str = "tiny") -> str:
    with pytest.raises(PressError) as caught:
        build_handout(name, practice=practice.folder)
    assert not (practice.folder / "output").exists()
    return str(caught.value)


def test_a_handout_becomes_a_pdf_of_its_name(practice: Practice) -> None:
    path = practice.sheet(TINY, name="tiny")
    built = build_handout("tiny", practice=practice.folder)
    assert built.path == practice.folder / "output/tiny.pdf"
    assert built.pages == 1
    assert "Rest a little." in page_texts(built.path.read_bytes())[0]
    assert built.reads[str(path)] == digest(path.read_bytes())
    assert built.reads[str(practice.folder / "_brand.yml")] is None


def test_all_of_it_can_be_chosen(practice: Practice, tmp_path: Path) -> None:
    path = practice.write("sheets/other.yaml", practice.sheet(TINY).read_bytes())
    brand = practice.write("second.yml", "meta: {name: Second Practice}")
    built = build_handout(
        path,
        output=tmp_path / "new/folder",
        practice=practice.folder,
        brand=brand,
        edition=Edition("a4"),
    )
    assert built.path == tmp_path / "new/folder/other.pdf"
    assert page_sizes(built.path.read_bytes()) == [(595.3, 841.9)]
    assert "Second Practice" in page_texts(built.path.read_bytes())[0]


def test_the_brand_chooses_the_paper_otherwise(practice: Practice) -> None:
    practice.sheet(TINY, name="tiny")
    practice.write("_brand.yml", BRAND + "defaults: {handoutgen: {paper: a4}}\n")
    built = build_handout("tiny", practice=practice.folder)
    assert page_sizes(built.path.read_bytes()) == [(595.3, 841.9)]
    built = build_handout("tiny", practice=practice.folder, edition=Edition("letter"))
    assert page_sizes(built.path.read_bytes()) == [(612.0, 792.0)]


def test_the_current_folder_is_the_practice_unless_named(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice.sheet(TINY, name="tiny")
    monkeypatch.chdir(practice.folder)
    assert build_handout("tiny").path == practice.folder / "output/tiny.pdf"


def test_built_again_here_or_elsewhere_it_is_the_same_to_the_byte(
    practice: Practice, tmp_path: Path
) -> None:
    furnish(practice)
    first = build_handout("tiny", practice=practice.folder).path.read_bytes()
    assert build_handout("tiny", practice=practice.folder).path.read_bytes() == first
    shutil.copytree(practice.folder, tmp_path / "a longer name")
    copy = build_handout("tiny", practice=tmp_path / "a longer name", output=tmp_path / "out")
    assert copy.path.read_bytes() == first
    assert str(tmp_path).encode() not in first
    assert all(fonts(first).values())


def test_no_network_is_used(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(practice)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert build_handout("tiny", practice=practice.folder).pages == 1


def test_a_faulty_handout_raises_all_that_is_wrong(practice: Practice) -> None:
    practice.sheet("  - block: txet\n  - block: text\n", name="tiny")
    with pytest.raises(ContentError) as caught:
        build_handout("tiny", practice=practice.folder)
    assert [(p.file, p.line) for p in caught.value.problems] == [
        ("handouts/tiny.yaml", 8),
        ("handouts/tiny.yaml", 9),
    ]
    with pytest.raises(UsageError):
        build_handout("tinny", practice=practice.folder)


def test_a_fault_on_the_page_is_told_where_its_block_stands(practice: Practice) -> None:
    practice.sheet(TINY + "  - block: text\n    text: Rest 睡 a little.\n", name="tiny")
    assert failure(practice) == (
        "handouts/tiny.yaml:10:5: no font here can draw '睡' (U+7761)\n"
        "  10 |   - block: text\n"
        "     |     ^\n"
        "  write it another way, or name a font that has it in the brand's 'typography'"
    )


def test_a_fault_in_a_content_block_is_told_in_its_file(practice: Practice) -> None:
    practice.write("handouts/blocks/sleep.yaml", "# sleep\nblock: text\ntext: Rest 睡.\n")
    practice.sheet(TINY + "  - use: sleep\n", name="tiny")
    said = failure(practice)
    assert said.startswith("handouts/blocks/sleep.yaml:2:1: no font here can draw '睡' (U+7761)\n")


def test_a_letter_in_a_ring_is_told(practice: Practice) -> None:
    ring = "  - block: cycle\n    title: Ring\n    steps: [One, 睡, Three]\n"
    practice.sheet(TINY + ring, name="tiny")
    assert failure(practice).startswith("handouts/tiny.yaml:10:5: no font here can draw '睡'")


@pytest.mark.parametrize("brand", ["{name: Elm 睡}", "{name: Elm, address: 睡 Street}"])
def test_a_letter_in_the_brand_is_told(practice: Practice, brand: str) -> None:
    practice.sheet(TINY, name="tiny")
    practice.write("_brand.yml", f"meta: {brand}\n")
    assert failure(practice).startswith("_brand.yml: no font here can draw '睡' (U+7761)\n")


def test_a_letter_in_the_title_is_told(practice: Practice) -> None:
    practice.write("handouts/tiny.yaml", practice.sheet(TINY).read_text().replace("A test", "睡"))
    assert failure(practice).startswith("handouts/tiny.yaml: no font here can draw '睡' (U+7761)\n")


def test_a_word_wider_than_its_cell_is_told(practice: Practice) -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle"
    table = f"  - block: table\n    columns: [A, B]\n    rows: [[One, {word}]]\n"
    practice.sheet(table, name="tiny")
    assert failure(practice) == (
        f"handouts/tiny.yaml:8:5: '{word[:40]}' doesn't fit its place on page 1\n"
        "  8 |   - block: table\n"
        "    |     ^\n"
        "  make it shorter, or split a very long word"
    )


def test_a_box_that_a_template_makes_too_small_is_told(practice: Practice) -> None:
    practice.sheet(TINY, name="tiny")
    practice.write(
        "templates/blocks/text.html.j2",
        '<div style="width: 60mm; height: 4mm">{{ block.text | prose }}</div>',
    )
    assert failure(practice).startswith(
        "handouts/tiny.yaml:8:5: 'Rest a little.' doesn't fit its place on page 1\n"
    )


def test_a_ring_label_that_a_style_makes_too_large_is_told(practice: Practice) -> None:
    practice.sheet(
        "  - block: cycle\n    title: Ring\n    steps: [Some words, Two, Three]\n", name="tiny"
    )
    css = (shipped_folder() / "templates/styles/blocks.css").read_text()
    practice.write("templates/styles/blocks.css", css + "\n.ring li { font-size: 90pt }\n")
    said = failure(practice)
    assert said.startswith("handouts/tiny.yaml:8:5: '")
    assert "doesn't fit its place on page" in said


def test_a_missing_picture_in_a_template_is_told(practice: Practice) -> None:
    practice.sheet(TINY, name="tiny")
    practice.write("templates/blocks/text.html.j2", '<img src="images/cat.png" alt="A cat">')
    assert failure(practice) == (
        "handouts/tiny.yaml: there is no picture 'images/cat.png'\n  Looked in 'images'."
    )


def test_a_refused_file_is_told_by_its_own_name(practice: Practice) -> None:
    practice.sheet(TINY, name="tiny")
    practice.write("images/cat.png", "not a picture")
    practice.write("templates/blocks/text.html.j2", '<img src="images/cat.png" alt="A cat">')
    assert failure(practice).startswith("images/cat.png: ")


def test_a_style_that_the_engine_does_not_know_is_told(practice: Practice) -> None:
    practice.sheet(TINY, name="tiny")
    css = (shipped_folder() / "templates/styles/type.css").read_text()
    practice.write("templates/styles/type.css", css + "b { colour: red; }\n")
    line = css.count("\n") + 1
    assert failure(practice).startswith(
        f"templates/styles/type.css:{line}:5: the page can't be printed: "
        "Ignored `colour: red`, unknown property.\n"
    )


def test_a_family_that_is_not_on_the_machine_is_told(practice: Practice) -> None:
    practice.sheet(TINY, name="tiny")
    practice.write(
        "_brand.yml",
        "meta: {name: Elm}\ntypography: {base: Nowhere Sans, headings: Literata,"
        " fonts: [{family: Nowhere Sans, source: system}]}\n",
    )
    assert failure(practice) == (
        "_brand.yml: the font 'Nowhere Sans' isn't on this machine\n"
        "  give its file in the brand's 'typography: fonts:' with 'source: file'"
    )


def test_a_broken_font_file_is_told(practice: Practice) -> None:
    furnish(practice).write("fonts/Mine.ttf", b"\0\1\0\0 and nothing more")
    with pytest.raises(ContentError) as caught:
        build_handout("tiny", practice=practice.folder)
    assert str(caught.value).startswith("_brand.yml:8:15: 'Mine.ttf' can't be read as a font\n")


DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


@pytest.mark.skipif(not DEJAVU.exists(), reason="DejaVu Sans isn't installed here")
def test_a_family_of_the_machine_is_used(practice: Practice) -> None:
    practice.sheet(TINY, name="tiny")
    practice.write(
        "_brand.yml",
        "meta: {name: Elm}\ntypography: {base: DejaVu Sans, headings: Literata,"
        " fonts: [{family: DejaVu Sans, source: system}]}\n",
    )
    built = build_handout("tiny", practice=practice.folder)
    names = fonts(built.path.read_bytes())
    assert all(names.values())
    assert {name.partition("-")[0] for name in names} == {"DejaVu", "Literata"}


def test_the_package_offers_the_api_by_name() -> None:
    for name in handoutgen.__all__:
        assert getattr(handoutgen, name)
    with pytest.raises(AttributeError) as caught:
        handoutgen.build_batch  # noqa: B018
    assert str(caught.value) == "module 'handoutgen' has no attribute 'build_batch'"
