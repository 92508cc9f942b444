"""What a batch would make of a roster, told before anything is rendered or written."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from handoutgen.batch.combined import check, on_paper
from handoutgen.batch.plan import Group, grouped, in_another_language, in_order
from handoutgen.batch.prepare import Order
from handoutgen.content.packet import Packet
from handoutgen.content.roster import Roster
from handoutgen.errors import HandoutgenError, Problem

_MOST_PACKETS = 20
"""As many different packets are looked into for blanks that columns are named after."""


@dataclass(frozen=True, slots=True)
class Overview:
    """`clients` are those whose rows can be used, `bad` the other rows, from top to bottom.

    `blanks` are the words of the blanks that a column fills in, by its header.
    """

    clients: int
    bad: tuple[Problem, ...]
    blanks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def look_over(order: Order, roster: Roster) -> Overview:
    """What a batch of that order would make of the roster.

    A password for all counts as given where `order` has any. Raises HandoutgenError for what
    concerns all clients.
    """
    if order.combined:
        check(order.usual, roster, order.encrypt)
    own = order.encrypt and "password" in roster.read
    usual = replace(order.usual, headers=roster.others)
    groups, bad = grouped(roster, usual, order.folders, own and not order.password)
    if order.combined:
        groups, forms = on_paper(groups)
        bad += forms
    language, blanks = _looked_into(order, groups, roster.others)
    for group in groups:
        bad += in_another_language(group, language)
    left = sum(len(group.clients) for group in groups)
    told = in_order(roster, bad, str(order.roster))
    out = len({each.row for each in bad} & {c.row for g in groups for c in g.clients})
    return Overview(left - out, told, blanks)


def words_to_fill(order: Order) -> tuple[str, ...]:
    """The words that columns can be named after: those of the packet's blanks in sentences."""
    from handoutgen.content.roster.columns import known_among
    from handoutgen.pipeline import Desk

    desk = Desk(order.folders, order.usual.brand)
    packet = desk.library.packet(order.folders.packet(str(order.usual.packet)))
    blanks = desk.lay_out_packet(packet, desk.handouts_of(packet)).blanks
    words = (blank.said for blank in blanks if blank.prose)
    return tuple(dict.fromkeys(each for each in words if not known_among([each], {})))


def _looked_into(
    order: Order, groups: list[Group], headers: tuple[str, ...]
) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The language of the sheets, and the words of the blanks that each header is named after."""
    from handoutgen.batch.rendering import takers_of
    from handoutgen.pipeline import Desk

    desk = Desk(order.folders, order.usual.brand)
    found: dict[str, dict[str, None]] = {}
    specs = [group.spec for group in groups]
    asked = dict.fromkeys((spec.packet, spec.handouts, spec.title) for spec in specs)
    for path, names, title in list(asked)[:_MOST_PACKETS]:
        packet = desk.library.packet(path) if path else Packet.of(list(names), title)
        try:
            blanks = desk.lay_out_packet(packet, desk.handouts_of(packet)).blanks
        except HandoutgenError:
            if len(asked) == 1:
                raise
            continue  # the batch tells it for the rows that it concerns
        takers = takers_of(blanks, headers)
        for header in headers:
            for each in takers.get(f"={header}", ()):
                found.setdefault(header, {})[each.said if each.prose else each.name] = None
    return desk.brand.language, {header: tuple(words) for header, words in found.items()}
