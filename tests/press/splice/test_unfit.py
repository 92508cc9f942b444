"""What a base can't take is told, and laid out in full instead."""

import pickle
from collections.abc import Mapping
from unicodedata import normalize

import pytest
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString

from handoutgen.errors import ContentError
from handoutgen.press.splice.letters import KINDS, Letters, Unfit
from support.pdf import page_texts
from support.spliced import Copier
from support.typefaces import ATKINSON, LITERATA, saved, truetype

COLUMNS = ("day", "plan.what-else.answer", "plan.list.a-thing", "plan.how-sure.answer")
WHO = "Ana Kovačević"
LONG = "Maria-Theresia Wilhelmina Anastasia von und zu Habsburg-Lothringen " * 2
FORM = {"looks": frozenset({"fillable"})}
LARGE = {"looks": frozenset({"large-print"})}


def kinds(copier: Copier, values: Mapping[str, str], **edition: object) -> tuple[str, ...]:
    """Why the values don't fit; nothing where they do."""
    try:
        copier.base(copier.spec(headers=COLUMNS, **edition)).tail(values)
    except Unfit as error:
        assert set(error.kinds) <= KINDS.keys()
        return error.kinds
    return ()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Zoë",
            "Łódź",
            "İpek",
            "ẞ",
            "“so”",
            "O’Brien",
            "½",
            "20 €",
            "a\N{NO-BREAK SPACE}b",
        ),
        *("Ngọc", "Ł" * 12, "fi ffl", "AVAVAV To Ty", "1/2 & <b> \\ (x) [y] %"),
    ],
)
def test_what_fits(copier: Copier, text: str) -> None:
    assert kinds(copier, {"name": text}) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ana 🙂", "letters"),
        ("⛄", "letters"),
        ("Ꝏ", "letters"),  # a Latin letter that neither typeface has
        ("Ж", "letters"),
        ("Ω", "letters"),
        ("№ 5", "letters"),
        ("n\N{COMBINING DIAERESIS}a", "letters"),  # there is no such letter in one
        ("e\N{COMBINING ACUTE ACCENT}", "letters"),
        ("a\N{ZERO WIDTH JOINER}b", "letters"),
        ("a\N{SOFT HYPHEN}b", "letters"),
        ("a\N{RIGHT-TO-LEFT OVERRIDE}b", "letters"),
        ("\N{BELL}", "letters"),
        ("مريم", "script"),
        ("דנה", "script"),
        ("अनिता", "script"),
        ("王芳", "script"),
        ("さくら", "script"),
        ("민준", "script"),
        ("สมชาย", "script"),
        ("Ana مريم", "script"),
        ("٣", "script"),
        (LONG[:120], "room"),
        ("W" * 40, "room"),
    ],
)
def test_what_does_not_fit(copier: Copier, text: str, kind: str) -> None:
    assert kind in kinds(copier, {"name": text})


def test_all_reasons_are_told_at_once_and_each_once(copier: Copier) -> None:
    values = {"name": "🙂", "date": LONG, "=day": "王芳", "header": "🙂", "=plan.list.a-thing": "x"}
    assert kinds(copier, values) == ("kind", "letters", "room", "script")


def test_a_tick_and_a_choice_are_only_drawn_on_a_screen(copier: Copier) -> None:
    for column in COLUMNS[2:]:
        assert kinds(copier, {f"={column}": "1"}) == ("kind",)
        assert kinds(copier, {f"={column}": ""}) == ()
        assert kinds(copier, {f"={column}": "1"}, **FORM) == ()


def test_ticks_and_choices_on_paper_are_laid_out_in_full(copier: Copier) -> None:
    spec = copier.spec(headers=COLUMNS)
    empty = copier.whole(spec, {})
    for column, value, same in (
        ("plan.list.a-thing", "yes", False),
        ("plan.list.a-thing", "no", True),
        ("plan.how-sure.answer", "2", False),
    ):
        assert (copier.whole(spec, {f"={column}": value}) == empty) is same


