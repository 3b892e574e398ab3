"""A picture is fetched once, whoever fetches; and no second copy of it stays anywhere."""

import asyncio
import io
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from bot.acts.desk import Desk
from bot.channels import Fetched
from bot.jobs import documents, sounds
from bot.jobs.media import fetch_wanted
from bot.model.heard import Sight
from bot.store import media as pictures
from bot.store.tables import media
from tests.dispatch.bench import Bench, Carrier
from tests.workers.crew import play


class Gives(Carrier):
    """A carrier with a picture; `during` happens while it is fetched."""

    def __init__(self) -> None:
        super().__init__("telegram")
        self.fetched = 0
        self.meanwhile: Callable[[], object] = lambda: None

    async def fetch(self, _sight: Sight) -> Fetched:
        self.fetched += 1
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        found = meanwhile()
        if asyncio.iscoroutine(found):
            await found
        out = io.BytesIO()
        Image.new("RGB", (8, 8), (200, 40, 40)).save(out, "JPEG")
        return Fetched(out.getvalue(), "image/jpeg")


@pytest.fixture
def carrier() -> Gives:
    return Gives()


@pytest.fixture
def bench(open_bench: Callable[..., Bench], carrier: Gives) -> Bench:
    found = open_bench(carrier)
    want(found, Sight("photo", "a file", "", 0))
    return found


def test_what_one_fetches_nobody_else_takes_up(bench: Bench, carrier: Gives, tmp_path: Path) -> None:
    """Holds media.claim: a second process looks while the first one's fetch is under way."""

    async def scene() -> None:
        carrier.meanwhile = lambda: fetch(bench, tmp_path)
        assert await fetch(bench, tmp_path) == 1

    play(scene())
    assert (carrier.fetched, len(list(tmp_path.iterdir())), state(bench)) == (1, 1, "held")


def test_when_a_slow_one_comes_second_its_copy_goes_away(
    bench: Bench, carrier: Gives, tmp_path: Path
) -> None:
    """Holds media.settle: a picture of a child that no row knows of would stay on the disk for good."""

    async def scene() -> None:
        async def another_is_quicker() -> None:
            bench.passes(minutes=3)  # the first one is taken for dead
            assert await fetch(bench, tmp_path) == 1

        carrier.meanwhile = another_is_quicker
        assert await fetch(bench, tmp_path) == 0

    play(scene())
    assert (carrier.fetched, len(list(tmp_path.iterdir())), state(bench)) == (2, 1, "held")
    assert [it.name for it in tmp_path.iterdir()] == [row(bench).file]


def test_what_could_not_be_deleted_at_the_carrier_is_tried_again(
    bench: Bench, carrier: Gives, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds TRIES_TO_FORGET in jobs/media: the picture of a child does not stay there because a line was bad once."""
    answers = [False, True]

    async def forget(_sight: object) -> bool:
        return answers.pop(0)

    monkeypatch.setattr(carrier, "forget", forget)
    play(fetch(bench, tmp_path))
    assert (answers, row(bench).at_carrier) == ([True], True)
    bench.passes(minutes=1)
    play(fetch(bench, tmp_path))
    assert (answers, row(bench).at_carrier) == ([], None)


def test_one_that_breaks_its_reader_is_counted_and_holds_up_nobody(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds the wall in remaking.made, for every kind: the same row would break off every round, and those after it."""
    want(bench, Sight("voice", "a note", "", 0), Sight("photo", "another", "", 0))
    bench.act(lambda desk: desk.db.execute(media.update().where(media.c.id == 1).values(kind="document")))

    def breaks(_content: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(documents, "pdf", breaks)
    monkeypatch.setattr(sounds, "made", breaks)
    play(fetch(bench, tmp_path))
    assert [it.state for it in rows(bench)] == ["wanted", "wanted", "held"]
    assert [it.tries for it in rows(bench)][:2] == [1, 1]


def test_each_is_claimed_when_its_turn_comes(bench: Bench, carrier: Gives, tmp_path: Path) -> None:
    """Holds that one is claimed at a time: eight large documents outlast FETCHING, and the last of them would be
    fetched and made by a second process too."""
    want(bench, Sight("photo", "another", "", 0))

    async def scene() -> None:
        async def takes_long() -> None:
            bench.passes(seconds=100)
            carrier.meanwhile = another_process

        async def another_process() -> None:
            bench.passes(seconds=100)
            assert await fetch(bench, tmp_path) == 0

        carrier.meanwhile = takes_long
        assert await fetch(bench, tmp_path) == 2

    play(scene())
    assert (carrier.fetched, len(list(tmp_path.iterdir()))) == (2, 2)


def want(bench: Bench, *sights: Sight) -> None:
    content = bench.content("And look!")
    bench.act(lambda desk: pictures.want(desk.db, desk.school.id, content, "telegram", sights, desk.now))


async def fetch(bench: Bench, folder: Path) -> int:
    async def act(deed: Callable[[Desk], Any]) -> Any:
        return bench.act(lambda desk: deed(replace(desk, chance=secrets.token_bytes)))

    return await fetch_wanted(act, bench.carriers, folder)  # type: ignore[arg-type]


def state(bench: Bench) -> str:
    return str(row(bench).state)


def row(bench: Bench) -> Any:
    (found,) = rows(bench)
    return found


def rows(bench: Bench) -> Any:
    return bench.act(lambda desk: desk.db.execute(select(media).order_by(media.c.id)).all())
