"""What families open by a link: a letter's page, the rest of a text with its pictures, a place to send a photo."""

from dataclasses import replace

from sqlalchemy import select, update

from bot.acts import showing, uploading
from bot.acts.desk import Desk
from bot.acts.letters import printing
from bot.model.heard import Sight
from bot.store import media, people
from bot.store.tables import delivery
from tests.console.seed import Harakeke

SIGHTS = (
    Sight("photo", "a photo", "image/jpeg", file="a-photo"),
    Sight("voice", "a voice note", "audio/ogg", file="a-voice-note"),
    Sight("photo", "still on its way"),
)


def links(world: Harakeke) -> list[str]:
    """Paths that work now: in a language that is not English, and with all that such a page can show."""
    world.links = replace(world.links, public_url="https://aho.example", key="a key of the tests")
    made: list[str] = world.act(lambda desk: [_letter(desk, world), _text(desk, world), _photo(desk, world)])
    return [it.removeprefix(world.links.public_url) for it in made]


def _letter(desk: Desk, world: Harakeke) -> str:
    return printing.write(desk, printing.homes(desk, [world["Ioane"]]), by=None)[0].page


def _text(desk: Desk, world: Harakeke) -> str:
    """Hana's first question, as if it had pictures and a voice note with it."""
    hers = select(delivery.c.id, delivery.c.content_id).where(
        delivery.c.contact_id == world["Hana's phone"], delivery.c.prompt_id.is_not(None)
    )
    row = desk.db.execute(hers.order_by(delivery.c.id)).mappings().first()
    assert row is not None
    desk.db.execute(update(delivery).where(delivery.c.id == row["id"]).values(state="sent", sent_at=desk.now))
    media.want(desk.db, desk.school.id, row["content_id"], "telegram", SIGHTS, desk.now)
    return showing.link(desk.links, row["id"])


def _photo(desk: Desk, world: Harakeke) -> str:
    phone = people.contact_by_id(desk.db, world["Hana's phone"])
    return uploading.link(desk, phone, world.person(desk, "Hana"))
