"""The brand's page over the wire: what it shows, saves and refuses, and whose it is."""

import re
import shutil
import stat
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from handoutgen.content.brand import read_brand
from handoutgen.folders import Folders
from handoutgen.web.branding import drawing
from handoutgen.web.branding.folder import DraftFolder, drafts_folder, sweep
from support.client import Answer, Client
from support.practice import Practice
from support.site import LiveSite, furnish, open_site
from support.typefaces import saved as font_file
from support.typefaces import truetype
from web.test_brand_changes import FULL, lines
from web.test_brand_uploads import SVG, picture

OAK = font_file(truetype("Oak Sans", "Literata"))
WIDE_LOGO = SVG.format('<rect width="30" height="10" fill="#123456"/>').encode()
GONE = ("<script", "Traceback", "/tmp/")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, web_cache: Path) -> Iterator[LiveSite]:
    """One site for all tests here, since starting what renders takes long."""
    folder = tmp_path_factory.mktemp("brand") / "practice"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            drawing, "_SHEETS", ("tiny", "pain-stress-intimacy-cycle")
        )  # the first is quick
        with open_site(folder, web_cache) as live:
            yield live


@pytest.fixture
def practice(served: LiveSite, tmp_path: Path) -> Practice:
    """The folder behind the site, with nothing left in it of the test before."""
    practice = Practice(tmp_path / "practice")
    practice.folder.rmdir()
    practice.folder = served.practice
    for path in served.practice.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    furnish(practice)
    return practice


@pytest.fixture
def own_site(served: LiveSite, practice: Practice) -> LiveSite:
    return served


@pytest.fixture
def client(own_site: LiveSite) -> Client:
    return own_site.client()


def words(answer: Answer) -> str:
    """The text of a page, as it is read."""
    assert answer.status == 200, answer.status
    assert not any(word in answer.text.partition("<main")[2] for word in GONE)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def press(client: Client, what: str, files=None, **values: str) -> str:
    """Press a button; what the page says then."""
    return words(client.post("/brand", {**values, "do": what}, files or {}, follow=True))


def brand_of(practice: Practice):
    return read_brand(Folders(practice.folder))


def files_of(practice: Practice) -> dict[str, bytes]:
    """All files of the practice but for what saves are undone with."""
    found = (p for p in practice.folder.rglob("*") if p.is_file())
    names = ((p.relative_to(practice.folder).as_posix(), p) for p in found)
    return {name: p.read_bytes() for name, p in names if not name.startswith(".")}


def drafts(site: LiveSite) -> list[Path]:
    return [path for path in (site.cache / "brand-drafts").glob("*") if path.is_dir()]


def test_without_a_brand_the_sample_is_where_one_starts(client, practice):
    (practice.folder / "_brand.yml").unlink()
    before = files_of(practice)
    page = words(client.get("/brand"))
    assert "You have no brand of your own yet. This is the sample practice" in page
    assert client.get("/brand").value("name") == "Willow Street Therapy"
    assert files_of(practice) == before
    page = press(client, "save", name="Elm Row", short="Elm", alt="")
    assert "Saved: _brand.yml, logo.svg." in page
    assert "Still as in the sample: the phone, the address." in page
    brand = brand_of(practice)
    assert (brand.name, brand.short_name, brand.warnings) == ("Elm Row", "Elm", ())
    assert brand.logo is not None and brand.logo.alt == "Logo of Elm Row"
    assert "ample" not in (practice.folder / "_brand.yml").read_text()
    page = press(client, "undo")
    assert "The last save is undone" in page
    assert files_of(practice) == before


def test_an_own_picture_is_not_written_over_by_the_samples(client, practice):
    (practice.folder / "_brand.yml").unlink()
    practice.write("logo.svg", WIDE_LOGO)
    assert "Saved: _brand.yml." in press(client, "save", name="Elm Row")
    assert (practice.folder / "logo.svg").read_bytes() == WIDE_LOGO


def test_a_save_changes_what_was_changed_and_undo_gives_every_byte_back(client, practice):
    text = FULL.replace("logo-dark.svg", "images/dark.svg")
    practice.write("_brand.yml", text)
    practice.write("logo.svg", WIDE_LOGO)
    practice.write("images/dark.svg", WIDE_LOGO)
    before = files_of(practice)
    page = press(client, "save", name="Oak: a # practice", primary="#123456", couples="")
    assert "Saved: _brand.yml." in page
    after = (practice.folder / "_brand.yml").read_bytes().decode()
    assert sorted(lines(text, after)) == [
        '+       couples: ""',
        "+       crisis: Call us at any hour.",
        "+     crisis:",
        '+     full: "Oak: a # practice"',
        '+   primary: "#123456"',
        "-     crisis: Call us at any hour.",
        '-     full: "Elm Row Counseling"',
        "-   primary: blue",
    ]
    press(client, "save", name="Elm")
    assert press(client, "undo") and press(client, "undo")
    assert files_of(practice) == before


