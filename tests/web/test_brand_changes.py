"""What the brand's form changes in the file, and that all else keeps its bytes."""

from difflib import ndiff
from pathlib import Path

import pytest

from handoutgen.content.brand import read_brand
from handoutgen.errors import ContentError
from handoutgen.folders import Folders, shipped_folder
from handoutgen.web.branding.changes import changed, with_font, with_logo, without_logo
from handoutgen.web.branding.file import FIELDS, SAME, BrandFile, opening, usual
from handoutgen.web.branding.uploads import Font

FULL = """\
# Our brand: ask Kim before you change it.
meta:
  name:   # as on the door
    full: "Elm Row Counseling"
    short: 'Elm Row'

  phone: 555-0119      # the front desk
  fax: 555-0120
  license: CC BY 4.0
  link:
    home: https://elmrow.example
    mastodon: https://social.example/@elm
logo:
  images:
    leaf: {path: logo.svg, alt: An elm leaf}
    dark-leaf: logo-dark.svg
  small: dark-leaf
  medium:
    light: leaf   # for paper
    dark: dark-leaf
color:
  palette:
    blue: "#234a7c"   # of the sign
    rust: "#7a3d1d"
  foreground:
    light: "#1e2430"
    dark: "#ffffff"
  primary: blue
  secondary: rust
  tertiary: blue
typography:
  fonts:
    - family: Elm Sans
      source: google
    - {family: Elm Serif, source: bunny}
  base: {family: Literata, weight: 400}
  monospace: Elm Mono
unknown: [1, 2]  # of another program
defaults:
  bootstrap: {a: b}
  handoutgen:
    paper: a4
    crisis: Call us at any hour.
# the end"""

OPEN_FONT = Font(b"", ".ttf", "Oak Sans", 400, False)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def lines(before: str, after: str) -> list[str]:
    """The lines that went and those that came."""
    pairs = ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line.rstrip("\n") for line in pairs if line[0] in "-+"]


def change(before: str, folders: Folders, **values: str) -> list[str]:
    """The lines that change with the form; the form then shows what was put in."""
    after = changed(before, values, folders)
    file = BrandFile(after, folders)
    assert {name: file.value(name) for name in values} == values
    others = [name for name in FIELDS if name not in values]
    shown = BrandFile(before, folders)
    assert [file.value(name) for name in others] == [shown.value(name) for name in others]
    return lines(before, after)


def test_a_form_that_says_what_the_file_says_changes_no_byte(folders):
    for text in (FULL, FULL.replace("\n", "\r\n"), "\ufeff" + FULL, "meta: {name: Oak}", ""):
        assert changed(text, BrandFile(text, folders).values(), folders) == text


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("name", "Oak", ['-     full: "Elm Row Counseling"', "+     full: Oak"]),
        ("short", "yes", ["-     short: 'Elm Row'", '+     short: "yes"']),
        ("phone", "1: 2 # 3", ["-   phone: 555-0119      # the front desk", ""]),
        ("licence", "All rights", ["-   license: CC BY 4.0", "+   license: All rights"]),
        ("link", "https://o.example", ["-     home: https://elmrow.example", ""]),
        ("clinician", "- K. *Sample*", ['+   clinician: "- K. *Sample*"']),
        ("primary", "rust", ["-   primary: blue", "+   primary: rust"]),
        ("primary", "#123456", ["-   primary: blue", '+   primary: "#123456"']),
        ("foreground", "navy", ['-     light: "#1e2430"', "+     light: navy"]),
        ("secondary", "", ["-   secondary: rust"]),
        ("footer", "Oak & <b>", ["+     footer: Oak & <b>"]),
        ("paper", "letter", ["-     paper: a4", "+     paper: letter"]),
        ("crisis", "", ["-     crisis: Call us at any hour.", '+     crisis: ""']),
        ("alt", "An elm", ["-     leaf: {path: logo.svg, alt: An elm leaf}", ""]),
        ("text", "Elm Sans", ["-   base: {family: Literata, weight: 400}", ""]),
        ("headings", "Literata", ["+   headings:", "+     family: Literata"]),
    ],
)
def test_one_field_changes_its_own_line_alone(folders, field, value, expected):
    found = change(FULL, folders, **{field: value})
    assert found[0] == expected[0]
    assert len(found) == len(expected)
    if expected[-1]:
        assert found == expected
    else:
        assert value in found[1] or f'"{value}"' in found[1]
        kept = found[0].partition("#")[2]
        assert kept in found[1]


