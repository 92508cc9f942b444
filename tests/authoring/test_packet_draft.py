"""A packet in the making."""

import pytest

from handoutgen.authoring.packet import PacketDraft
from handoutgen.errors import ContentError
from support.practice import Practice


def test_a_new_packet_is_filled_and_ordered(practice: Practice) -> None:
    draft = PacketDraft.new("For two: a start", ("action-plan", "intimacy-menu"))
    draft = draft.add("what-touch-means").add("action-plan").move(2, 0).remove(1)
    packet = draft.check(practice.folders)
    assert (packet.title, packet.id) == ("For two: a start", "for-two-a-start")
    assert packet.handouts == ["what-touch-means", "intimacy-menu"] == list(draft.handouts)


def test_its_cover_contents_and_pages_are_chosen(practice: Practice) -> None:
    draft = PacketDraft.new("Mine", ("action-plan",))
    assert (draft.cover, draft.topic, draft.contents, draft.duplex) == (True, False, True, False)
    other = draft.with_head(
        title="Ours", summary="S.", cover=False, topic=True, contents=False, duplex=True
    )
    packet = other.check(practice.folders)
    assert (packet.title, packet.summary) == ("Ours", "S.")
    assert (packet.cover.page, packet.cover.topic) == (False, True)
    assert (packet.contents, packet.duplex) == (False, True)
    assert (other.cover, other.topic, other.contents, other.duplex) == (False, True, False, True)
    assert "summary" not in other.with_head(summary="").text


def test_what_is_chosen_already_is_not_written() -> None:
    draft = PacketDraft.new("Mine", ("action-plan",))
    assert draft.with_head(title="Mine", cover=True, topic=False, contents=True) == draft


def test_the_comments_of_a_packet_stay(practice: Practice) -> None:
    text = "title: T\nhandouts:\n  # first\n  - action-plan  # a\n  - intimacy-menu\n"
    draft = PacketDraft.of(text, "ours").move(1, 0).with_head(summary="S")
    assert draft.text == (
        "title: T\nsummary: S\nhandouts:\n  - intimacy-menu\n  # first\n  - action-plan  # a\n"
    )
    assert draft.check(practice.folders).id == "ours"


def test_a_packet_of_nothing_or_of_unknown_handouts_is_told(practice: Practice) -> None:
    empty = PacketDraft.new()
    assert empty.handouts == ()
    with pytest.raises(ContentError, match="handouts"):
        empty.check(practice.folders)
    with pytest.raises(ContentError, match="there is no handout 'nowhere'") as caught:
        empty.add("nowhere").check(practice.folders, "mine")
    assert caught.value.problems[0].file == "mine.yaml"
    with pytest.raises(ContentError, match="there are 0 handouts"):
        empty.remove(0)


@pytest.mark.parametrize("text", ["", "handouts: x\ncover: y\nduplex: []\n", "- a\n"])
def test_any_text_can_be_looked_at(practice: Practice, text: str) -> None:
    draft = PacketDraft.of(text)
    assert (draft.title, draft.summary, draft.handouts, draft.cover) == ("", "", (), True)
    with pytest.raises(ContentError):
        draft.check(practice.folders)