def test_the_sheet_to_look_at_is_a_real_one_and_can_be_chosen(client):
    answer = client.get("/brand")
    names = [tag["value"] for tag in answer.tags("option")]
    assert {"tiny", "pain-stress-intimacy-cycle"} <= set(names)
    press(client, "show", sheet="pain-stress-intimacy-cycle")
    assert "of The pain, stress and closeness cycle" in client.get("/brand/preview").text
    press(client, "show", sheet="../../etc/passwd")
    assert "of The pain, stress and closeness cycle" in client.get("/brand/preview").text


def test_every_sheet_has_the_new_brand_after_a_save(client):
    before = client.get("/cards/tiny.png").body
    press(client, "save", name="Another name", primary="#7a1f1f")
    assert client.get("/cards/tiny.png").body != before


@pytest.mark.parametrize(
    "name",
    [
        *("yes", "- a", "a: b # c", "{x}", "&a *b", "'\"\\", "| ", "<b>Oak & Elm</b>", "{{ 7*7 }}"),
        *("!!x", "%YAML", "null", "1e3", "@x `y`", "--- ...", "Ólafur · 李", "\u202dOak"),
    ],
)
def test_any_name_is_kept_as_it_was_typed(client, practice, name):
    client.get("/brand")
    answer = client.post("/brand/draft", {"name": name})
    assert answer.status == 200
    again = client.get("/brand")
    assert again.value("name") == name.strip()
    answer = client.post("/brand", {"name": name, "do": "download"})
    assert answer.file_name == "_brand.yml"
    practice.write("_brand.yml", answer.body)
    assert brand_of(practice).name == name.strip()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("primary", "url(http://example.org/x)", "is not a colour"),
        ("primary", "expression(alert(1))", "is not a colour"),
        ("secondary", "red; } * { display: none", "is not a colour"),
        ("foreground", "</style><script>alert(1)</script>", "is not a colour"),
        ("primary", "var(--x)", "is not a colour"),
        ("primary", "1f5c63", "Did you mean '#1f5c63'?"),
        ("primary", "#22aabb", "has 2.7:1 on white; 4.5:1 is needed"),
        ("primary", "a" * 61, "is not a colour"),
        ("link", "javascript:alert(1)", "A link starts with https://"),
        ("language", "en; rm -rf", "is not the code of a language"),
        ("paper", "../../etc/passwd", "is letter or a4"),
        ("text", "x'; } @import 'y", "is not the name of one font family"),
        ("headings", "../../fonts/x", "is not the name of one font family"),
        ("name", "x" * 5000, "longer than 200 letters"),
    ],
)
def test_what_can_not_be_is_told_by_its_field_and_nothing_is_written(
    client, practice, field, value, told
):
    before = files_of(practice)
    answer = client.post("/brand", {field: value, "do": "save"}, follow=True)
    assert told in words(answer)
    assert "Nothing was saved yet." in words(answer)
    place = answer.text.partition(f'id="{field}-told"')[2].partition("</div>")[0]
    assert told.split()[-1] in unescape(place), place
    assert files_of(practice) == before
    part = client.post("/brand/draft", {field: value}, headers={"HX-Request": "true"})
    assert told in words(part)
    assert part.headers["HX-Trigger"] == "brand-changed"
    answer = client.post("/brand", {field: value, "do": "download"})
    assert answer.status == 303


def test_a_colour_that_is_not_given_is_told(client, practice):
    practice.write("_brand.yml", "meta: {name: Elm}\ncolor: {primary: navy}\n")
    page = words(client.get("/brand"))
    assert "15.8:1 on white; 4.5:1 is needed: easy to read." in page or "16.0:1" in page
    assert "#000080 without one of your own." in page  # the second one is as the first
    assert "#1e2a2c without one of your own." in page


def test_contrast_advice_is_taken_with_a_button(client, practice):
    page = press(client, "show", primary="#22aabb")
    assert "The nearest that passes: '#1a828f'. Take #1a828f as the main colour" in page
    page = press(client, "take-primary", primary="#22aabb")
    assert "4.5:1 on white; 4.5:1 is needed: easy to read." in page
    assert client.get("/brand").value("primary") == "#1a828f"
    assert press(client, "take-nothing")


