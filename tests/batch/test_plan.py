"""Who gets what: rows sorted by the base of their files, and rows that can't be used."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from handoutgen.batch.bases import Spec
from handoutgen.batch.languages import code_of
from handoutgen.batch.plan import (
    BadRow,
    Group,
    grouped,
    in_another_language,
    in_order,
    values_of,
    without_place,
)
from handoutgen.content.roster import Client, Roster
from handoutgen.errors import Problem
from handoutgen.folders import Folders

FOLDERS = Folders(Path("/nowhere"))
USUAL = Spec(
    *(FOLDERS.practice, FOLDERS.shipped, None, FOLDERS.packet("couples-starter")),
    *((), "", False, "", frozenset({"ink-saver"}), ("Mood",)),
)


def client(row: int = 2, **more: Any) -> Client:
    return Client(row, f"row-{row:04}", {"name": "Wilhelmina"}, {}, **more)


def roster(*clients: Client, **more: Any) -> Roster:
    return Roster(clients, more.get("problems", ()), more.get("read", {}), more.get("others", ()))


def base(language: str = "en", *fills: str) -> Any:
    return SimpleNamespace(language=language, fills=frozenset(fills))


def test_a_row_that_says_nothing_gets_the_usual() -> None:
    groups, bad = grouped(roster(client(2), client(3)), USUAL, FOLDERS, False)
    assert (groups, bad) == ([Group(USUAL, (client(2), client(3)))], [])


def test_rows_are_sorted_by_what_they_ask_for() -> None:
    rows = [
        client(2, packet="pain-and-closeness"),
        client(3, handouts=("action-plan", "body-map")),
        client(4, paper="a4"),
        client(5, looks=frozenset()),
        client(6, looks=frozenset({"fillable"}), packet="pain-and-closeness"),
        client(7, paper="a4", looks=USUAL.looks),
    ]
    known = FOLDERS.handouts()
    rows[1] = replace(rows[1], handouts=tuple(list(known)[:2]))
    groups, bad = grouped(roster(*rows), USUAL, FOLDERS, False)
    assert bad == []
    pain = FOLDERS.packet("pain-and-closeness")
    assert [(group.spec, [each.row for each in group.clients]) for group in groups] == [
        (replace(USUAL, packet=pain), [2]),
        (
            replace(USUAL, packet=None, handouts=rows[1].handouts, title="A packet of sheets"),
            [3],
        ),
        (replace(USUAL, paper="a4"), [4, 7]),
        (replace(USUAL, looks=frozenset()), [5]),
        (replace(USUAL, packet=pain, looks=frozenset({"fillable"})), [6]),
    ]


def test_what_is_not_there_is_told_without_a_word_of_the_row() -> None:
    rows = [
        client(2, packet="couple-starter"),
        client(3, handouts=("wilhelmina", *list(FOLDERS.handouts())[:1])),
        client(4, handouts=tuple(f"h{n}" for n in range(3))),
    ]
    groups, bad = grouped(roster(*rows), USUAL, FOLDERS, False)
    assert groups == []
    assert bad[0] == BadRow(
        2, "it names a packet that isn't there", "did you mean 'couples-starter'?"
    )
    assert [each.row for each in bad] == [2, 3, 4]
    assert "wilhelmina" not in repr(bad)


def test_more_handouts_than_a_packet_holds_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    names = tuple(f"h{n}" for n in range(41))
    monkeypatch.setattr(Folders, "handouts", lambda _: dict.fromkeys(names, Path("x")))
    _, bad = grouped(
        roster(client(2, handouts=names), client(3, handouts=names[:40])), USUAL, FOLDERS, False
    )
    assert bad == [BadRow(2, "it names more than 40 handouts")]


def test_without_a_password_no_file_can_be_locked() -> None:
    rows = roster(client(2, password="x"), client(3), client(4, password="é" * 64))
    assert grouped(rows, USUAL, FOLDERS, False)[1] == []
    groups, bad = grouped(rows, USUAL, FOLDERS, True)
    assert [each.row for each in groups[0].clients] == [2]
    assert [(each.row, each.message) for each in bad] == [
        (3, "there is no password"),
        (4, "the password is longer than 127 bytes"),
    ]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("en", "en"), ("en-US", "en"), ("EN_gb", "en"), ("English", "en")),
        *(("English (US)", "en"), ("Spanish; Castilian", "es"), ("Español", "es"), ("eng", "en")),
        *(("", ""), ("Klingon", "klingon"), ("(", ""), ("zh-Hant", "zh")),
    ],
)
def test_languages_are_known_by_what_rosters_call_them(written: str, code: str) -> None:
    assert code_of(written) == code


def test_rows_that_ask_for_another_language_are_told() -> None:
    said = ("", "English", "en-GB", "Spanish", "xx")
    group = Group(USUAL, tuple(client(n, language=each) for n, each in enumerate(said, 2)))
    bad = in_another_language(group, "en-US")
    assert [each.row for each in bad] == [5, 6]
    assert bad[0].message == "its sheets are in 'en', it asks for another language"
    assert [each.row for each in in_another_language(group, "es")] == [3, 4, 6]


def test_bad_rows_are_told_from_top_to_bottom() -> None:
    found = [Problem("r.csv", 0, 0, f"row {n}: bad") for n in (3, 20)]
    told = in_order(roster(problems=tuple(found)), [BadRow(100, "x"), BadRow(4, "y", "z")], "r.csv")
    assert [each.message for each in told] == [
        *("row 3: bad", "row 4: y", "row 20: bad", "row 100: x")
    ]
    assert (told[1].file, told[1].hint) == ("r.csv", "z")


def test_values_go_only_where_the_base_has_a_place() -> None:
    said = {"name": "Wilhelmina", "date": "1 May", "therapist": "Dr. X"}
    one = Client(2, "row-0002", said, {"mood": "calm", "day": "", "pain": "6"})
    fills = frozenset({"name", "date", "next session", "header", "=mood", "=day"})
    assert values_of(one, fills) == {
        "name": "Wilhelmina",
        "date": "1 May",
        "header": "Wilhelmina · Dr. X · 1 May",
        "=mood": "calm",
    }
    assert values_of(one, frozenset({"=pain"})) == {"=pain": "6"}
    assert values_of(Client(2, "x", {"name": "A"}, {}), fills)["header"] == "A"


def test_columns_without_a_place_in_any_base_are_known() -> None:
    some = roster(others=("mood", "Diagnosis", "day"))
    bases = [base("en", "name", "=day"), base("en", "=mood")]
    assert without_place(some, bases) == ["Diagnosis"]
