"""The words of the prompt: shown as phones will, with people, languages, segments and the hour, before they go."""

from bot.acts import previewing, prompting
from bot.acts.previewing import Preview
from bot.acts.wordings import read
from bot.languages.words import _
from bot.model.chat import Option, PromptKind, Say
from bot.model.heard import Kind
from bot.talk import Heard, Talk
from handlers.teacher import costs
from handlers.teacher.ask import LEFT, rooms


def wants(heard: Heard, talk: Talk) -> bool:
    return (
        talk.asked("what to ask") is not None and heard.incoming.kind == Kind.TEXT and not heard.words.startswith("/")
        and heard.incoming.quotes is None
    )  # fmt: skip


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked("what to ask")
    assert asked is not None
    assert talk.person is not None
    talk.settle(asked)
    if asked.about["room"] not in rooms(talk):
        talk.answer(LEFT)
        return
    wordings = read(heard.words, talk.person.language, talk.desk.school.languages)
    prompt_id = prompting.draft(
        talk.desk, talk.person, wordings, room_ids=[asked.about["room"]], once=f"heard {heard.inbox_id}",
        kind=PromptKind(asked.about.get("kind", PromptKind.PROMPT)),
    )  # fmt: skip
    assert prompt_id is not None
    seen = previewing.preview(talk.desk, talk.desk.speech, prompt_id)
    if not seen.groups:
        talk.answer(_("Nobody in this room can be reached yet. The console shows why."))
        return
    talk.ask(
        "confirm", *shown(talk, seen),
        options=[Option("send", Say(_("Send"))), Option("cancel", Say(_("Cancel")))],
        about={"prompt": prompt_id},
    )  # fmt: skip


def shown(talk: Talk, seen: Preview) -> list[Say]:
    """The preview in words: each kind of phone with its own text."""
    zone = talk.desk.school.calendar.zone
    parts = [
        Say(_('{phones} × {channel}, {language}, from {moment}: "{sample}"'), {
            "phones": group.phones, "channel": {"sms": "SMS", "telegram": "Telegram"}[group.channel],
            "language": {"language": group.language}, "moment": {"moment": group.first_at.isoformat(), "zone": zone},
            "sample": group.sample,
        })
        for group in seen.groups
    ]  # fmt: skip
    parts += costs.of_languages(talk.desk, seen)
    parts.append(Say(_("People: {people}. SMS segments: {segments}. Not reached: {missed}."), {
        "people": seen.people, "segments": seen.segments, "missed": seen.unreached,
    }))  # fmt: skip
    parts += costs.of_the_month(talk.desk, seen)
    if seen.fourth:
        parts.append(
            Say(
                _("For {phones} of these phones it is the fourth message this week or more."),
                {"phones": seen.fourth},
            )
        )
    return parts