def test_a_logo_outlives_a_fault_in_another_field(client, practice):
    files = {"logo-file": ("../../evil.exe", WIDE_LOGO)}
    page = press(client, "save", files, name="Elm Row", primary="nothing")
    assert "Nothing was saved yet" in page
    assert "This picture will be saved as logo.svg" in page
    assert client.get("/brand/logo").body == WIDE_LOGO
    page = press(client, "save", primary="#123456")
    assert "Saved: _brand.yml, logo.svg." in page
    assert (practice.folder / "logo.svg").read_bytes() == WIDE_LOGO
    assert [p.name for p in practice.folder.parent.iterdir() if "evil" in p.name] == []
    assert brand_of(practice).logo.is_wide


def test_a_logo_takes_the_place_of_its_own_file_but_of_no_other(client, practice):
    practice.write("logo.png", b"another picture")
    client.get("/brand")
    page = press(client, "save", {"logo-file": ("x", picture())})
    assert "Saved: _brand.yml, logo-2.png." in page
    assert (practice.folder / "logo.png").read_bytes() == b"another picture"
    new = picture(size=(40, 10))
    assert "Saved: logo-2.png." in press(client, "save", {"logo-file": ("x", new)})
    assert (practice.folder / "logo-2.png").read_bytes() == new
    press(client, "undo")
    assert (practice.folder / "logo-2.png").read_bytes() == new  # no save of the brand file


def test_a_logo_can_be_taken_out_and_back(client, practice):
    practice.write("logo.svg", WIDE_LOGO)
    practice.write("_brand.yml", "meta: {name: Elm}\nlogo: logo.svg # ours\n")
    assert "Take the logo out" in words(client.get("/brand"))
    assert "The logo is taken out" in press(client, "remove-logo")
    assert client.get("/brand/logo").status == 404
    assert "The logo is logo.svg" in press(client, "return-logo")
    press(client, "remove-logo")
    press(client, "save")
    assert (practice.folder / "_brand.yml").read_text() == "meta: {name: Elm}\n"
    assert (practice.folder / "logo.svg").is_file()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"GIF89a\0\0\0\0", "is neither a PNG, a JPEG nor an SVG picture"),
        (SVG.format("<script>alert(1)</script>").encode(), "holds a script"),
        (b"\x89PNG\r\n\x1a\n" + bytes(5_999_992), "has 6.0 MB; a picture may have up to 5 MB"),
    ],
)
def test_a_picture_that_can_not_be_is_told_and_nothing_is_written(client, practice, data, told):
    before = files_of(practice)
    files = {"logo-file": ("../logo.png", data)}
    page = press(client, "save", files, name="Another")
    assert told in page and "'logo.png'" in page and "Nothing was saved yet." in page
    assert files_of(practice) == before
    page = press(client, "save", name="Another")
    assert told not in page and "Saved: _brand.yml." in page


def test_files_larger_than_all_together_may_be_are_refused_unread(client, practice):
    answer = client.post("/brand", {"do": "save"}, {"logo-file": ("x", bytes(21_000_001))})
    assert answer.status == 413


def test_fonts_are_saved_beside_the_file_and_used(client, practice):
    bold = font_file(truetype("Oak Sans", "Literata", "Bold"))
    files = {"font-regular": ("../../a.exe", OAK), "font-bold": ("b", bold)}
    page = press(client, "show", files, **{"font-for": "both"})
    assert "to be saved as fonts/OakSans-Regular.ttf" in page
    assert "that is for you to look up" in page
    assert client.get("/brand/faces/text").body == OAK
    css = client.get("/brand/faces.css")
    assert css.kind == "text/css" and "sample-headings" in css.text
    page = press(client, "save")
    assert "fonts/OakSans-Regular.ttf" in page and "fonts/OakSans-Bold.ttf" in page
    brand = brand_of(practice)
    assert (brand.text_family, brand.heading_family) == ("Oak Sans", "Oak Sans")
    assert [face.weight for face in brand.text_faces] == [400, 700]
    assert brand.warnings == ()
    press(client, "undo")
    assert [name for name in files_of(practice) if name.startswith("fonts")] == []


