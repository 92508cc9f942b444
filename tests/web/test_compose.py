"""Composing a sheet over the wire: parts put in, moved, taken out, put into other words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handoutgen.content.blocks import BLOCK_TYPES
from handoutgen.folders import shipped_folder
from handoutgen.web.composing.kinds import kinds
from support.client import Client
from support.composer import PART, Composer, told
from support.practice import HEAD, Practice
from support.site import LiveSite, furnish, open_site

COMMENTED = (
    HEAD
    + """\
# what follows was agreed on in May
blocks:
  # first of all
  - block: text   # short
    title: Hello
    text: |
      Rest a little.

      Then go on.

  # the list
  - block: checklist
    title: What helps
    items: [A walk, "Tea: green"]
    blank_items: 1

  - use: next-session
"""
)


WAY = "block: steps\nsteps:\n  - title: One\n  - title: Two\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, web_cache: Path) -> Iterator[LiveSite]:
    """A site with a commented sheet, and one that uses a block of steps."""
    practice = Practice(tmp_path_factory.mktemp("compose") / "practice")
    furnish(practice)
    practice.write("handouts/own.yaml", COMMENTED)
    practice.write("handouts/blocks/way.yaml", WAY)
    practice.sheet("  - use: way\n", name="with-way")
    with open_site(practice.folder, web_cache) as live:
        yield live


@pytest.fixture
def composer(site: LiveSite) -> Composer:
    return Composer(site.client())


@pytest.fixture
def commented(site: LiveSite) -> Composer:
    return Composer(site.client()).adapt("own")


def test_without_a_sheet_the_page_offers_how_to_begin(composer: Composer) -> None:
    page = composer.page
    assert "Begin a new one" in page.text
    assert "Adapt a sheet" in page.text
    assert 'value="weekly-check-in">Our weekly check-in' in page.text
    for path in ("sheet.yaml", "sheet.pdf", "print", "preview"):
        assert composer.client.get(f"/compose/{path}").status == 404


def test_a_new_sheet_has_a_title_and_can_be_printed(composer: Composer) -> None:
    composer.begin("An evening of ours")
    assert composer.head["title"] == "An evening of ours"
    assert composer.head["name"] == "an-evening-of-ours"
    assert '<img src="/pictures/' in composer.client.get("/compose/preview").text


def test_a_title_is_asked_for(composer: Composer) -> None:
    answer = composer.client.post("/compose/new", {"title": "  "})
    assert (answer.status, "Write a title." in answer.text) == (422, True)
    answer = composer.client.post("/compose/new", {"title": "x" * 400})
    assert (answer.status, "Write a title of a few words." in answer.text) == (422, True)


def test_a_sheet_of_the_library_is_adapted_word_for_word(composer: Composer) -> None:
    composer.adapt("weekly-check-in")
    path = shipped_folder() / "handouts/weekly-check-in.yaml"
    assert composer.yaml.encode() == path.read_bytes()
    assert composer.names[3] == "Sentences to finish"
    assert len(composer.names) == 9
    assert "takes its place in your practice" in told(composer.page)
    assert "nothing is changed yet" in composer.page.text


def test_every_kind_of_part_can_be_added_and_its_words_come_back_unchanged(
    composer: Composer,
) -> None:
    composer.begin("All of them")
    offered = [kind for _, members in kinds() for kind in members]
    assert {kind.type for kind in offered} == {
        model.model_fields["block"].annotation.__args__[0] for model in BLOCK_TYPES
    }
    for kind in offered:
        assert kind.says.endswith(".")
        assert "`" not in kind.says
        answer = composer.send("add", {"add": f"new {kind.type}", "place": "end"})
        assert answer.status == 200, kind
    keys, before = composer.keys, composer.yaml
    assert len(keys) == len(offered) + 1
    for key in keys:
        shown = composer.fields(key)
        ticks = [name for name in shown if name in ("blank", "landscape")]
        grid = {name.partition("/")[0] for name in shown if "/" in name}
        sent = {f"w.{name}": text for name, text in shown.items()}
        has = [f"w.{name}" for name in (*ticks, *grid)]
        assert composer.send("words", {"key": key, **sent, "has": has}).status == 200
    assert composer.yaml == before, "a form that is sent as it came changes nothing"


def test_a_text_that_is_wrapped_in_its_file_is_typed_by_paragraphs(composer: Composer) -> None:
    composer.adapt("weekly-check-in")
    before, key = composer.yaml, composer.keys[4]
    text = composer.fields(key)["text"]
    assert text.endswith("If the day is too hard, we move it to [[another day | short]].")
    composer.write(key, text=text)
    assert composer.yaml == before
    key = composer.keys[1]
    composer.write(key, text=composer.fields(key)["text"].replace("calm time", "quiet hour"))
    assert composer.yaml == before.replace("calm time", "quiet hour")


def test_parts_move_and_are_told_with_their_place(composer: Composer) -> None:
    composer.adapt("weekly-check-in")
    names, keys = composer.names, composer.keys
    answer = composer.send("order", {"order": [keys[2], *keys[:2], *keys[3:]], "moved": keys[2]})
    assert "to place 1 of 9." in told(answer)
    assert composer.names == [names[2], *names[:2], *names[3:]]
    assert composer.keys[0] == keys[2], "a key goes along with its part"
    answer = composer.send("move", {"move": f"{keys[2]}:1"}, part=False)
    assert answer.location == f"/compose?pages=yes#piece-{keys[2]}"
    assert composer.names[:2] == [names[0], names[2]]


def test_the_first_part_does_not_move_up_and_the_last_not_down(composer: Composer) -> None:
    composer.adapt("weekly-check-in")
    names, keys = composer.names, composer.keys
    assert "the first already" in told(composer.send("move", {"move": f"{keys[0]}:-1"}))
    assert "the last already" in told(composer.send("move", {"move": f"{keys[-1]}:1"}))
    assert composer.names == names


def test_a_part_that_is_moved_takes_its_comments_along(commented: Composer) -> None:
    keys = commented.keys
    commented.send("order", {"order": [keys[1], keys[0], keys[2]], "moved": keys[1]})
    yaml = commented.yaml
    assert yaml.index("# the list") < yaml.index("block: checklist") < yaml.index("# first of all")
    assert yaml.startswith(HEAD + "# what follows was agreed on in May\nblocks:\n")


def test_a_part_is_taken_out_and_the_next_gets_the_focus(commented: Composer) -> None:
    keys = commented.keys
    answer = commented.send("remove", {"key": keys[1]})
    assert "“What helps” is taken out. 2 parts are left." in told(answer)
    (focused,) = [tag for tag in answer.tags() if "autofocus" in tag]
    assert focused["id"] == f"open-{keys[2]}"
    assert "checklist" not in commented.yaml
    for key in (keys[0], keys[2]):
        answer = commented.send("remove", {"key": key})
    assert "There is no part yet." in told(answer)
    assert "No page yet" in told(commented.client.get("/compose/preview"))


def test_only_the_words_that_were_changed_change_in_the_file(commented: Composer) -> None:
    key = commented.keys[1]
    answer = commented.write(key, title="What helps me", items="A walk\nTea: green\nMusic")
    assert "What helps me" in answer.text
    assert commented.yaml == COMMENTED.replace("What helps", "What helps me").replace(
        '"Tea: green"]', '"Tea: green", Music]'
    )
    commented.write(commented.keys[0], text="Rest a little.\r\n\r\nThen go on.\r\n")
    assert "Then go on." in commented.yaml
    assert commented.write(key, title="What helps").status == 200
    commented.write(key, items="A walk\nTea: green")
    assert commented.yaml == COMMENTED


def test_a_ready_made_part_is_changed_in_this_sheet_alone(commented: Composer) -> None:
    key = commented.keys[2]
    assert commented.fields(key)["prompt"].startswith("Bring this sheet")
    commented.write(key, prompt="Bring it along.", count="1")
    assert commented.yaml.endswith(
        "  - use: next-session\n    set:\n      prompt: Bring it along.\n"
    )
    shipped = shipped_folder() / "handouts/blocks/next-session.yaml"
    commented.write(key, prompt=re.findall("prompt: (.*)", shipped.read_text())[0])
    assert commented.yaml == COMMENTED


def test_steps_are_added_and_taken_out_inside_a_part(composer: Composer) -> None:
    composer.begin("Steps")
    composer.send("add", {"add": "new steps"})
    key = composer.keys[-1]
    answer = composer.send("words", {"key": key, "w.steps.0.title": "Breathe", "do": "add steps"})
    assert composer.fields(key)["steps.0.title"] == "Breathe"
    assert composer.fields(key)["steps.2.title"] == "Next step"
    answer = composer.send("words", {"key": key, "do": "remove steps 1"})
    assert answer.status == 200
    shown = composer.fields(key)
    assert (shown["steps.1.title"], "steps.2.title" in shown) == ("Next step", False)


def test_contacts_can_be_added_where_there_are_none_and_all_taken_out(composer: Composer) -> None:
    composer.begin("Contacts")
    composer.send("add", {"add": "new contacts"})
    key = composer.keys[-1]
    composer.send("words", {"key": key, "do": "add contacts"})
    assert composer.fields(key)["contacts.0.name"] == "Name"
    composer.send("words", {"key": key, "do": "remove contacts 0"})
    assert "contacts.0.name" not in composer.fields(key)
    assert '<img src="/pictures/' in composer.client.get("/compose/preview").text


def test_inside_a_ready_made_part_a_list_is_written_under_set(
    composer: Composer, site: LiveSite
) -> None:
    composer.adapt("with-way")
    key = composer.keys[0]
    composer.send("words", {"key": key, "do": "add steps"})
    assert [composer.fields(key)[f"steps.{n}.title"] for n in range(3)] == [
        "One",
        "Two",
        "Next step",
    ]
    composer.send("words", {"key": key, "do": "remove steps 0"})
    assert "  - use: way\n    set:\n      steps:\n        - title: Two\n" in composer.yaml
    assert (site.practice / "handouts/blocks/way.yaml").read_text() == WAY


def test_a_table_is_filled_in_cell_by_cell(composer: Composer) -> None:
    composer.begin("Table")
    composer.send("add", {"add": "new table"})
    key = composer.keys[-1]
    cells = {"w.rows/0/0": "Monday", "w.rows/0/1": "7 [[hours | short]]", "w.rows/3/0": "Tuesday"}
    typed = {"key": key, "has": "w.rows", **cells, "w.rows/3/1": "8", "w.rows/2/0": " "}
    composer.send("words", {**typed, "do": "more"})
    shown = composer.fields(key)
    assert shown["rows/0/1"] == "7 [[hours | short]]"
    assert (shown["rows/1/0"], shown["rows/1/1"], shown["rows/2/0"]) == ("Tuesday", "8", "")
    assert "- [Monday, '7 [[hours | short]]']" in composer.yaml.replace('"', "'")


def test_ticks_and_choices_are_kept(composer: Composer) -> None:
    composer.begin("Log")
    composer.send("add", {"add": "new log"})
    composer.send("add", {"add": "new callout"})
    log, callout = composer.keys[-2:]
    composer.send("words", {"key": log, "has": "w.landscape", "w.landscape": "true"})
    assert "landscape: true" in composer.yaml
    composer.send("words", {"key": log, "has": "w.landscape"})
    assert "landscape: true" not in composer.yaml
    sent = {"key": callout, "has": "w.safety", "w.safety": ["medicine", "crisis", "<b>"]}
    composer.send("words", {**sent, "w.tone": "care"})
    assert "tone: care" in composer.yaml
    assert "safety: [crisis, medicine]" in composer.yaml


def test_parts_come_from_content_blocks_and_from_other_sheets(composer: Composer) -> None:
    composer.begin("Put together")
    first = composer.keys[0]
    shown = composer.page
    assert 'value="block touch-consent"' in shown.text
    composer.send("add", {"add": "block touch-consent", "place": "start"})
    answer = composer.client.get("/compose/sheet-parts?sheet=own", headers=PART)
    assert ['value="part own 1"' in answer.text, "What helps" in answer.text] == [True, True]
    composer.send("add", {"add": "part own 1", "place": first})
    assert composer.names[0] == "Ask first, stop at any time"
    assert composer.names[2] == "What helps"
    assert "  # the list\n  - block: checklist\n" in composer.yaml
    answer = composer.send("add", {"add": "all own"})
    assert "there are 6 now" in told(answer)
    assert composer.names[3:5] == ["Hello", "What helps"]
    assert composer.yaml.count("# first of all") == 1


def test_the_head_is_changed_field_by_field(commented: Composer) -> None:
    commented.send(
        "head",
        {
            "title": "Evening",
            "topics": "mood, sleep ,",
            "minutes": "20",
            "reminder": "One is enough",
        },
    )
    yaml = commented.yaml
    assert "title: Evening\n" in yaml
    assert "topics: [mood, sleep]\n" in yaml
    assert "minutes: 20\n" in yaml
    assert "reminder: One is enough\n" in yaml
    assert yaml[yaml.index("# what follows") :] == COMMENTED[COMMENTED.index("# what follows") :]
    commented.send("head", {"reminder": ""})
    assert "reminder" not in commented.yaml


def test_what_is_wrong_is_told_at_its_field_and_the_last_pages_stay(commented: Composer) -> None:
    before = commented.client.get("/compose/preview").text
    picture = re.findall(r"/pictures/[^\"]+", before)[0]
    answer = commented.write(commented.keys[0], title="x" * 91)
    wrong = re.findall(r'id="([\w-]+)-faults"[^>]*><p class="problem">([^<]*)', answer.text)
    key = commented.keys[0]
    words = "“Heading” has 91 characters; 90 are the most. Make it shorter."
    assert wrong == [(f"part-{key}-title", words)]
    assert "needs a change" in told(answer)
    shown = commented.client.get("/compose/preview")
    assert picture in shown.text
    assert "The pages below are from before your last changes" in shown.text
    assert words in shown.text
    assert "x" * 91 in commented.fields(key)["title"]
    answer = commented.send("head", {"minutes": "long", "summary": " "})
    assert "“Minutes it takes” should be a whole number, not 'long'." in told(answer)
    assert "“What it is for” is empty. Write something here." in told(answer)
    assert commented.client.get("/compose/sheet.pdf").status == 422
    assert commented.client.get("/compose/sheet.pdf").file_name == ""
    assert commented.client.get("/compose/print").status == 422


def test_a_fault_that_shows_only_on_the_page_is_told_with_its_part(composer: Composer) -> None:
    composer.begin("Too wide")
    composer.write(composer.keys[0], title="W" * 85, text="你好")
    shown = told(composer.client.get("/compose/preview"))
    assert "W" * 50 in shown
    assert "The pages can’t be shown yet" in shown


def test_steps_are_taken_back_and_forth(composer: Composer) -> None:
    composer.adapt("weekly-check-in")
    first, keys = composer.yaml, composer.keys
    composer.send("remove", {"key": keys[0]})
    second = composer.yaml
    composer.write(keys[1], title="A")
    composer.write(keys[1], title="Ab")
    third = composer.yaml
    composer.send("step", {"do": "undo"})
    assert composer.yaml == second, "what is typed into a field in one go is one step"
    composer.send("step", {"do": "undo"})
    assert (composer.yaml, composer.keys) == (first, keys)
    assert "nothing to take back" in told(composer.send("step", {"do": "undo"}))
    composer.send("step", {"do": "redo"})
    composer.send("step", {"do": "redo"})
    assert composer.yaml == third
    composer.send("step", {"do": "undo"})
    composer.write(keys[2], title="Other")
    assert "nothing to bring back" in told(composer.send("step", {"do": "redo"}))


def test_another_sheet_is_begun_only_after_a_question(composer: Composer) -> None:
    composer.adapt("weekly-check-in").adapt("tiny")
    composer.write(composer.keys[0], text="Mine.")
    for path, sent in (("from", {"sheet": "action-plan"}), ("new", {"title": "Another"})):
        answer = composer.client.post(f"/compose/{path}", sent)
        assert answer.status == 409
        assert "Leave “A test sheet”?" in answer.text
        assert "text: Mine." in composer.yaml
    assert "with changes that aren’t saved" in composer.client.get("/compose?start").text
    answer = composer.client.post("/compose/new", {"title": "Another", "sure": "yes"})
    assert answer.location == "/compose"
    assert composer.head["title"] == "Another"


def test_visitors_have_a_sheet_each(site: LiveSite) -> None:
    one, other = Composer(site.client()).begin("Mine"), Composer(site.client())
    assert "Mine" not in other.page.text
    other.begin("Yours")
    one.write(one.keys[0], text="A word of mine.")
    assert "of mine" not in other.yaml
    picture = re.findall(r"/pictures/[^\"]+", one.client.get("/compose/preview").text)[0]
    assert one.client.get(picture).status == 200
    assert other.client.get(picture).status == 404


def test_what_is_made_is_there_again_when_the_page_is_loaded_anew(composer: Composer) -> None:
    composer.begin("Kept")
    key = composer.keys[0]
    composer.write(key, text="A text that was typed.")
    assert composer.fields(key)["text"] == "A text that was typed."


def test_without_scripts_each_change_leads_back_to_the_page(composer: Composer) -> None:
    composer.begin("Plain")
    answer = composer.send("add", {"add": "new lines"}, part=False)
    assert (answer.status, answer.location[:25]) == (303, "/compose?pages=yes#piece-")
    page = composer.client.get("/compose?pages=yes")
    assert "<img src=" in page.text
    assert 'hx-trigger="revised' in page.text, "the pages aren't asked for once more"
    key = composer.keys[1]
    composer.send("words", {"key": key, "w.prompt": "How was it?"}, part=False)
    assert "prompt: How was it?" in composer.yaml
    answer = composer.client.post("/compose/remove", {"revision": composer.revision, "key": key})
    assert answer.status == 303
    assert "is taken out. 1 part is left." in told(composer.page)
    assert "is taken out" not in told(composer.page), "it is told once"
    composer.look()
    answer = composer.send("words", {"key": "999999", "w.prompt": "Lost"}, part=False)
    assert answer.status == 422
    assert "isn't in the sheet any more" in told(answer)


def test_the_pdf_and_the_file_are_downloaded(composer: Composer, site: LiveSite) -> None:
    composer.begin("Two good things")
    pdf = composer.client.get("/compose/sheet.pdf")
    assert (pdf.kind, pdf.file_name) == ("application/pdf", "two-good-things.pdf")
    assert pdf.body.startswith(b"%PDF")
    to_print = composer.client.get("/compose/print")
    assert to_print.headers["Content-Disposition"] == "inline; filename=two-good-things.pdf"
    assert to_print.body == pdf.body
    yaml = composer.client.get("/compose/sheet.yaml")
    assert yaml.file_name == "two-good-things.yaml"
    assert yaml.text == composer.yaml
    assert not list(Path(site.practice).glob("handouts/two*")), "nothing is saved by that"


def test_nothing_is_asked_of_a_visitor_without_a_sheet(site: LiveSite) -> None:
    client: Client = site.client()
    for path in ("words", "head", "order", "move", "remove", "add", "step", "save"):
        answer = client.post(f"/compose/{path}", {"key": "1"})
        assert (answer.status, answer.location) == (303, "/compose"), path
        assert client.post(f"/compose/{path}", {"key": "1"}, headers=PART).status == 409
