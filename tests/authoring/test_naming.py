"""Names of new files."""

import pytest

from handoutgen.authoring.naming import free_id, handout_id, packet_id
from handoutgen.content.blocks import is_id
from support.practice import HEAD, Practice


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Two good things", "two-good-things"),
        ("  What’s next?  ", "whats-next"),
        ("Řeka, Straße & œuvre", "reka-strasse-oeuvre"),
        ("眠り", "my-sheet"),
        ("", "my-sheet"),
        ("a" * 90, "a" * 48),
        ("word " * 30, "word-word-word-word-word-word-word-word-word"),
        ("../../etc/passwd", "etc-passwd"),
        ("References", "references-2"),
    ],
)
def test_an_id_is_made_of_the_title(practice: Practice, title: str, name: str) -> None:
    found = handout_id(title, practice.folders)
    assert found == name
    assert is_id(found)


def test_an_id_that_is_taken_gets_a_number(practice: Practice) -> None:
    practice.write("handouts/rest.yaml", HEAD)
    practice.write("handouts/rest-2.yaml", HEAD)
    assert handout_id("Rest", practice.folders) == "rest-3"
    assert packet_id("Rest", practice.folders) == "rest"
    assert packet_id("Couples starter", practice.folders) == "couples-starter-2"
    assert free_id("x", {"x"}, "y") == "x-2"
