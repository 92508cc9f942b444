"""Invented clients: no name here is anybody's."""

import csv
from collections.abc import Mapping
from itertools import product
from pathlib import Path

_FIRST = (
    *("Ada", "Björn", "Chloé", "Dario", "Elif", "Fern", "Goran", "Hania", "Iris", "Jorge", "Kaya"),
    *("Łucja", "Mira", "Noor", "Odile", "Pim", "Quynh", "Rosa", "Şule", "Tomás", "Una", "Vesna"),
    *("Wren", "Yara", "Zoë"),
)
_LAST = (
    *("Aldous", "Brekke", "Castellane", "Dunmore", "Eskola", "Fairlie", "Grześkowiak", "Holloway"),
    *("Ibsensen", "Jorquera", "Kowalczyńska", "Lindqvist", "Marchetti", "Nakvi", "Ortuño"),
    *("Pettibone", "Quillfeather", "Rosewater", "Sørby", "Tanrıkulu", "Underhill", "Vukšić"),
    *("Winterbourne", "Xanthos", "Yellowlees", "Žitnik", "Ashgrove", "Birdwhistle", "Copperfield"),
    *("Driftwood", "Elmhurst", "Foxglove", "Greenhalgh", "Hawthorn", "Inglenook", "Jessamine"),
    *("Kestrel", "Larkspur", "Meadows", "Nightingale"),
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
_SAID = ("name", "date", "next session")

Client = Mapping[str, str]
"""What is filled in for one client, by the keys of a base."""

MOST = len(_FIRST) * len(_LAST)
"""How many there are, all of different names."""


def clients(count: int) -> list[Client]:
    """The first so many of them, always the same ones; at most `MOST`."""
    names = [f"{first} {last}" for last, first in product(_LAST, _FIRST)]
    return [_client(number, name) for number, name in enumerate(names[:count])]


def _client(number: int, name: str) -> Client:
    date = f"November {number % 28 + 1}"
    session = f"{_DAYS[number % 5]} {number % 8 + 9}:30"
    return {"name": name, "date": date, "next session": session, "header": f"{name} · {date}"}


def write_roster(path: Path, count: int) -> None:
    """A roster of so many clients, as a practice's system would export it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Code", "Client name", "Date", "Next session"])
        for number, client in enumerate(clients(count), 1):
            rows.writerow([f"c-{number:04}", *(client[key] for key in _SAID)])
