"""Whose phones the page shows, and the moments on them that tell the most: something that they said, which is shown
with what we answered, or something that came up."""

from dataclasses import dataclass

from bot.term import cast
from bot.term.parts import one_a_day
from bot.term.play import Play


@dataclass(frozen=True)
class Role:
    who: str
    what: str
    moments: tuple[str, ...] = ()  #: with ▸ what they said; none: this one is shown where all are


def groups(play: Play) -> dict[str, tuple[Role, ...]]:
    return {"FAMILIES": FAMILIES, "TEACHERS": _teachers(play), "THE OFFICE": OFFICE}


FAMILIES = (
    Role(cast.MERE, "a mother, by text, in te reo Māori", ("week 1:", "▸ PASS", "▸ I drew")),
    Role(cast.HEMI, "the father at the same home; has a new number later on"),
    Role(
        cast.NANA,
        "let in for stories, until a day; from Rarotonga",
        ("sent a photo", "Mere about"),
    ),
    Role(cast.PRIYA, "her son has two homes; this one never hears of his", ("▸ कृपया",)),
    Role(cast.ROHAN, "the other home; later a court keeps him out", ("▸ Ask them to call",)),
    Role(cast.ANNA, "a mother of two, one phone", ("▸ URGENT", "▸ Sick today")),
    Role(cast.KAI, "one idea a week; a pause; and once, at night:", ("▸ URGENT",)),
    Role(cast.FILIPO, "a father of two, in Tongan; one text a day, at noon", ("▸ DIGEST", "1 ")),
    Role(cast.SINA, "a mother, on Telegram, in Samoan", ("▸ (a voice note)",)),
    Role(cast.SEFA, "a father, in Tongan", ("▸ STOP", "▸ START")),
    Role(cast.LOSA, "only listens, between noon and two, in Samoan"),
    Role(cast.VERA, "a mother; wants no news; has a new number"),
    Role(cast.ZED, "has Vera's old number, and a daughter at the school"),
)
OFFICE = (Role(cast.OFFICE, "on Telegram, and at the console", ("Urgent, from Kai", "Urgent, from Anna")),)


def _teachers(play: Play) -> tuple[Role, ...]:
    of_a_day = one_a_day.teacher(play)
    return (
        Role(play.teacher, "on Telegram, and at the console", ("Priya (", "taniwha")),
        Role(of_a_day, "wants one message a day, at noon", ("Families wrote",)),
        Role(cast.RELIEVER, "relieves for some days", ("Room 2):",)),
    )
