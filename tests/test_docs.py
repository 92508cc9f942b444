"""What the documents say is so: their commands run, their examples work, their lists are whole."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import click
import pytest
from pydantic import BaseModel

from handoutgen.cli import main
from handoutgen.compose.document import compose_handout
from handoutgen.compose.edition import Edition
from handoutgen.compose.templates import Templates
from handoutgen.compose.words import WORDS
from handoutgen.content.blocks import BLOCK_TYPES, Block, Evidence, PlanStep
from handoutgen.content.blocks.drawn import Zone
from handoutgen.content.blocks.tables import RoutinePart
from handoutgen.content.blocks.words import Contact, Step
from handoutgen.content.brand import read_brand
from handoutgen.content.branding.settings import Settings
from handoutgen.content.handout import Handout, Reference, TherapistNotes
from handoutgen.press.libraries import HOW_TO
from support.documents import DOCUMENTS, ROOT, anchors, blocks, code, links, sections, tables
from support.pdf import page_texts
from support.practice import HEAD, Practice
from support.reader import Reader, set_up_lines

README, BRAND, BLOCKS = ROOT / "README.md", ROOT / "docs/brand.md", ROOT / "docs/blocks.md"
ARCHITECTURE = ROOT / "ARCHITECTURE.md"
PACKAGE = ROOT / "src/handoutgen"

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


@pytest.fixture
def reader(practice: Practice) -> Reader:
    return Reader(practice)


@each_document
def test_commands_and_examples_work(reader, document):
    for block in blocks(document):
        reader.do(block)
    for block in blocks(document):
        if block.language == "yaml":
            reader.check(block)


def test_the_readme_shows_a_handout_in_the_brand_it_sets(reader):
    for block in blocks(README):
        if block.language == "yaml":
            reader.do(block)
    reader.run("handoutgen build evening-check-in")
    (page,) = page_texts((reader.folder / "output/evening-check-in.pdf").read_bytes())
    for words in (
        *("Elm Row Counseling", "555-0119", "8 Elm Row", "Dr. A. Sample", "988 at any hour"),
        *("How tense is my body now?", "What helped today", "one small thing"),
    ):
        assert words in page


def test_every_block_of_the_documents_prints(reader):
    found = [block for block in blocks(BLOCKS) if block.language == "yaml"]
    for block in found:
        reader.do(block)
    listed = "".join(block.text for block in found if not block.file)
    reader.practice.sheet(re.sub("^", "  ", listed, flags=re.M), HEAD, "everything")
    reader.run("handoutgen build everything two-good-things")
    assert len(page_texts((reader.folder / "output/everything.pdf").read_bytes())) > 1


def test_set_up_works_in_a_fresh_copy(tmp_path):
    """All that the readers are told to set up, for real, but for `./run test`: CI itself gives that
    on a fresh copy, and so gets here."""
    if not os.environ.get("CI"):
        pytest.skip("takes a minute; CI=1 in the environment runs it")
    lines = set_up_lines(README)
    assert lines == [
        *("./run build", "./run test", "pipx install .", "uvx --from . handoutgen build")
    ]
    assert "\n./run test " in (ROOT / ".ci/run").read_text("utf-8")
    copy = tmp_path / "copy"
    for name in ("src", "handouts", "templates", "requirements"):
        shutil.copytree(ROOT / name, copy / name)
    for name in ("pyproject.toml", "run", "README.md", "LICENSE", "LICENSE-CONTENT"):
        shutil.copy(ROOT / name, copy / name)
    tools = {"UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
    env = {**os.environ, **tools, "HANDOUTGEN_CACHE": str(tmp_path / "cache")}
    env["PIP_NO_COMPILE"] = "1"  # what is never imported needn't be
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    for line in lines:
        if line == "./run test":
            continue
        line = line.replace("pipx install", "uv tool install")  # does the same, and is at hand
        subprocess.run(shlex.split(line), cwd=copy, env=env, check=True)
        if line.endswith("build"):
            made = {path.stem for path in (copy / "output").glob("*.pdf")}
            sheets = {path.stem for path in (copy / "handouts").glob("*.yaml")} - {"references"}
            assert made == sheets
            shutil.rmtree(copy / "output")
            for name in sheets - {"action-plan", "weekly-check-in"}:
                (copy / f"handouts/{name}.yaml").unlink()  # one build of them all will do
    subprocess.run([tmp_path / "bin/handoutgen", "list"], cwd=tmp_path, env=env, check=True)


@each_document
def test_links_lead_somewhere(document):
    for target in links(document):
        if target.startswith(("https://", "http://")):
            continue
        name, _, anchor = target.partition("#")
        path = (document.parent / name).resolve() if name else document
        assert path.is_relative_to(ROOT), target
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), target


@pytest.mark.parametrize("line", HOW_TO.values())
def test_the_readme_says_how_to_install_pango(line):
    assert line.rpartition(": ")[2] in README.read_text("utf-8")


@pytest.mark.parametrize("command", main.commands.values(), ids=lambda command: command.name)
def test_every_command_is_documented_and_has_help(command):
    assert any(f"handoutgen {command.name}" in word for word in code(_section("All commands")))
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help
            assert {*option.opts, *option.secondary_opts} <= set(code(_section("All commands")))


def test_no_command_or_option_is_documented_that_is_not_there():
    options = {name for command in (main, *main.commands.values()) for name in _options(command)}
    for word in code(_section("All commands")):
        if word.startswith("-"):
            assert word in options
        elif word.startswith("handoutgen "):
            assert word.split()[1] in main.commands


def test_the_readme_lists_every_block_type():
    listed = [row[0].strip("`") for row in tables(_section("Write a sheet"))[0]]
    assert listed == [_name(model) for model in BLOCK_TYPES]


@pytest.mark.parametrize(
    ("section", "number", "model"),
    [
        ("The sheet", 0, Handout),
        ("notes", 0, TherapistNotes),
        ("Blocks", 0, Block),
        ("action_plan", 1, PlanStep),
        ("steps", 1, Step),
        ("zones", 1, Zone),
        ("routine", 1, RoutinePart),
        ("contacts", 1, Contact),
        ("references", 1, Reference),
        *((model.model_fields["block"].annotation.__args__[0], 0, model) for model in BLOCK_TYPES),
    ],
)
def test_every_field_is_documented_with_what_stands_for_it(section, number, model):
    rows = tables(sections(BLOCKS)[section])[number]
    assert {row[0].strip("`"): row[1].strip("`") for row in rows} == _fields(model)


def test_every_grade_of_evidence_is_documented_with_what_it_prints():
    (grades,) = (table for table in tables(sections(BLOCKS)["Blocks"]) if len(table[0]) == 2)
    words = WORDS["en"]
    assert [row[0].strip("`") for row in grades] == list(get_args(Evidence))
    assert [row[1] for row in grades] == [words[grade] for grade in get_args(Evidence)]


def test_every_setting_of_a_brand_is_documented(practice, monkeypatch):
    asked: set[str] = set()
    get = Settings.get

    def note(self: Settings, loc: tuple[str | int, ...]) -> object:
        asked.update(part for part in loc if isinstance(part, str))
        return get(self, loc)

    monkeypatch.setattr(Settings, "get", note)
    reader = Reader(practice)
    for block in blocks(BRAND):
        reader.do(block)
    brand = read_brand(practice.folders)
    assert brand.warnings == ()
    own_names = {"blue", "rust", "leaf"}
    asked = {word for word in asked - own_names if not word.startswith("#")}
    assert "primary" in asked
    assert asked <= set(code(BRAND.read_text("utf-8")))


def test_what_a_brand_sets_reaches_the_page(reader):
    for block in blocks(BRAND):
        reader.do(block)
    practice = reader.practice
    head = HEAD.replace("audience: client", "audience: partners").replace("testing", "medicine")
    handout = practice.read("  - {block: text, text: x}\n", head)
    brand = read_brand(practice.folders)
    edition = Edition().on(brand.paper)
    page = compose_handout(handout, brand, edition, Templates(practice.folders), {})
    html, css = page.html, page.css.replace(r"\2c ", ",")
    for words in ("Elm Row Counseling", "logo.svg", "text 988", "1-800-799-7233"):
        assert words in html + css
    for words in ("For education", "Talk to the person", '<html lang="en">'):
        assert words in html
    for words in ("#234a7c", "#7a3d1d", "#1e2430", "ElmSans-Bold.ttf", "Elm Sans", "Literata"):
        assert words in css
    for words in ("Elm Row Counseling, 555-0119", "Dr. A. Sample, psychologist", "CC BY 4.0"):
        assert words in css
    assert "8 Elm Row" not in css, "the footer takes the place of the address"
    assert edition.paper == "letter"


def test_every_room_has_its_place_in_the_plan():
    named = set(code(ARCHITECTURE.read_text("utf-8")))
    rooms = {f"{path.parent.relative_to(PACKAGE)}/" for path in PACKAGE.rglob("__init__.py")}
    alone = {path.name for path in PACKAGE.glob("*.py") if not path.name.startswith("__")}
    assert (rooms - {"./"}) | alone <= named


def test_every_module_in_the_plan_exists():
    for word in code(ARCHITECTURE.read_text("utf-8")):
        if re.fullmatch(r"[\w/]+\.py", word):
            assert any((base / word).is_file() for base in (PACKAGE, ROOT)), word
        elif re.fullmatch(r"[\w./-]+/", word):
            assert any((base / word).is_dir() for base in (PACKAGE, ROOT)), word


def _section(name: str) -> str:
    return sections(README)[name]


def _name(model: type[BaseModel]) -> str:
    return str(model.model_fields["block"].annotation.__args__[0])


def _options(command: click.Command) -> list[str]:
    context = click.Context(command, help_option_names=["-h", "--help"])
    found = (option for option in command.get_params(context) if isinstance(option, click.Option))
    return [name for option in found for name in (*option.opts, *option.secondary_opts)]


def _fields(model: type[BaseModel]) -> dict[str, str]:
    """Field -> what a document says of it where it is left out.

    What rests on evidence is told once for all block types.
    """
    words = {None: "nothing", "[]": "none", "False": "false"}
    return {
        name: "needed"
        if field.is_required()
        else words.get(
            str(field.default) if field.default is not None else None, str(field.default)
        )
        for name, field in model.model_fields.items()
        if name != "block"
        and (name not in ("evidence", "sources") or model in (Block, TherapistNotes))
    }
