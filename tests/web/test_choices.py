"""The choices of an edition as data: read, written into a link, and never a path."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from werkzeug.exceptions import BadRequest

from handoutgen.compose.edition import Edition
from handoutgen.web.choices import LOOKS, Choices, offer_of, read_choices
from support.practice import Practice

OWN = "meta:\n  name: Elm Practice\n"


def chosen(practice: Practice, given: Mapping[str, str]) -> Choices:
    return read_choices(given, offer_of(practice.folders))


def brands(practice: Practice) -> list[tuple[str, str]]:
    return offer_of(practice.folders).brand_names


def test_nothing_chosen_is_the_usual_edition_and_brand(practice: Practice) -> None:
    choices = chosen(practice, {})
    assert choices.edition == Edition()
    assert choices.brand.path is None
    assert choices.query == ""
    assert choices.words == ()
    assert choices.address("/sheets/a") == "/sheets/a"


def test_a_choice_is_written_in_one_way_and_read_back(practice: Practice) -> None:
    practice.write("_brand.yml", OWN)
    given = {"brand": "harbor", "notes": "yes", "large-print": "yes", "paper": "a4", "x": "y"}
    choices = chosen(practice, given | {"fillable": "", "ink-saver": "no", "language": "en"})
    assert choices.query == "paper=a4&large-print=yes&notes=yes&brand=harbor"
    assert choices.edition == Edition("a4", notes=True, large_print=True)
    assert choices.brand.path == practice.folders.shipped / "templates/brands/harbor/_brand.yml"
    pairs = dict(pair.split("=") for pair in choices.query.split("&"))
    assert chosen(practice, pairs) == choices
    told = ("A4", "large print", "with the therapist’s notes")
    assert choices.words == (*told, "Harbor Point Counseling & Rehabilitation")


def test_every_look_of_an_edition_can_be_chosen(practice: Practice) -> None:
    choices = chosen(practice, dict.fromkeys(LOOKS, "yes"))
    assert choices.edition.suffixes == tuple(LOOKS)
    assert all(choices.has(look) for look in LOOKS)
    assert not chosen(practice, {}).has("notes")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"paper": "a3"}, "Choose 'letter' or 'a4'"),
        ({"large-print": "true"}, "'large-print' is either 'yes' or left out"),
        ({"language": "tlh"}, "only in 'en'"),
        ({"brand": "willow"}, "There are: default, harbor"),
        ({"brand": "Harbor"}, "no such brand"),
        ({"brand": "../brands/harbor"}, "no such brand"),
        ({"brand": "harbor/"}, "no such brand"),
        ({"brand": "/etc/passwd"}, "no such brand"),
        ({"brand": "harbor\0"}, "no such brand"),
        ({"brand": "templates/brands/harbor/_brand.yml"}, "no such brand"),
    ],
)
def test_what_cannot_be_chosen_is_told_in_words(
    practice: Practice, given: dict[str, str], told: str
) -> None:
    practice.write("_brand.yml", OWN)
    with pytest.raises(BadRequest, match=told) as caught:
        chosen(practice, given)
    value = next(iter(given.values()))
    assert value in ("letter", "true") or value not in str(caught.value.description)


def test_the_practices_own_brand_comes_first_and_its_others_hide_the_shipped(
    practice: Practice,
) -> None:
    harbor = ("harbor", "Harbor Point Counseling & Rehabilitation")
    assert brands(practice) == [("", "Willow Street Therapy"), harbor]
    assert chosen(practice, {"brand": "default"}).query == ""
    practice.write("_brand.yml", OWN)
    willow = ("default", "Willow Street Therapy")
    assert brands(practice) == [("", "Elm Practice"), willow, harbor]
    path = practice.write("templates/brands/harbor/_brand.yml", "meta:\n  name: Our Harbor\n")
    practice.write("templates/brands/annex/_brand.yml", "meta:\n  name: The Annex\n")
    annex, ours = ("annex", "The Annex"), ("harbor", "Our Harbor")
    assert brands(practice) == [("", "Elm Practice"), annex, willow, ours]
    assert chosen(practice, {"brand": "harbor"}).brand.path == path


def test_a_brand_is_named_anew_when_its_file_changes(practice: Practice) -> None:
    path = practice.write("_brand.yml", OWN)
    assert brands(practice)[0] == ("", "Elm Practice")
    path.write_text("meta:\n  name: Oak Practice\n")
    os.utime(path, ns=(1, 1))
    assert brands(practice)[0] == ("", "Oak Practice")


def test_a_brand_that_cannot_be_read_is_offered_by_its_folder(practice: Practice) -> None:
    practice.write("_brand.yml", "meta: [")
    practice.write("templates/brands/annex/_brand.yml", "color:\n  primary: no-colour\n")
    assert brands(practice)[:2] == [("", "The usual one"), ("annex", "annex")]


def test_a_folder_with_an_odd_name_or_a_link_that_leads_out_is_no_brand(
    practice: Practice, tmp_path: Path
) -> None:
    practice.write("templates/brands/Our Brand/_brand.yml", OWN)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "_brand.yml").write_text(OWN)
    (practice.folder / "templates/brands/linked").symlink_to(outside)
    assert [name for name, _ in brands(practice)] == ["", "harbor"]


def test_the_language_is_that_of_the_practice(practice: Practice) -> None:
    assert offer_of(practice.folders).languages == [("en", "English")]
    practice.write("_brand.yml", f"{OWN}defaults:\n  handoutgen:\n    language: es-MX\n")
    assert offer_of(practice.folders).languages == [("es-MX", "Spanish")]
    assert chosen(practice, {"language": "es-MX"}).query == ""
