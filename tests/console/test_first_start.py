"""The link that the first start prints: for whoever sets the school up, until somebody has come in."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot.acts.signing_in import second_step
from bot.commands.school import _link
from bot.config import Config
from bot.opening import greet_the_operator
from bot.store import engine, ways_in
from bot.store.tables import person, staffing
from tests.console.browser import Browser
from tests.console.seed import Harakeke

Console = Callable[..., Browser]


class House:
    """What the greeting needs of one."""

    channels = ("sms",)

    def __init__(self, world: Harakeke) -> None:
        self.world = world

    async def act(self, deed: Any) -> Any:
        return self.world.act(deed)


def printed(world: Harakeke, said: pytest.CaptureFixture[str], demo: bool = False) -> tuple[str, str]:
    """All that a start prints, and the path of its link; empty where there is none."""
    asyncio.run(greet_the_operator(House(world), Config(), demo))  # type: ignore[arg-type]
    words = said.readouterr().out
    link = re.search(r"(/console/enter/\w+)\n", words)
    return words, link[1] if link else ""


def test_it_is_printed_until_somebody_has_come_in_and_never_lies_about_in_a_log_later(
    world: Harakeke, console: Console, capsys: pytest.CaptureFixture[str]
) -> None:
    """Holds ever_opened in bot.opening."""
    _words, path = printed(world, capsys)
    _words, second = printed(world, capsys)  # a start that was broken off before anybody came
    assert path and second and path != second
    there = console()
    assert there.sends(path, there.token(path)).status_code == 303
    words, again = printed(world, capsys)
    assert again == "" and "python3 -m bot school link NAME" in words and "/console/enter\n" in words
    _words, demo = printed(world, capsys, demo=True)
    assert demo


def test_where_nobody_is_on_the_staff_it_makes_the_office_and_admin(
    world: Harakeke, console: Console, capsys: pytest.CaptureFixture[str]
) -> None:
    world.act(lambda desk: desk.db.execute(delete(staffing)))
    for _start in range(2):
        _words, path = printed(world, capsys)
    query = select(person.c.name, staffing.c.role).join(person, person.c.id == staffing.c.person_id)
    rows = engine.look(world.engine, lambda db: sorted(tuple(it) for it in db.execute(query)))
    assert rows == [("School office", "admin"), ("School office", "office")]
    there = console()
    there.sends(path, there.token(path))
    assert there.get("/console/staff").status_code == 200


def test_a_lost_phone_is_mended_on_the_computer_where_aho_runs(world: Harakeke) -> None:
    def lost(desk: Any) -> None:
        ways_in.change(desk.db, desk.school.id, world["Ana"], seed="0" * 32)
        second_step.new_codes(desk, world.person(desk, "Ana"))

    world.act(lost)
    world.act(lambda desk: _link(desk, "Ana at the office", False))
    assert engine.look(world.engine, lambda db: ways_in.of(db, world["Ana"])).codes_left == 10
    world.act(lambda desk: _link(desk, "Ana at the office", True))
    after = engine.look(world.engine, lambda db: ways_in.of(db, world["Ana"]))
    assert (after.seed, after.codes_left) == ("", 0)
