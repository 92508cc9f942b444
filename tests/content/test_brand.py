"""The brand file: what is taken from it, what it may get wrong, and what each fault is told."""

import os
import shutil
from pathlib import Path

import brand_yml
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from handoutgen.content.brand import Brand, Safety, read_brand
from handoutgen.content.branding.colour import contrast
from handoutgen.content.branding.typefaces import Face
from handoutgen.errors import ContentError, Problem
from handoutgen.folders import Folders, shipped_folder

SHIPPED = shipped_folder()
FONTS = SHIPPED / "templates" / "fonts"
BRANDS = SHIPPED / "templates" / "brands"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><title>x</title></svg>'


def brand_of(folder: Path, text: str) -> Brand:
    (folder / "_brand.yml").write_text("meta: {name: Oak}\n" + text, encoding="utf-8")
    return read_brand(Folders(folder))


def faults(folder: Path, text: str) -> list[Problem]:
    with pytest.raises(ContentError) as error:
        brand_of(folder, text)
    return list(error.value.problems)


def fault(folder: Path, text: str) -> tuple[int, int, str, str]:
    (found,) = faults(folder, text)
    assert found.file == "_brand.yml"
    return found.line, found.column, found.message, found.hint


# the brands that ship


@pytest.mark.parametrize("name", ["default", "harbor"])
def test_a_shipped_brand_loads_without_a_warning(tmp_path: Path, name: str) -> None:
    brand = read_brand(Folders(tmp_path), BRANDS / name / "_brand.yml")
    assert brand.warnings == ()
    assert all(path.is_file() for path in brand.files)
    assert len(brand.files) > 5
    assert not brand.uses_system_fonts


@pytest.mark.parametrize("name", ["default", "harbor"])
def test_a_shipped_brand_serves_other_tools(name: str) -> None:
    theirs = brand_yml.Brand.from_yaml(BRANDS / name / "_brand.yml")
    assert theirs.color is not None and theirs.color.primary is not None
    assert theirs.color.primary.startswith("#")


def test_the_default_brand_is_the_sample_practice(tmp_path: Path) -> None:
    brand = read_brand(Folders(tmp_path))
    assert brand.path == BRANDS / "default" / "_brand.yml"
    assert (brand.name, brand.short_name) == ("Willow Street Therapy", "Willow Street")
    assert (brand.phone, brand.address) == ("555-0134", "12 Willow Street, Springfield")
    assert (brand.licence, brand.paper, brand.language) == ("CC BY 4.0", "letter", "en")
    assert (brand.text_family, brand.heading_family) == ("Atkinson Hyperlegible Next", "Literata")
    assert (brand.colours.primary, brand.colours.secondary) == ("#1f5c63", "#8a3b52")
    assert brand.logo is not None and brand.logo.aspect == 1 and not brand.logo.is_wide


def test_the_second_brand_is_very_different(tmp_path: Path) -> None:
    brand = read_brand(Folders(tmp_path), BRANDS / "harbor" / "_brand.yml")
    assert brand.name == "Harbor Point Counseling & Rehabilitation"
    assert (brand.paper, brand.text_family, brand.heading_family) == ("a4", "Literata", "Literata")
    assert brand.faces[0] == Face("Literata", FONTS / "Literata-Regular.ttf", 400)
    assert brand.logo is not None and brand.logo.aspect > 4.5 and brand.logo.is_wide


@pytest.mark.parametrize("path", sorted(FONTS.glob("*.ttf")), ids=lambda path: path.stem)
def test_a_shipped_font_is_small_and_true_to_its_name(path: Path) -> None:
    font = TTFont(path)
    family, _, style = path.stem.partition("-")
    assert font["name"].getBestFamilyName().replace(" ", "") == family
    assert font["name"].getBestSubFamilyName().replace(" ", "") == style
    assert path.stat().st_size < 150_000
    assert (FONTS / f"OFL-{family}.txt").read_text().count("SIL OPEN FONT LICENSE") == 1


@pytest.mark.parametrize("name", ["default", "harbor"])
def test_a_shipped_logo_is_a_plain_drawing(name: str) -> None:
    logo = (BRANDS / name / "logo.svg").read_text()
    assert "<title>" in logo
    assert not any(word in logo for word in ("<use", "href", "url(", "<text", "<style", "<image"))


# which file


