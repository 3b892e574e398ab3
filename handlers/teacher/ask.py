"""/ask: which room, what, a look at it, and yes or no. Two minutes, standing.

In the same way /notice, /celebrate and /idea; what cannot wait goes from the console only, where it is confirmed twice.
"""

from bot.languages.words import _
from bot.model.chat import Option, PromptKind, Say
from bot.talk import Heard, Talk

KINDS = {
    "/ask": PromptKind.PROMPT,
    "/notice": PromptKind.NOTICE,
    "/celebrate": PromptKind.CELEBRATION,
    "/idea": PromptKind.ACTIVITY,
}
LEFT = _("That room is not yours any more. Nothing was sent.")


def wants(heard: Heard, talk: Talk) -> bool:
    return _command(heard) in KINDS


def handle(heard: Heard, talk: Talk) -> None:
    theirs, kind = rooms(talk), KINDS[_command(heard)]
    if not theirs:
        talk.answer(_("No room is yours yet. The office can add you to one."))
    elif len(theirs) == 1:
        ask_what(talk, next(iter(theirs)), kind)
    else:
        options = [Option(str(room_id), name) for room_id, name in theirs.items()]
        talk.ask("which room", Say(_("Which room is it for?")), options=options, about={"kind": kind})


def rooms(talk: Talk) -> dict[int, str]:
    """The rooms that somebody teaches, relieves in or leads today."""
    return {room.id: room.name for _role, room in talk.roles if room is not None}


def ask_what(talk: Talk, room_id: int, kind: PromptKind) -> None:
    """Waits for the words of the prompt, where the room is still the teacher's."""
    if room_id not in rooms(talk):
        talk.answer(LEFT)
        return
    languages = [tag for tag in talk.desk.school.languages if tag != "en"]
    asks = Say(_("What would you like to ask? Write it now."))
    parts = [asks if kind.asks else Say(_("What would you like to say? Write it now."))]
    if languages:
        parts.append(Say(
            _("To add your own words in another language, begin a new line with {tag}: and write them there."),
                         {"tag": languages[0]}))  # fmt: skip
    talk.ask("what to ask", *parts, about={"room": room_id, "kind": kind})


def _command(heard: Heard) -> str:
    return heard.words.lower().split("@")[0].split(" ")[0]
