"""What comes off the press, and what the engine must not pass over in silence."""

import logging
import os
import sys
import time
from collections import OrderedDict
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from handoutgen.content.blanks import Blank
from handoutgen.errors import EngineMissingError, PressError
from handoutgen.folders import Folders
from handoutgen.press import engine as module
from handoutgen.press.assets import AssetGate
from handoutgen.press.engine import Engine, Printed, load
from handoutgen.press.finish import Form
from support.pdf import fonts, page_sizes, page_texts
from support.practice import Practice
from support.tags import tag_tree

SANS = 'html { font-family: "Atkinson Hyperlegible Next" }\n'
DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def printed(
    engine: Engine, practice: Practice, body: str, css: str = "", system: bool = False
) -> Printed:
    html = f'<html lang="en"><title>T</title><body>{body}</body></html>'
    return engine.print(html, SANS + css, AssetGate(practice.folders), system)


def failure(engine: Engine, practice: Practice, body: str, css: str = "") -> str:
    with pytest.raises(PressError) as caught:
        printed(engine, practice, body, css)
    return str(caught.value)


def test_a_document_is_printed(engine: Engine, practice: Practice) -> None:
    css = "@page { size: 100mm 90mm } h2 { break-before: page; font-family: Literata }"
    done = printed(engine, practice, "<h1>One</h1><h2>Two</h2>", css)
    assert page_texts(done.pdf) == ["One", "Two"]
    assert page_sizes(done.pdf) == [(283.5, 255.1)] * 2
    assert done.pages == 2
    assert done.families == {"Atkinson Hyperlegible Next", "Literata"}
    assert done.faults == ()


def test_the_same_document_gets_the_same_bytes(engine: Engine, practice: Practice) -> None:
    first = printed(engine, practice, "<p>One")
    assert printed(engine, practice, "<p>Two").pdf != first.pdf
    assert printed(engine, practice, "<p>One").pdf == first.pdf
    assert printed(Engine(), practice, "<p>One").pdf == first.pdf