def test_the_practice_comes_before_the_shipped_and_a_named_file_before_both(
    tmp_path: Path,
) -> None:
    brand_of(tmp_path, "")
    other = tmp_path / "other.yml"
    other.write_text("meta: {name: Elm}")
    folders = Folders(tmp_path)
    assert read_brand(folders).name == "Oak"
    assert read_brand(folders, other).name == "Elm"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"^none\.yml: there is no such file"):
        read_brand(Folders(tmp_path), tmp_path / "none.yml")


def test_every_file_read_is_in_the_record(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SVG)
    shutil.copy(FONTS / "Literata-Bold.ttf", tmp_path)
    text = (
        "logo: a.svg\ntypography:\n  fonts: [{family: X, source: file, files: [Literata-Bold.ttf]}]"
    )
    folders = Folders(tmp_path)
    brand_of(tmp_path, text + "\n  base: X")
    read_brand(folders)
    names = ("_brand.yml", "a.svg", "Literata-Bold.ttf")
    assert all(folders.reads[str(tmp_path / name)] for name in names)


# words


def test_everything_has_a_default_but_the_name(tmp_path: Path) -> None:
    (tmp_path / "_brand.yml").write_text("color: {palette: {}}")
    brand = read_brand(Folders(tmp_path))
    assert (brand.name, brand.phone, brand.link, brand.footer) == ("", "", "", "")
    assert (brand.licence, brand.paper, brand.language) == ("CC BY 4.0", "letter", "en")
    assert (brand.logo, brand.safety) == (None, Safety())
    assert [w.message for w in brand.warnings] == ["the handouts will carry no name of a practice"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Oak", ("Oak", "Oak")),
        ("{full: Oak Lane Clinic, short: Oak}", ("Oak Lane Clinic", "Oak")),
        ("{short: Oak}", ("Oak", "Oak")),
        ("{full: Oak Lane}", ("Oak Lane", "Oak Lane")),
    ],
)
def test_a_name_is_whole_or_short(tmp_path: Path, name: str, expected: tuple[str, str]) -> None:
    (tmp_path / "_brand.yml").write_text(f"meta:\n  name: {name}\n  phone: 555\n  license: X")
    brand = read_brand(Folders(tmp_path))
    assert (brand.name, brand.short_name) == expected
    assert (brand.phone, brand.licence) == ("555", "X")
    assert brand.warnings == ()


def test_the_safety_texts_are_the_facts() -> None:
    safety = Safety()
    assert safety.crisis.startswith(
        "In a crisis in the US, call or text 988, or chat at 988lifeline.org, at any hour. "
    )
    assert safety.crisis.endswith("Veterans press\u00a01, Spanish press\u00a02.")
    assert "press 3" not in safety.crisis
    assert safety.couples == "If you don't feel safe with your partner: 1-800-799-7233."
    assert safety.education == (
        "For education. Not a replacement for care from a professional who knows you."
    )
    assert safety.medicine == (
        "Don't stop or change a medicine by yourself; talk to the person who prescribes it."
    )


def test_safety_texts_are_replaced_one_by_one(tmp_path: Path) -> None:
    text = "defaults:\n  handoutgen:\n    crisis:\n      crisis: Call 112.\n      couples: ''\n"
    expected = Safety(crisis="Call 112.", couples="")
    assert brand_of(tmp_path, text).safety == expected
    text = "defaults: {handoutgen: {crisis: Call 112., paper: a4, footer: Hi, language: es-MX}}"
    brand = brand_of(tmp_path, text)
    assert brand.safety == Safety(crisis="Call 112.")
    assert (brand.paper, brand.footer, brand.language) == ("a4", "Hi", "es-MX")


# what other tools keep in the file


def test_keys_of_other_tools_are_let_be(tmp_path: Path) -> None:
    text = (
        "color:\n  primary: {light: '#004488', dark: '#ffffff'}\n  secondary:\n    dark: '#eee'\n"
        "  link: blue\n  success: [1, 2]\n"
        "defaults: {shiny: {theme: {preset: x}}, bootstrap: {functions: no}}\n"
        "typography: {monospace: [x], link: {decoration: underline}}\n"
        "x-quarto: {anything: [1, {a: b}]}\n"
    )
    brand = brand_of(tmp_path, text)
    assert brand.warnings == ()
    assert brand.colours.primary == brand.colours.secondary == "#004488"