def test_line_ends_and_a_mark_at_the_start_stay(folders):
    for text in (FULL.replace("\n", "\r\n"), "\ufeff" + FULL):
        after = changed(text, {"name": "Oak", "clinician": "K."}, folders)
        assert after.count("\r\n") in (0, text.count("\r\n") + 1)
        assert after.count("\n") == text.count("\n") + 1
        assert after[:1] == text[:1]


def test_a_text_that_stands_for_two_becomes_fields_when_one_changes(folders):
    text = "meta:\n  name: Elm Row\n  phone: 1\nlogo: logo.svg\n"
    assert change(text, folders, name="Oak") == ["-   name: Elm Row", "+   name: Oak"]
    found = change(text, folders, short="Elm")
    assert found[0] == "-   name: Elm Row"
    assert found[1:] == ["+   name:", "+     full: Elm Row", "+     short: Elm"]
    found = change(text, folders, alt="A leaf")
    assert found == ["- logo: logo.svg", "+ logo:", "+   path: logo.svg", "+   alt: A leaf"]
    found = change(FULL, folders, couples="Ask us.")
    assert sorted(found) == [
        "+       couples: Ask us.",
        "+       crisis: Call us at any hour.",
        "+     crisis:",
        "-     crisis: Call us at any hour.",
    ]


def test_the_words_of_handoutgen_are_not_written_down(folders):
    text = "defaults:\n  handoutgen:\n    crisis:\n      couples: Ours.\n      medicine: X\n"
    assert change(text, folders, couples=usual("couples")) == ["-       couples: Ours."]
    plain = usual("crisis").replace("\u00a0", " ")
    assert changed(text, {"crisis": plain}, folders) == text
    assert change(text, folders, education="") == ['+       education: ""']


def test_an_empty_file_gets_what_is_filled_in_alone(folders):
    after = changed("", {"name": "Oak", "primary": "teal", "paper": "a4"}, folders)
    assert after == (
        "meta:\n  name:\n    full: Oak\ncolor:\n  primary: teal\n"
        "defaults:\n  handoutgen:\n    paper: a4\n"
    )


def test_headings_stay_as_the_form_shows_them_when_the_text_changes(folders):
    after = changed("", {"text": "Literata"}, folders)
    assert "headings" not in after
    text = "typography:\n  base: Literata\n"
    assert BrandFile(text, folders).value("headings") == SAME
    after = changed(text, {"text": "Atkinson Hyperlegible Next", "headings": SAME}, folders)
    assert after == "typography:\n  base: Atkinson Hyperlegible Next\n"
    after = changed(text, {"headings": "Atkinson Hyperlegible Next"}, folders)
    assert BrandFile(after, folders).value("headings") == "Atkinson Hyperlegible Next"
    after = changed(after, {"headings": SAME}, folders)
    assert after == text


def test_headings_keep_their_own_face_when_the_text_gets_its_first(folders):
    values = BrandFile("", folders).values() | {"text": "Atkinson Hyperlegible Next"}
    after = changed("", values | {"text": "Literata"}, folders)
    assert BrandFile(after, folders).values() == values | {"text": "Literata"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("meta: {name: Oak}\n", "meta: {name: Oak}\nlogo:\n  path: logo.png\n"),
        ("logo: logo.svg # ours\n", "logo: logo.png # ours\n"),
        ("logo:\n  path: a/b.svg\n  alt: X\n", "logo:\n  path: logo.png\n  alt: X\n"),
        ("logo:\n  small: a.svg\n  large: b.svg\n", "logo:\n  small: logo.png\n  large: b.svg\n"),
        ("logo:\n  images: {a: b.svg}\n", None),
    ],
)
def test_a_new_logo_takes_the_place_of_the_one_that_is_printed(folders, text, expected):
    after = with_logo(text, "logo.png", folders)
    assert BrandFile(after, folders).logo() == "logo.png"
    assert expected in (None, after)