def test_a_text_of_several_lines_is_laid_out_in_full(copier: Copier) -> None:
    values = {"=plan.what-else.answer": "one\ntwo"}
    assert kinds(copier, values) == ("room",)
    assert kinds(copier, {"=plan.what-else.answer": " one\n"}) == ()
    assert kinds(copier, {"=day": "one\ntwo"}) == ()  # a line is one line, whatever it holds
    assert kinds(copier, values, **FORM) == ()
    whole = copier.whole(copier.spec(headers=COLUMNS), values)
    assert "one\ntwo" in page_texts(whole)[3]


def test_a_line_of_several_lines_is_one_in_every_edition(copier: Copier) -> None:
    for edition in ({}, FORM):
        spec = copier.spec(headers=COLUMNS, **edition)
        told = [
            copier.spliced(spec, {"=day": text}) for text in ("one two", "one\ntwo", " one  two ")
        ]
        assert len(set(told)) == 1


def test_letters_with_marks_of_their_own_are_laid_out_in_full(copier: Copier) -> None:
    spec = copier.spec(headers=COLUMNS)
    values = {"name": "Zde\N{COMBINING CARON}na"}
    assert kinds(copier, values) == ("letters",)
    assert "Zděna" in normalize("NFC", page_texts(copier.whole(spec, values))[2])


def test_a_mark_that_only_the_second_face_has_is_not_drawn_beside_its_letter() -> None:
    marked = truetype("Elm", LITERATA, "Regular", "aọ´")
    for table in marked["cmap"].tables:
        table.cmap[ord("\N{COMBINING ACUTE ACCENT}")] = table.cmap[ord("´")]
    faces = Letters([saved(truetype("Elm", ATKINSON, "Regular", "Nxg")), saved(marked)], "en")
    assert len(faces.line("Ngọ").runs) == 2
    with pytest.raises(Unfit, match="letters"):
        faces.line("x\N{COMBINING ACUTE ACCENT}")


def test_letters_that_a_face_moves_aside_are_left_to_the_engine() -> None:
    raised = truetype("Elm", ATKINSON, "Regular", "AVx")
    addOpenTypeFeaturesFromString(raised, "feature kern { pos A <0 0 0 0> V <0 80 0 0>; } kern;")
    faces = Letters([saved(raised)], "en")
    assert faces.line("AxVA").runs
    with pytest.raises(Unfit, match="letters"):
        faces.line("AV")


@pytest.mark.parametrize("edition", [{}, FORM], ids=["paper", "form"])
def test_a_value_that_no_blank_takes_is_told_without_itself(
    copier: Copier, edition: dict[str, frozenset[str]]
) -> None:
    spec = copier.spec(headers=COLUMNS, **edition)
    secret = "Kryptonyt"
    for column, said in (
        ("plan.list.a-thing", "'a thing' is a box to tick"),
        ("plan.how-sure.answer", "what it is given isn't an option"),
    ):
        make = copier.spliced if edition else copier.whole
        with pytest.raises(ContentError) as caught:
            make(spec, {"name": WHO, f"={column}": secret})
        told = str(caught.value)
        assert said in told
        assert secret not in told and WHO not in told
        assert secret not in repr(caught.value)


def test_a_form_tells_all_that_it_does_not_take(copier: Copier) -> None:
    spec = copier.spec(headers=COLUMNS, **FORM)
    with pytest.raises(ContentError) as caught:
        copier.spliced(spec, {f"={column}": "Kryptonyt" for column in COLUMNS})
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(("text", "kind"), [("🙂", "letters"), ("مريم", "letters"), (LONG, "room")])
def test_a_form_has_its_own_limits(copier: Copier, text: str, kind: str) -> None:
    assert kinds(copier, {"=day": text}, **FORM) == (kind,)


def test_why_it_does_not_fit_goes_from_process_to_process() -> None:
    error = pickle.loads(pickle.dumps(Unfit(["room", "letters", "room"])))
    assert isinstance(error, Unfit)
    assert error.kinds == ("letters", "room")
    assert str(error) == "letters, room"