def test_fonts_of_two_families_are_not_mixed_up(client):
    files = {"font-regular": ("a", OAK), "font-bold": ("b", font_file(truetype("Elm", "Literata")))}
    page = press(client, "show", files, **{"font-for": "both"})
    assert "The fonts belong to different families: Elm, Oak Sans." in page
    assert client.get("/brand/faces/text").body != OAK
    page = press(client, "show", {"font-bold": ("b", OAK)}, **{"font-for": "headings"})
    assert "bold, to be saved as fonts/OakSans-Bold.ttf" in page
    page = press(client, "drop-fonts", headings="Oak Sans")
    assert "Oak Sans" not in page


def test_a_change_by_another_is_told_and_can_be_joined(client, practice):
    client.get("/brand")
    client.post("/brand/draft", {"name": "Oak", "primary": "#123456"})
    theirs = "# new\nmeta:\n  name: Elm Practice\n  phone: 555-0100\n"
    practice.write("_brand.yml", theirs)
    page = press(client, "save", name="Oak", phone="")
    assert "The file was changed meanwhile" in page
    assert (practice.folder / "_brand.yml").read_text() == theirs
    page = press(client, "follow", name="Oak", phone="")
    assert "Your changes now stand in the file as it is" in page
    press(client, "save")
    text = theirs.replace("Elm Practice", "Oak") + 'color:\n  primary: "#123456"\n'
    assert (practice.folder / "_brand.yml").read_text() == text
    practice.write("_brand.yml", theirs)
    assert client.get("/brand").value("name") == "Elm Practice"  # nothing of one's own is lost


def test_changes_can_be_let_go(client, practice):
    client.post("/brand/draft", {"name": "Oak"})
    practice.write("_brand.yml", "meta: {name: Elm}\n")
    press(client, "restart")
    assert client.get("/brand").value("name") == "Elm"


def test_an_undo_over_a_later_change_is_told(client, practice):
    press(client, "save", name="Oak")
    practice.write("_brand.yml", "meta: {name: Later}\n")
    page = press(client, "undo")
    assert "The save is not undone" in page and "changed after that save" in page
    assert brand_of(practice).name == "Later"


@pytest.mark.parametrize(
    "data", [b"meta: {name: [", b"", b"\xff\xfe\x00x", b"- a\n- b\n", b"a: \0"]
)
def test_a_file_that_can_not_be_read_is_told_and_left_alone(client, practice, data):
    practice.write("_brand.yml", data)
    page = words(client.get("/brand?shown=yes"))
    before = files_of(practice)
    assert press(client, "save", name="Oak")
    assert words(client.post("/brand/draft", {"name": "Oak"}))
    assert words(client.get("/brand/preview")) is not None
    assert files_of(practice) == before
    if "can’t be read" in page:
        page = press(client, "sample")
        assert "This is the sample practice" in page
        assert "Saved" in press(client, "save", name="Oak")
        assert brand_of(practice).warnings == ()
        press(client, "undo")
        assert files_of(practice) == before


def test_faults_of_the_file_are_told_as_on_the_command_line(client, practice):
    practice.write(
        "_brand.yml",
        "meta:\n  name: Elm\nlogo: images/leaf.svg\ncolor:\n  palette:\n    sky: '#88ccff'\n"
        "  primary: sky\ntypography:\n  fonts:\n    - family: Oak\n      source: file\n"
        "      files: [fonts/Oak.ttf]\n  base: Oak\n",
    )
    page = words(client.get("/brand?shown=yes"))
    assert "There is no file 'images/leaf.svg'. It was looked for at images/leaf.svg." in page
    assert "'primary' is too pale for text: #88ccff has 1.7:1 on white" in page
    assert "There is no file 'fonts/Oak.ttf'." in page
    assert "3 things need a change before you can save." in page
    assert "“sky” is from your file’s palette." in page
    with pytest.raises(Exception, match="too pale") as caught:
        brand_of(practice)
    for problem in caught.value.problems:
        assert problem.message[1:] in page


def test_a_long_text_of_the_file_is_no_fault_of_who_looks_at_it(client, practice):
    long = "Call us. " * 300
    text = f"meta: {{name: Elm}}\ndefaults:\n  handoutgen:\n    crisis: {long}\n"
    practice.write("_brand.yml", text)
    sent = client.get("/brand").text.partition('<textarea id="crisis"')[2].partition(">")[2]
    crisis = sent.partition("</textarea>")[0]
    assert len(crisis) > 2000
    page = press(client, "save", name="Oak", crisis=crisis)
    assert "Saved: _brand.yml." in page
    assert long.strip() in (practice.folder / "_brand.yml").read_text()