def test_a_misspelt_key_is_a_warning(tmp_path: Path) -> None:
    text = "colour: {a: b}\ntypograhpy:\n  x: y\ncolor:\n  primry: navy\n"
    warnings = brand_of(tmp_path, text.removeprefix("colour: {a: b}\n")).warnings
    assert [(w.line, w.column, w.message, w.hint) for w in warnings] == [
        (2, 1, "'typograhpy' is not a setting of a brand", "did you mean 'typography'?"),
        (5, 3, "'primry' is not a setting of a brand", "did you mean 'primary'?"),
    ]
    (warning,) = brand_of(tmp_path, "colour: {a: b}\n").warnings
    assert warning.hint == "did you mean 'color'?"


# wrong kinds


def test_every_fault_of_the_file_is_told_at_once(tmp_path: Path) -> None:
    text = (
        "logo: [a]\n"
        "color: '#123456'\n"
        "typography:\n  base: {family: {a: b}}\n  fonts: Literata\n"
        "defaults:\n  handoutgen:\n    paper: A5\n    language: English\n    crisis: [988]\n"
    )
    assert [(p.line, p.column, p.message) for p in faults(tmp_path, text)] == [
        (2, 7, "'logo' holds settings, not a list"),
        (3, 8, "'color' holds settings, not a text"),
        (5, 18, "'family' is one text, not a group of settings"),
        (6, 10, "'fonts' is a list, not a text"),
        (9, 12, "'paper' is letter or a4, not 'A5'"),
        (10, 15, "'English' is not the code of a language"),
        (11, 13, "'crisis' holds settings, not a list"),
    ]


def test_a_fault_of_the_yaml_is_told_with_the_others(tmp_path: Path) -> None:
    found = faults(tmp_path, "color:\n  primary: '#777'\n  primary: '#000'\nlogo: none.png\n")
    assert [p.line for p in found] == [3, 4, 5]


def test_a_link_is_one_of_the_web(tmp_path: Path) -> None:
    (tmp_path / "_brand.yml").write_text("meta:\n  name: Oak\n  link: 'javascript:x'")
    with pytest.raises(ContentError) as error:
        read_brand(Folders(tmp_path))
    assert error.value.problems[0].message == "a link starts with https://"


# colours


def test_names_of_colours_are_followed(tmp_path: Path) -> None:
    text = (
        "color:\n  palette: {sea: ocean, ocean: 'rgb(0 64 128)', red: '#900000'}\n"
        "  primary: sea\n  secondary: red\n  foreground: dark\n  dark: '#101010'\n"
    )
    colours = brand_of(tmp_path, text).colours
    assert (colours.primary, colours.secondary, colours.ink) == ("#004080", "#900000", "#101010")


def test_a_colour_may_have_the_name_of_a_css_colour_and_mean_it(tmp_path: Path) -> None:
    colours = brand_of(tmp_path, "color: {palette: {navy: navy}, primary: navy}").colours
    assert colours.primary == "#000080"


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (
            "primary: '#7ab0b5'",
            (3, 12),
            "'primary' is too pale for text: #7ab0b5 has 2.4:1 on white; 4.5:1 is needed",
            "the nearest that passes: '#497f84'",
        ),
        (
            "palette: {pale: '#777777'}\n  foreground: pale",
            (4, 15),
            "'foreground' is too pale for text: #777777 has 4.4:1 on white; 4.5:1 is needed",
            "the nearest that passes: '#767676'",
        ),
        (
            "primary: #1f5c63\n  link: blue",
            (3, 3),
            "'primary' is empty",
            "YAML takes what follows a # for a remark; put the colour in quotes",
        ),
        (
            "palette: {ocean: '#004080'}\n  primary: ocaen",
            (4, 12),
            "'ocaen' is not a colour",
            "did you mean 'ocean'?",
        ),
        (
            "palette:\n    a: b\n    b: a\n  primary: a",
            (5, 8),
            "the colour 'a' refers back to itself",
            "write a colour here",
        ),
        (
            "primary: 'red | x}*{color: red'",
            (3, 12),
            "'red | x}*{color: red' is not a colour",
            "write it as '#1f5c63' in quotes, as a CSS name such as teal, or as rgb(31, 92, 99)",
        ),
    ],
)
def test_a_colour_that_does_not_serve(
    tmp_path: Path, text: str, place: tuple[int, int], message: str, hint: str
) -> None:
    assert fault(tmp_path, f"color:\n  {text}\n") == (*place, message, hint)


