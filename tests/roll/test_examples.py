"""The examples and the demo come in without a word of complaint."""

import csv
from pathlib import Path

import phonenumbers
import pytest

from bot.acts.roll import text_of
from bot.acts.schools import read
from tests.roll.conftest import Office


@pytest.mark.parametrize("folder", ["bot/examples", "bot/examples/demo"])
def test_they_come_in(office: Office, root: Path, folder: str) -> None:
    assert read(root / folder / "school.toml").languages == ("en", "mi", "sm")
    staff = text_of((root / folder / "staff.csv").read_bytes()).splitlines()[1:]
    assert office.brings_staff(*staff).done
    if folder == "bot/examples":  # those of a real school: somebody can change it afterwards
        assert any(",admin," in row for row in staff)
    it = office.tries(text_of((root / folder / "roll.csv").read_bytes()))
    assert it.done
    assert it.plan.shared_phones == ()
    assert [words for words in it.plan.warnings if "guardian" in words or "phone" in words] == []


def test_the_four_phones_of_the_demo_are_there(office: Office, root: Path) -> None:
    office.tries(text_of((root / "bot/examples/demo/roll.csv").read_bytes()))
    homes = {(child, adult) for child, adult, _ in office.homes()}
    assert {("Tama", "Mere"), ("Lagi", "Sina"), ("Ruby", "Anna"), ("Jack", "Anna")} <= homes
    assert {("Ruby", "Room 5"), ("Jack", "Room 2")} <= office.children()
    assert not any("Aroha" in adult for _, adult in homes)  # she comes by a code
    greeted = dict(office.greeted)
    numbers = dict(office.phones())
    assert [greeted[numbers[name]] for name in ("Mere", "Sina", "Anna")] == ["mi", "sm", "en"]


@pytest.mark.parametrize("folder", ["bot/examples", "bot/examples/demo"])
def test_their_numbers_look_like_mobile_numbers(root: Path, folder: str) -> None:
    with (root / folder / "roll.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            number = phonenumbers.parse(row["phone"], "NZ")
            assert phonenumbers.is_valid_number(number)
            assert phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