def test_of_several_pictures_the_printed_one_is_changed(folders):
    found = lines(FULL, with_logo(FULL, "logo.png", folders))
    assert found == [
        "-     leaf: {path: logo.svg, alt: An elm leaf}",
        "+     leaf: {path: logo.png, alt: An elm leaf}",
    ]
    after = without_logo(FULL)
    assert BrandFile(after, folders).logo() == ""
    assert "# of the sign" in after and "elm leaf" not in after


def test_a_font_is_listed_once_and_with_its_family(folders):
    text = with_font("meta: {name: Oak}\n", OPEN_FONT, "fonts/OakSans-Regular.ttf")
    assert text == (
        "meta: {name: Oak}\ntypography:\n  fonts:\n    - family: Oak Sans\n      source: file\n"
        "      files:\n        - path: fonts/OakSans-Regular.ttf\n          weight: 400\n"
    )
    assert with_font(text, OPEN_FONT, "fonts/OakSans-Regular.ttf") == text
    bold = Font(b"", ".ttf", "oak sans", 700, False)
    after = with_font(text, bold, "fonts/OakSans-Bold.ttf")
    assert lines(text, after) == [
        "+         - path: fonts/OakSans-Bold.ttf",
        "+           weight: 700",
    ]
    found = with_font(FULL, Font(b"", ".ttf", "Elm Sans", None, False), "fonts/ElmSans.ttf")
    assert all(line[0] == "+" for line in lines(FULL, found))
    assert "weight" not in "".join(lines(FULL, found))


def test_what_can_not_be_changed_alone_is_told(folders):
    text = "x: &phone 555\nmeta:\n  name: Oak\n  phone: *phone\n"
    with pytest.raises(ContentError):
        changed("meta:\n  name: [a\n", {"name": "Oak"}, folders)
    with pytest.raises(ContentError):
        changed("meta: Oak\n", {"phone": "1"}, folders)
    assert BrandFile(text, folders).value("name") == "Oak"


def test_the_sample_to_start_from_is_sound(folders):
    text = opening(shipped_folder() / "templates/brands/default/_brand.yml")
    assert "sample" not in text.lower()
    assert text.startswith("# ") and "\nmeta:\n" in text
    folders.practice.joinpath("_brand.yml").write_text(without_logo(text))
    assert read_brand(folders).warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        *("meta: []", "meta: {name: [a]}", "logo: [a]", "logo: {medium: {light: [x]}}", "- a"),
        *("typography: {fonts: {a: b}}", "typography: {fonts: [a, [b], {files: [[c], 1]}]}"),
        *("color: red", "color: {primary: {light: {a: b}}}", "a: [", "\t"),
        "defaults: {handoutgen: {crisis: [1]}}",
    ],
)
def test_any_file_can_be_looked_at(folders, text):
    file = BrandFile(text, folders)
    assert set(file.values()) == set(FIELDS)
    assert all(isinstance(each, str) for each in file.named_files())
    assert [file.colour(name) for name in ("primary", "secondary", "foreground")]


def test_what_is_new_stands_among_its_neighbours(folders):
    after = changed(FULL, {"clinician": "K. Sample", "headings": "Literata"}, folders).splitlines()
    assert after[after.index("  clinician: K. Sample") - 1].startswith("  phone:")
    assert after[after.index("  headings:") - 1].startswith("  base:")
    after = changed("defaults: {}\n", {"name": "Oak", "primary": "teal"}, folders)
    assert list(BrandFile(after, folders).settings.source.data) == ["defaults", "meta", "color"]
    after = changed("color:\n  primary: teal\ndefaults: {}\n", {"text": "Literata"}, folders)
    assert list(BrandFile(after, folders).settings.source.data)[:2] == ["color", "typography"]
