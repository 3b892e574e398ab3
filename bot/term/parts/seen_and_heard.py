"""A picture from a phone that only texts, by its link; and a voice note on Telegram."""

import re

from aiohttp import FormData

from bot.simulated import TelegramPhone
from bot.term import cast
from bot.term.pictures import VOICE, fingerprint, picture, voice
from bot.term.play import Play
from bot.term.record import Sighting

LINK = re.compile(r"https://\S+/(?:up|see)/\S+")
RED = "a red picture"


def opens(play: Play) -> None:
    play.at(play.day(2, 0, 18, 20), lambda: _sends_a_picture(play))
    play.at(play.day(2, 1, 9, 10), lambda: _looks(play, cast.HEMI))
    play.at(play.day(2, 0, 19, 10), lambda: _speaks(play))


async def _sends_a_picture(play: Play) -> None:
    """PHOTO brings the link; its page takes the picture from any browser."""
    await play.says(cast.MERE, "PHOTO")
    said = play.said(cast.MERE, "Tama", "family", "He pikitia mō te {n}.", [cast.HEMI], RED)
    form = FormData()
    form.add_field("photo", picture(RED), filename="DCIM.jpg", content_type="image/jpeg")
    form.add_field("words", said.words)
    async with play.stage.wire.request("POST", _link(play, cast.MERE), data=form) as answer:
        if answer.status != 303:
            play.record.troubles.append(f"the page for a picture answered with {answer.status}")
    await play.stage.settle()


async def _looks(play: Play, who: str) -> None:
    """At what is behind the link in a text."""
    link, wire = _link(play, who), play.stage.wire
    async with wire.get(link) as page:
        shown = re.findall(r'src="(/see/[^"?]+)', page.content.content.decode())
    for place in shown:
        async with wire.get(link[: link.index("/see/")] + place) as answer:
            beside = (fingerprint("photo", answer.content.content),)
        now = play.record.now()
        play.record.seen.append(
            Sighting(now.order, now.at, play.phone(who).address, "page", "", media=beside)
        )


async def _speaks(play: Play) -> None:
    phone = play.phone(cast.SINA)
    assert isinstance(phone, TelegramPhone)
    play.said(cast.SINA, "Lagi", "school", "", media=VOICE)
    await phone.sends_voice(voice())
    await play.stage.settle()
    await play.stage.fetches()


def _link(play: Play, who: str) -> str:
    return next(found[0] for it in reversed(play.sees(who)) if (found := LINK.search(it.text)))
