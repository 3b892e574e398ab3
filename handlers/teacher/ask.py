"""/ask: which room, what, a look at it, and yes or no. Two minutes, standing."""

from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.talk import Heard, Talk

LEFT = _("That room is not yours any more. Nothing was sent.")


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.words.lower().split("@")[0].split(" ")[0] == "/ask"


def handle(heard: Heard, talk: Talk) -> None:
    theirs = rooms(talk)
    if not theirs:
        talk.answer(_("No room is yours yet. The office can add you to one."))
    elif len(theirs) == 1:
        ask_what(talk, next(iter(theirs)))
    else:
        options = [Option(str(room_id), name) for room_id, name in theirs.items()]
        talk.ask("which room", Say(_("Which room is it for?")), options=options)


def rooms(talk: Talk) -> dict[int, str]:
    """The rooms that somebody teaches, relieves in or leads today."""
    return {room.id: room.name for _role, room in talk.roles if room is not None}


def ask_what(talk: Talk, room_id: int) -> None:
    """Waits for the words of the prompt, where the room is still the teacher's."""
    if room_id not in rooms(talk):
        talk.answer(LEFT)
        return
    languages = [tag for tag in talk.desk.school.languages if tag != "en"]
    parts = [Say(_("What would you like to ask? Write it now."))]
    if languages:
        parts.append(Say(
            _("To add your own words in another language, begin a new line with {tag}: and write them there."),
                         {"tag": languages[0]}))  # fmt: skip
    talk.ask("what to ask", *parts, about={"room": room_id})