def test_derived_colours_keep_their_contrast(tmp_path: Path) -> None:
    for primary, ink in (("#1f5c63", "#000"), ("#767676", "#767676"), ("#00f", "#402000")):
        c = brand_of(tmp_path, f"color: {{primary: '{primary}', foreground: '{ink}'}}").colours
        assert contrast(c.rule, "#ffffff") >= 3
        for text in (c.primary, c.secondary, c.ink, c.muted):
            assert min(contrast(text, behind) for behind in ("#ffffff", c.tint, c.tint2)) >= 4.5


# the logo


@pytest.mark.parametrize(
    "logo",
    [
        "logo: a.svg",
        "logo: {path: a.svg, alt: A tree}",
        "logo: {light: a.svg, dark: no.svg}",
        "logo: {images: {tree: {path: a.svg, alt: A tree}}, small: no.svg, medium: tree}",
        "logo: {images: {tree: a.svg}, small: tree}",
        "logo: {large: {light: {path: a.svg, alt: A tree}, dark: no.svg}}",
    ],
)
def test_the_logo_is_found_in_every_form(tmp_path: Path, logo: str) -> None:
    (tmp_path / "a.svg").write_text(SVG)
    found = brand_of(tmp_path, logo).logo
    assert found is not None
    assert (found.path, found.aspect) == (tmp_path / "a.svg", 3)
    assert found.alt == ("A tree" if "alt" in logo else "Logo of Oak")


def test_a_picture_of_dots_has_its_own_aspect(tmp_path: Path) -> None:
    for name in ("a.png", "a.jpg"):
        Image.new("RGB", (40, 10)).save(tmp_path / name)
        logo = brand_of(tmp_path, f"logo: {name}").logo
        assert logo is not None and logo.aspect == 4


def test_a_logo_on_the_web_is_a_warning(tmp_path: Path) -> None:
    brand = brand_of(tmp_path, "logo: https://oak.example/logo.png")
    assert brand.logo is None
    (warning,) = brand.warnings
    assert warning.message == "a logo on the web is never fetched, so the pages have none"


def test_a_logo_that_can_not_be_used(tmp_path: Path) -> None:
    outside = tmp_path / "outside.svg"
    outside.write_text(SVG)
    inside = tmp_path / "practice"
    inside.mkdir()
    (inside / "link.svg").symlink_to(outside)
    (inside / "loop.svg").symlink_to("loop.svg")
    (inside / "a.txt").write_text("x")
    (inside / "a.png").write_text("x")
    (inside / "flat.svg").write_text('<svg viewBox="0 0 10 0"></svg>')
    (inside / "big.svg").write_bytes(b" " * 5_000_001)
    os.mkfifo(inside / "pipe.svg")
    told = {
        "../outside.svg": "'../outside.svg' lies outside the folder of _brand.yml",
        "/etc/hostname": "'/etc/hostname' lies outside the folder of _brand.yml",
        "link.svg": "'link.svg' lies outside the folder of _brand.yml",
        "loop.svg": "the file 'loop.svg' can't be read",
        "a.txt": "'a.txt' can't be used here",
        "a.png": "'a.png' can't be read as a picture",
        "flat.svg": "'flat.svg' can't be read as a picture",
        "big.svg": "'big.svg' is larger than 5 MB",
        "pipe.svg": "there is no file 'pipe.svg'",
        "none.svg": "there is no file 'none.svg'",
        ".": "'.' can't be used here",
    }
    for name, message in told.items():
        assert fault(inside, f"logo: '{name}'")[:3] == (2, 7, message)
    assert fault(inside, "logo: none.svg")[3] == "it was looked for at none.svg"
    assert fault(inside, r"logo: img\a.svg")[3] == "put '/' between folder and file"


# fonts

DECLARED = "typography:\n  fonts:\n    - family: Mine\n      source: %s\n  base: Mine\n"


