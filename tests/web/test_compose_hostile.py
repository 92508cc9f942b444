"""What is sent to the Compose page by mistake or on purpose: told in words, and harms nothing."""

import pytest

from handoutgen.authoring.edits import value_at
from support.composer import PART, Composer, told
from support.site import LiveSite

TRICKS = (
    "</textarea><script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %} ${x}",
    "a: b\nblocks: []\n- c",
    "# no comment",
    "&anchor *alias !!python/object:os.system",
    "'\"` | > % @ \\ [ { ] }",
    "yes",
    "\t tab",
    "\u202eright to left\ufeff",
    "👩‍🦽 ünï",
)
PATHS = (
    "..%2f..%2fetc/passwd",
    "../own",
    "/etc/passwd",
    "Ünï",
    "a/b",
    "a\x00b",
)


@pytest.fixture
def composer(site: LiveSite) -> Composer:
    return Composer(site.client())


@pytest.fixture(scope="module")
def mine(site: LiveSite) -> Composer:
    """Someone with a sheet, to whom nothing happens."""
    return Composer(site.client()).begin("Mine")


@pytest.mark.parametrize("trick", TRICKS)
def test_whatever_is_typed_is_text(composer: Composer, trick: str) -> None:
    composer.begin("Plain")
    key = composer.keys[0]
    assert composer.write(key, title=trick, text=trick).status == 200
    assert composer.send("head", {"title": trick, "topics": trick, "summary": trick}).status == 200
    page = composer.client.get(f"/compose?open={key}")
    assert (page.status, "<script>alert" in page.text) == (200, False)
    assert len(composer.keys) == 1
    block = value_at(composer.yaml, ("blocks", 0))
    assert set(block) == {"block", "title", "text"}
    assert "".join(block["text"].split()) == "".join(trick.split())
    assert set(value_at(composer.yaml, ())) == {
        *("title", "summary", "topics", "audience", "minutes", "version", "blocks")
    }


def test_nothing_that_is_typed_is_run_as_a_template(composer: Composer) -> None:
    composer.begin("{{ 7 * 7 }}")
    composer.write(composer.keys[0], text="{{ 7 * 191 }} {% raw %}")
    shown = composer.client.get("/compose/preview").text
    assert "{{ 7 * 191 }}" in shown
    assert "1337" not in shown + composer.page.text


def test_what_can_not_stand_in_a_file_is_told_and_kept_in_its_field(composer: Composer) -> None:
    composer.begin("Plain")
    key, before = composer.keys[0], composer.yaml
    answer = composer.write(key, text="a\x00b\x1bc")
    assert (answer.status, "This wasn’t done" in told(answer)) == (422, True)
    assert composer.yaml == before
    assert composer.fields(key)["text"].endswith("c")


@pytest.mark.parametrize("name", PATHS)
def test_names_that_are_paths_lead_nowhere(composer: Composer, site: LiveSite, name: str) -> None:
    assert composer.client.post("/compose/from", {"sheet": name}).status == 404
    composer.begin("Mine")
    before = composer.yaml
    for asked in (f"block {name}", f"part {name} 0", f"all {name}", f"new {name}"):
        answer = composer.send("add", {"add": asked})
        assert (answer.status, "This wasn’t done" in told(answer)) == (422, True), asked
    assert composer.client.post("/compose/add", {"sheet": name, "add": "look"}).status in (404, 409)
    assert composer.yaml == before
    files = sorted(site.practice.rglob("*"))
    answer = composer.send("save", {"name": name})
    assert (answer.status, "can't be the name of a sheet" in told(answer)) == (422, True)
    assert composer.send("save", {"name": "references"}).status == 422
    assert sorted(site.practice.rglob("*")) == files
    note = composer.client.post("/compose/naming", {"name": name}, headers=PART)
    assert note.text == "Use small letters, digits and hyphens, such as my-sheet."


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("words", {"key": "999"}),
        ("words", {"key": "-1"}),
        ("words", {"key": "9" * 400}),
        ("words", {"key": "²"}),
        ("words", {"key": "1", "do": "remove steps 99"}),
        ("words", {"key": "1", "do": "add nothing"}),
        ("words", {"key": "1", "do": "add __class__"}),
        ("order", {"order": ["1", "1"], "moved": "1"}),
        ("order", {"order": ["5", "6"], "moved": "5"}),
        ("order", {"moved": "1"}),
        ("order", {}),
        ("move", {"move": "77:1"}),
        ("move", {"move": ""}),
        ("remove", {"key": "77"}),
        ("remove", {}),
        ("add", {"add": "part tiny 99"}),
        ("add", {"add": "part tiny -1"}),
        ("add", {"add": "new text", "place": "77"}),
        ("add", {"add": "other"}),
        ("unsave", {"number": "77"}),
        ("unsave", {}),
    ],
)
def test_numbers_that_fit_nothing_are_told(
    mine: Composer, what: str, fields: dict[str, str]
) -> None:
    composer = mine.look()
    before, key = composer.yaml, composer.keys[0]
    fields = {name: key if value == "1" else value for name, value in fields.items()}
    for part in (True, False):
        answer = composer.send(what, fields, part=part)
        assert (answer.status, "This wasn’t done" in told(answer)) == (422, True)
        assert "Traceback" not in answer.text
    assert composer.yaml == before


