"""Before the bell: everybody's phones and places, as the roll has them; and those who open their Telegram links."""

from functools import partial

from bot.acts import linking
from bot.acts.desk import Desk
from bot.store import people
from bot.store import schools as school_rows
from bot.term import cast
from bot.term.play import Play, staff


def opens(play: Play) -> None:
    _noted(play)
    play.at(play.day(1, 0, 8, 30), lambda: _teachers_link(play))
    play.at(play.day(1, 0, 8, 40), lambda: _families_link(play))


def _noted(play: Play) -> None:
    record, town = play.record, play.town
    record.rooms |= town.children
    for it, child in town.homes:
        record.live(it.name, child, it.home)
    for it in play.adults.values():
        record.give(it.name, it.phone)
    for room, who in town.teachers.items():
        record.teach(who, room)
        record.give(who, str(play.chats[who]))
    record.office.add(cast.OFFICE)
    record.give(cast.OFFICE, str(play.chats[cast.OFFICE]))


async def _teachers_link(play: Play) -> None:
    for who, chat in play.chats.items():
        if who != cast.RELIEVER:
            code, _link = await play.stage.act(partial(staff_code, who))
            await play.stage.carriers.telegram_phone(chat, who, "en").starts(code)


def staff_code(who: str, desk: Desk) -> tuple[str, str | None]:
    return linking.staff_link(desk, staff(desk, who).id)


async def _families_link(play: Play) -> None:
    here = [it for it in play.adults.values() if it.telegram]
    codes = await play.stage.act(lambda desk: [_code(desk, it.phone) for it in here])
    for it, code in zip(here, codes, strict=True):
        play.record.add_phone(it.name, str(it.telegram))
        phone = play.stage.carriers.telegram_phone(it.telegram, it.name, it.language)
        await phone.starts(code)


def _code(desk: Desk, number: str) -> str:
    sender = school_rows.sender_on(desk.db, desk.school.id, "sms")
    contact = people.contact_at(desk.db, sender or 0, number)
    assert contact is not None
    link = linking.telegram_link(desk, people.on_phone(desk.db, contact.id)[0].id)
    return (link or "").partition("start=")[2]