def test_own_fonts_are_read_plain_ones_first(tmp_path: Path) -> None:
    for style in ("Bold", "Regular", "Italic"):
        shutil.copy(FONTS / f"Literata-{style}.ttf", tmp_path)
    (tmp_path / "_brand.yml").write_text(
        "meta: {name: Oak}\ntypography:\n  fonts:\n    - family: Mine\n      source: file\n"
        "      files:\n        - {path: Literata-Bold.ttf, weight: bold}\n"
        "        - {path: Literata-Italic.ttf, weight: 450, style: italic}\n"
        "        - {path: Literata-Regular.ttf, weight: 300..700}\n  base: {family: Mine}\n"
    )
    brand = read_brand(Folders(tmp_path))
    assert brand.text_faces == brand.heading_faces == brand.faces
    assert brand.faces == (
        Face("Mine", tmp_path / "Literata-Regular.ttf"),
        Face("Mine", tmp_path / "Literata-Bold.ttf", 700),
        Face("Mine", tmp_path / "Literata-Italic.ttf", 400, "italic"),
    )
    assert brand.files == tuple(face.path for face in brand.faces)
    assert brand.warnings == ()


def test_the_two_families_that_ship_need_no_declaring(tmp_path: Path) -> None:
    brand = brand_of(tmp_path, "typography: {base: literata, headings: atkinson hyperlegible next}")
    assert (brand.text_family, brand.heading_family) == ("Literata", "Atkinson Hyperlegible Next")
    assert brand.warnings == ()


@pytest.mark.parametrize("source", ["google", "bunny", "file"])
def test_a_font_that_is_not_here_falls_back_with_a_warning(tmp_path: Path, source: str) -> None:
    brand = brand_of(tmp_path, DECLARED % source)
    assert brand.text_family == "Atkinson Hyperlegible Next"
    (warning,) = brand.warnings
    assert (warning.line, warning.message) == (
        4,
        "the font 'Mine' isn't here and is never fetched; Atkinson Hyperlegible Next is used",
    )
    assert "'- path: fonts/Name-Regular.ttf'" in warning.hint


def test_a_font_of_the_machine_is_allowed(tmp_path: Path) -> None:
    brand = brand_of(tmp_path, DECLARED % "system")
    assert brand.text_faces == (Face("Mine", None),)
    assert brand.uses_system_fonts
    assert (brand.warnings, brand.files) == ((), ())


def test_a_font_that_is_not_listed_is_taken_from_the_machine_with_a_warning(
    tmp_path: Path,
) -> None:
    brand = brand_of(tmp_path, "typography:\n  headings:\n    family: Georgia\n")
    assert (brand.heading_family, brand.uses_system_fonts) == ("Georgia", True)
    assert brand.text_family == "Atkinson Hyperlegible Next"
    (warning,) = brand.warnings
    assert (warning.line, warning.column) == (4, 5)
    assert warning.message == (
        "the font 'Georgia' is not among the 'fonts', so each machine prints what it has"
    )


def test_a_font_file_that_can_not_be_used(tmp_path: Path) -> None:
    font = (FONTS / "Literata-Bold.ttf").read_bytes()
    (tmp_path / "text.ttf").write_text("not a font")
    (tmp_path / "torn.otf").write_bytes(font[:3000])
    (tmp_path / "empty.woff2").write_bytes(b"")
    told = {
        "text.ttf": "'text.ttf' can't be read as a font",
        "torn.otf": "'torn.otf' can't be read as a font",
        "empty.woff2": "'empty.woff2' can't be read as a font",
        "none.ttf": "there is no file 'none.ttf'",
        "../x.ttf": "'../x.ttf' lies outside the folder of _brand.yml",
        "a.exe": "'a.exe' can't be used here",
    }
    for name, message in told.items():
        text = DECLARED % f"file\n      files:\n        - path: {name}"
        assert fault(tmp_path, text)[:3] == (7, 17, message)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('base: "x\'; } * {"', "'x'; } * {' is not the name of one font family"),
        ("{fonts: [{family: A, source: gogle}], base: A}", "not 'gogle'"),
        (
            "{fonts: [{family: A, files: [{path: x://y, weight: 1.5}]}], base: A}",
            "weight of a font",
        ),
        (
            "{fonts: [{family: A, files: [{path: x://y, style: bold}]}], base: A}",
            "normal or italic",
        ),
    ],
)
def test_wrong_words_about_fonts(tmp_path: Path, text: str, expected: str) -> None:
    body = text if text.startswith("{") else f"\n  {text}"
    assert expected in fault(tmp_path, f"typography: {body}\n")[2]
