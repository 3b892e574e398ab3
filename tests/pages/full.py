"""The little school with something on every page: questions, answers, a share, a photo, words that went astray."""

from datetime import time, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.acts.desk import Desk
from bot.acts.series import keeping, running
from bot.library.shelf import on_shelf
from bot.model.chat import Ears, MessageKind
from bot.model.series import Rhythm
from bot.store.tables import wording
from tests.console.seed import Harakeke, lies_in_the_inbox, put


def filled(world: Harakeke, _media: Path) -> None:
    asked = world.asks("Ngaire", "What did you cook at home this week?", room="room 7", mi="He aha tō kai?")
    world.asks("Ngaire", "What gets measured at your place?", room="room 7", at=world.now + timedelta(days=1))
    world.says(
        "Hana", "Māia at Hana's", "He hāngī mā mātou", kind=MessageKind.REPLY, language="mi", prompt=asked
    )
    world.says(
        "Sina",
        "Ioane's",
        "Na matou faia le panikeke",
        kind=MessageKind.SHARE,
        language="sm",
        ears=Ears.HOUSEHOLD,
    )
    world.says("Dave", "Finn's", "He is a bit tired today")
    world.act(_turned_by_a_machine)
    world.act(lambda desk: _a_series(desk, world))
    lies_in_the_inbox(world, "troubled", "???", contact="Sina's phone")
    lies_in_the_inbox(world, "new", "Kia ora, this is Koro", address="+642000000098", name="Koro")


def _a_series(desk: Desk, world: Harakeke) -> None:
    """Ngaire's own copy of one of the library's, on its way in her room."""
    it = on_shelf("talking-and-belonging")
    assert it is not None
    made = keeping.copy(desk, world.person(desk, "Ngaire"), it)
    running.begin(desk, None, made, [world["room 7"]], Rhythm(time(15, 30), (0, 2, 4)), place=4)


def _turned_by_a_machine(desk: Desk) -> None:
    """One of the things that families wrote, in English too."""
    said = desk.db.scalar(select(wording.c.content_id).where(wording.c.words.startswith("He hāngī")))
    put(desk.db, wording, school_id=desk.school.id, content_id=said, language="en",
        words="We made a hāngī", made_by="machine", engine="a made-up one")  # fmt: skip