def test_what_the_file_warns_of_is_shown(client, practice):
    practice.write("_brand.yml", "meta: {name: Elm, phnoe: 1}\ntypography: {base: Elm Sans}\n")
    page = words(client.get("/brand"))
    assert "'phnoe' is not a setting of a brand" in page
    assert "the font 'elm sans' is not among the 'fonts'" in page.lower()


def test_a_page_that_can_not_be_printed_is_told_without_the_drafts_folder(client, practice):
    evil = SVG.format('<image href="http://example.org/x.png"/>')
    practice.write("images/leaf.svg", evil)
    practice.write("_brand.yml", "meta: {name: Elm}\nlogo: images/leaf.svg\n")
    page = words(client.get("/brand?shown=yes"))
    assert "The sheet can’t be printed so" in page
    assert "images/leaf.svg" in page and "brand-drafts" not in page
    page = press(client, "save", name="Oak")
    assert "Nothing was saved, since the sheet can't be printed" in page
    assert brand_of(practice).name == "Elm"


def test_one_visitor_sees_nothing_of_anothers_draft(own_site, client):
    press(client, "show", {"logo-file": ("x", WIDE_LOGO), "font-regular": ("x", OAK)}, name="Oak")
    other = own_site.client()
    assert "Oak" not in words(other.get("/brand?shown=yes"))
    assert other.get("/brand/logo").status == 404
    assert other.get("/brand/faces/text").body != OAK
    assert own_site.stranger().get("/brand/logo").status == 403


@pytest.mark.parametrize("role", ["../text", "..%2f..%2f_brand.yml", "x", "text/..", "%00"])
def test_fonts_are_given_by_role_alone(client, role):
    assert client.get(f"/brand/faces/{role}").status == 404


def test_a_draft_is_its_owners_alone_and_goes_with_the_server(practice, tmp_path):
    cache = tmp_path / "own-cache"
    with open_site(practice.folder, cache) as site:
        assert not drafts(site)
        one, two = site.client(), site.client()
        one.post("/brand/draft", {"name": "Oak"}, {"logo-file": ("x", WIDE_LOGO)})
        two.get("/brand")
        (first, second) = sorted(drafts(site), key=lambda path: -len([*path.iterdir()]))
        for folder in (first, second, first.parent):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {path.name for path in first.iterdir()} == {"_brand.yml", "logo.svg"}
        assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in first.iterdir())
        one.post("/brand", {"do": "save"})
        assert not (first / "logo.svg").exists() or brand_of(practice).logo
        visitors = site.app.extensions["handoutgen"].visitors
        visitors._let_go([visitors._known.popitem()[1]])
        assert len(drafts(site)) == 1
    assert [*(cache / "brand-drafts").glob("*")] == []


def test_what_a_server_left_behind_is_swept_by_the_next(practice, tmp_path, monkeypatch):
    cache = tmp_path / "own-cache"
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(cache))
    used, left = DraftFolder(), DraftFolder()
    left._lock.release()  # as the system does when a process ends
    used.write("_brand.yml", b"x")
    sweep()
    assert used.path.exists() and not left.path.exists()
    left.path.mkdir()
    with open_site(practice.folder, cache):
        assert used.path.exists() and not left.path.exists()
    used.close()
    assert [*drafts_folder().iterdir()] == []
    shutil.rmtree(drafts_folder())
    sweep()


def test_a_link_in_the_place_of_the_file_is_not_followed(own_site, client, practice, tmp_path):
    before = len(drafts(own_site))
    outside = tmp_path / "outside.yml"
    outside.write_text("meta: {name: Outside}\n")
    (practice.folder / "_brand.yml").unlink()
    (practice.folder / "_brand.yml").symlink_to(outside)
    answer = client.get("/brand")
    assert answer.status == 422 and "link" in answer.text
    client.post("/brand", {"name": "Oak", "do": "save"})
    assert outside.read_text() == "meta: {name: Outside}\n"
    assert {path.suffix for path in (own_site.cache / "brand-drafts").iterdir()} <= {".lock", ""}
    assert len(drafts(own_site)) == before


def test_the_buttons_need_the_pages_own_word(client, practice):
    before = files_of(practice)
    for path in ("/brand", "/brand/draft"):
        assert client.post(path, {"name": "Oak", "do": "save"}, csrf=None).status == 403
        assert client.post(path, {"name": "O"}, origin="http://example.org").status == 403
    assert files_of(practice) == before