def test_names_of_fields_that_there_are_not_change_nothing(composer: Composer) -> None:
    composer.begin("Mine")
    before, key = composer.yaml, composer.keys[0]
    typed = {"w.block": "x", "w.sources": "x", "w.__class__": "x", "w.steps.0.title": "x", "w": "x"}
    assert composer.send("words", {"key": key, **typed}).status == 200
    assert composer.send("head", {"blocks": "x", "notes": "x", "version": "9"}).status == 200
    assert composer.yaml == before
    for query in ("open=abc", "open=99999999999999", "open=-1", "sheet=", "pages=%00"):
        assert composer.client.get(f"/compose?{query}").status == 200
    assert composer.client.get("/compose?sheet=../x").status == 404


def test_a_text_that_is_too_long_is_told_and_kept_in_its_field(composer: Composer) -> None:
    composer.begin("Long")
    key = composer.keys[0]
    before = composer.yaml
    answer = composer.write(key, text="word " * 60_000)
    assert answer.status == 422
    assert "300 kB; 180 are the most" in told(answer)
    assert composer.yaml == before
    assert composer.fields(key)["text"] == "word " * 60_000, "nothing that was typed is lost"
    assert "Keep these words" in told(composer.page)
    assert composer.write(key, text="A word.").status == 200
    assert composer.fields(key)["text"] == "A word."
    answer = composer.send("head", {"title": "x" * 200_000})
    assert (answer.status, "180 are the most" in told(answer)) == (422, True)


def test_more_than_a_form_may_have_is_refused(composer: Composer) -> None:
    composer.begin("Long")
    answer = composer.write(composer.keys[0], text="word " * 250_000)
    assert (answer.status, "This is too large" in told(answer)) == (413, True)


def test_a_page_that_is_out_of_date_changes_nothing_and_what_was_typed_stays(
    composer: Composer,
) -> None:
    composer.adapt("weekly-check-in")
    other = Composer(composer.client).look()
    keys = composer.keys
    composer.send("remove", {"key": keys[0]})
    before = composer.yaml
    for what, fields in (
        ("words", {"key": keys[1], "w.title": "From the other window"}),
        ("order", {"order": keys, "moved": keys[0]}),
        ("move", {"move": f"{keys[1]}:1"}),
        ("remove", {"key": keys[1]}),
        ("add", {"add": "new text"}),
        ("step", {"do": "undo"}),
        ("head", {"title": "From the other window"}),
        ("save", {"name": "weekly-check-in"}),
    ):
        sent = {"revision": other.revision, **fields}
        for headers in (PART, {}):
            answer = composer.client.post(f"/compose/{what}", sent, headers=headers)
            assert answer.status == 409, what
            assert "changed in another window meanwhile" in told(answer)
    assert composer.yaml == before
    assert composer.fields(keys[1])["title"] == "From the other window"
    assert composer.head["title"] == "From the other window"
    assert "needs a change" in told(composer.page)
    other.look().write(keys[1], title="From the other window")
    assert "title: From the other window" in other.yaml


def test_what_was_typed_for_a_part_that_is_gone_is_shown_to_be_copied(composer: Composer) -> None:
    composer.adapt("weekly-check-in")
    old, key = composer.revision, composer.keys[1]
    composer.send("remove", {"key": key})
    typed = {"revision": old, "key": key, "w.title": "All my <b>words</b>"}
    answer = composer.client.post("/compose/words", typed, headers=PART)
    assert answer.status == 409
    assert "All my &lt;b&gt;words&lt;/b&gt;</textarea>" in answer.text


def test_a_sheet_that_can_not_be_changed_here_is_told(own_site: LiveSite) -> None:
    folder = own_site.practice / "handouts"
    (folder / "broken.yaml").write_text("title: [a\n\tb: c\n")
    (folder / "latin.yaml").write_bytes("title: é\n".encode("latin-1"))
    (folder / "large.yaml").write_text("title: a\n" + "# long\n" * 40_000)
    (folder / "odd.yaml").write_text("- 1\n- 2\n")
    composer = Composer(own_site.client())
    for name in ("broken", "latin", "large", "odd"):
        answer = composer.client.post("/compose/from", {"sheet": name})
        assert (answer.status, "This needs a change" in answer.text) == (422, True), name
        assert f"handouts/{name}.yaml" in answer.text
    odd = "title: A\nblocks:\n  - 12\n  - block: [a]\n  - block: nothing\n  - use: gone\n"
    (folder / "odd.yaml").write_text(odd + "  - block: text\n    text: {a: b}\n")
    composer.client.post("/compose/from", {"sheet": "odd", "sure": "yes"})
    composer.look()
    assert composer.names[0] == "A part that can't be read"
    assert len(composer.keys) == 5
    for key in composer.keys:
        assert composer.client.get(f"/compose?open={key}").status == 200
        assert composer.write(key, title="A title", text="Words").status in (200, 422)
    for key in composer.keys:
        assert composer.send("remove", {"key": key}).status == 200


def test_without_its_secret_word_nothing_is_changed(composer: Composer) -> None:
    composer.begin("Mine")
    before = composer.yaml
    sent = {"revision": composer.revision, "key": composer.keys[0]}
    for path in ("new", "from", "words", "head", "order", "move", "remove", "add", "step", "save"):
        assert composer.client.post(f"/compose/{path}", sent, csrf=None).status == 403
        foreign = composer.client.post(f"/compose/{path}", sent, origin="http://evil.example")
        assert foreign.status == 403
        assert composer.client.get(f"/compose/{path}").status in (404, 405)
    assert composer.yaml == before