def test_the_folder_is_not_in_the_bytes(engine: Engine, practice: Practice) -> None:
    other = Practice(practice.folder.parent / "elsewhere")
    done = []
    for each in (practice, other):
        each.write("images/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9px"/>')
        address = (each.folder / "images/dot.svg").as_uri()
        done.append(printed(engine, each, f'<p>One <img src="{address}" alt="A dot">').pdf)
    assert done[0] == done[1]
    assert str(practice.folder).encode() not in done[0]


def test_a_missing_picture_is_a_fault(engine: Engine, practice: Practice) -> None:
    practice.write("images/cat.png", b"")
    said = failure(engine, practice, '<p>One <img src="images/cap.png" alt="A cap">')
    assert said == (
        "there is no picture 'images/cap.png'\n  Looked in 'images'. Did you mean 'images/cat.png'?"
    )


@pytest.mark.parametrize(
    ("body", "css"),
    [
        ('<img src="https://example.org/a.png" alt="A">', ""),
        ("", "body { background: url(https://example.org/a.png) }"),
        ("", "@import url(https://example.org/a.css);"),
        ("", "@font-face { font-family: A; src: url(https://example.org/a.ttf) }"),
        ('<object data="https://example.org/a.png">A</object>', ""),
    ],
)
def test_nothing_is_fetched_from_the_network(
    engine: Engine, practice: Practice, body: str, css: str
) -> None:
    html = f'<html lang="en"><title>T</title><body>{body}</body></html>'
    for _ in range(2):  # also where the style sheet has been read before
        with pytest.raises(PressError) as caught:
            engine.print(html, css + SANS, AssetGate(practice.folders))
        assert "isn't a file in the practice folder\n  handoutgen never uses the network." in str(
            caught.value
        )


def test_a_refusal_inside_a_drawing_is_a_fault(engine: Engine, practice: Practice) -> None:
    svg = '<svg width="9" height="9"><title>A</title><image href="file:///etc/a.png"/></svg>'
    said = failure(engine, practice, f"<p>One {svg}")
    assert said.startswith("/etc/a.png: lies outside the folders that pictures and fonts are ")


def test_a_broken_font_file_is_a_fault(engine: Engine, practice: Practice) -> None:
    practice.write("templates/a.ttf", b"\0\1\0\0 and nothing more")
    css = "@font-face { font-family: A; src: url(templates/a.ttf) } p { font-family: A }"
    for _ in range(2):  # also where the style sheet has been read before
        said = failure(engine, practice, "<p>One", css)
        assert said == "the page can't be printed: Font-face 'A' cannot be loaded"


def test_a_style_that_the_engine_does_not_know_is_a_fault_each_time(
    engine: Engine, practice: Practice
) -> None:
    for _ in range(2):
        said = failure(engine, practice, "<p>One", "p { colour: red; }")
        assert said == "the page can't be printed: Ignored `colour: red`, unknown property."


def test_it_is_told_where_the_part_of_the_style_sheet_is_named(
    engine: Engine, practice: Practice
) -> None:
    named = "/* templates/styles/a.css */\np {}\n/* templates/styles/b.css */\n"
    css = named + "p { }\n  p { colour: red; }"
    assert failure(engine, practice, "<p>One", css) == (
        "templates/styles/b.css:2:7: the page can't be printed: "
        "Ignored `colour: red`, unknown property.\n"
        "  2 |   p { colour: red; }\n"
        "    |       ^\n"
        "  remove your copy to fall back on the shipped template"
    )


def test_a_style_of_the_page_itself_is_not_told_in_a_style_sheet(
    engine: Engine, practice: Practice
) -> None:
    body = "<style>\n\n\np { colour: red; }</style><p>One"
    said = failure(engine, practice, body, "/* templates/styles/a.css */\np {}\np {}\np {}\n")
    assert said == "the page can't be printed: Ignored `colour: red`, unknown property."


def test_a_letter_that_no_font_has_is_left_to_the_inspection(
    engine: Engine, practice: Practice
) -> None:
    assert [fault.message for fault in printed(engine, practice, "<p>睡").faults] == [
        "no font here can draw '睡' (U+7761)"
    ]


def test_inputs_become_fields_where_there_is_a_form(
    engine: Engine, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def note(pdf: pikepdf.Pdf, *given: object) -> list[Blank]:
        (field,) = pdf.Root.AcroForm.Fields
        asked.append((str(field.T), *given))
        field.TU = pikepdf.String("made")
        return []

    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr("handoutgen.press.finish.fields.make_fields", note)
    form = Form((Blank("a.b", "How?", "how"),), DEJAVU, 12)
    html = '<html lang="en"><title>T</title><p>One <input type=checkbox name=a.b title=How?>'
    done = engine.print(html, SANS, AssetGate(practice.folders), form=form)
    time.sleep(1)  # where the file's identifier would be made of the time
    assert engine.print(html, SANS, AssetGate(practice.folders), form=form) == done
    assert asked == [("a.b", form.blanks, DEJAVU, 12)] * 2
    with pikepdf.open(BytesIO(done.pdf)) as pdf:
        assert [str(each.TU) for each in pdf.pages[0].Annots] == ["made"]
    plain = engine.print(html, SANS, AssetGate(practice.folders))
    with pikepdf.open(BytesIO(plain.pdf)) as pdf:
        assert "/AcroForm" not in pdf.Root
    assert len(asked) == 2


def test_the_structure_is_mended(engine: Engine, practice: Practice) -> None:
    done = printed(
        engine, practice, "<table><tr><th>A</table>", "@page { @top-left { content: 'x' } }"
    )
    assert tag_tree(done.pdf).splitlines()[-1].strip() == 'TH scope=Column "A"'


def test_the_log_is_left_as_it_was(engine: Engine, practice: Practice) -> None:
    logger = logging.getLogger("weasyprint")
    before = list(logger.handlers)
    failure(engine, practice, "<p>One", "p { colour: blue }")
    failure(engine, practice, '<img src="none.png" alt="A">')
    assert logger.handlers == before


def test_only_the_bundled_fonts_are_used(engine: Engine, practice: Practice) -> None:
    css = 'p { font-family: "DejaVu Sans" }'
    done = printed(engine, practice, "<p>One", css)
    assert done.families == {"Atkinson Hyperlegible Next"} or done.families == {"Literata"}
    assert os.environ["FONTCONFIG_FILE"].endswith("/templates/fonts/fonts.conf")


@pytest.mark.skipif(not DEJAVU.exists(), reason="DejaVu Sans isn't installed here")
def test_the_machines_fonts_are_used_where_asked_for(
    engine: Engine, practice: Practice, capfd: pytest.CaptureFixture[str]
) -> None:
    css = 'p { font-family: "DejaVu Sans" } b { font-family: Literata; font-weight: 700 }'
    done = printed(engine, practice, "<p>One <b>Two</b>", css, system=True)
    assert done.families == {"DejaVu Sans", "Literata"}
    assert list(fonts(done.pdf)) == ["DejaVu-Sans", "Literata-Bold"]
    assert all(fonts(done.pdf).values())
    assert capfd.readouterr() == ("", "")  # Fontconfig finds nothing odd in the settings


def test_a_style_sheet_is_read_once(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, read = Engine(), []
    whole = engine._weasyprint.CSS
    monkeypatch.setattr(
        engine._weasyprint, "CSS", lambda **given: read.append(given["string"]) or whole(**given)
    )
    for css in ("p {}", "b {}", "p {}", "b {}"):
        printed(engine, practice, "<p>One", css)
    assert read == [SANS + "p {}", SANS + "b {}"]


def test_few_style_sheets_are_kept_the_latest_used_ones(practice: Practice) -> None:
    engine = Engine()
    engine._styles = OrderedDict(((str(n), False), (None, None, {})) for n in range(8))  # type: ignore[misc]
    gate = AssetGate(practice.folders)
    engine._style("0", gate, None, "", False)
    engine._style("p {}", gate, None, "", False)
    assert [css for css, _ in engine._styles] == [*"234567", "0", "p {}"]


def test_an_engine_that_cannot_be_loaded_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                print("a long story")
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    monkeypatch.setattr("handoutgen.press.libraries.missing", lambda: ["Pango", "HarfBuzz"])
    monkeypatch.setattr("handoutgen.press.libraries.how_to_install", lambda: "brew install pango")
    with pytest.raises(EngineMissingError) as caught:
        load()
    assert str(caught.value) == (
        "The libraries that draw the pages are missing (Pango, HarfBuzz). To install them:\n"
        "brew install pango"
    )
    assert caught.value.exit_code == 1
    assert capsys.readouterr().out == ""


def test_the_identifier_does_not_tell_where_the_folders_lie(tmp_path: Path) -> None:
    seen = set()
    for name in ("a", "b"):
        folders = Folders(tmp_path / name / "p", tmp_path / name / "s")
        html = f"<img src='{folders.practice.as_uri()}/x'><img src='{folders.shipped.as_uri()}/y'>"
        seen.add(module._identifier(html, AssetGate(folders)))
    assert len(seen) == 1
    assert module._identifier("other", AssetGate(folders)) not in seen


def test_a_failure_of_the_engine_itself_is_told(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = module.Engine()

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(engine._weasyprint.HTML, "render", fail)
    with pytest.raises(PressError) as caught:
        engine.print("<html lang=en><title>T</title>", "", AssetGate(practice.folders))
    assert str(caught.value) == (
        "the engine failed on this page (ZeroDivisionError)\n"
        "  leave out one block after the other to find the one that it stumbles over"
    )
