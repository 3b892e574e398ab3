"""Rooms that a roll would make, and which of them look mistyped."""

import pytest

from tests.roll.conftest import Office

CHILD = "{},{},Mere,mother,021 000 0001,en,home,"


def looked(office: Office, *places: str) -> dict[str, tuple[int, str]]:
    it = office.looks(*(CHILD.format(place, f"Child {number}") for number, place in enumerate(places)))
    assert all(any(f'"{room.name}" would be' in words for words in it.warnings) == bool(room.like)
               for room in it.new_rooms)  # fmt: skip
    return {room.name: (room.children, room.like) for room in it.new_rooms}


@pytest.mark.parametrize("typed", ["Rom 5", "Roon 5", "Rooom 5", "Romo 5", "Room5", "5 Room"])
def test_an_ordinary_typo(office: Office, typed: str) -> None:
    """Holds each of the ways in `_mistyped`."""
    office.brings(CHILD.format("Room 5", "Tama"))
    assert looked(office, typed) == {typed: (1, "Room 5")}


@pytest.mark.parametrize("name", ["Room 6", "Room 55", "Room 5A", "Rimu", "Room B", "Kea"])
def test_another_room_is_no_typo(office: Office, name: str) -> None:
    """Holds that what numbers a room is compared whole, and that of short names each letter counts."""
    for there, child in (("Room 5", "Tama"), ("Room A", "Ana"), ("Tea", "Lagi")):
        office.brings(CHILD.format(there, child))
    assert looked(office, name) == {name: (1, "")}


def test_of_two_new_rooms_the_fuller_one_is_meant(office: Office) -> None:
    """The first roll of all has nothing but new rooms."""
    assert looked(office, "Room 5", "Room 5", "Rom 5", "Kōwhai") == {
        "Room 5": (2, ""), "Rom 5": (1, "Room 5"), "Kōwhai": (1, ""),
    }  # fmt: skip
