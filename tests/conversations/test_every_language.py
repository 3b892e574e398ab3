"""The same short story in every language of the registry, by text message and on Telegram, with every draft switched on.

It grows by itself: a new entry in the registry is a new family here. One school, many families, on SQLite only.
"""

import json
from collections.abc import Iterator

import pytest

from bot.acts.desk import LOCALES
from bot.languages.catalogue import Catalogues
from bot.languages.directions import FSI, PDI, as_typed, by_sms, isolated
from bot.languages.keywords import is_twilio_start, is_twilio_stop, match
from bot.languages.registry import LANGUAGES, Language
from bot.store import schools as school_rows
from bot.store import suppressions
from tests.conversations.at_school import asks, school_with
from tests.ground.databases import SqliteDatabases
from tests.ground.school import Person, School, Yard, opened

SPEECH = Catalogues.load(LOCALES)
TAGS = list(LANGUAGES)
TOLD = {"school": "Harakeke School"}


def number(tag: str, channel: str) -> str:
    return f"+642000001{TAGS.index(tag):02}{'12'[channel == 'telegram']}"


def child(tag: str, channel: str) -> str:
    return f"Māia {tag.replace('_', '')} {channel}"


@pytest.fixture(scope="module")
def everybody(
    yard: Yard, sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[School]:
    """A home for each language and channel; its first question has gone out."""
    rows = ["room,child,adult,relation,phone,language,household"]
    rows += [
        f"Room 5,{child(tag, channel)},Ana {tag} {channel},mother,{number(tag, channel)},{tag},{tag} {channel}"
        for tag in TAGS
        for channel in ("sms", "telegram")
    ]
    folder = tmp_path_factory.mktemp("every_language")
    toml = school_with(languages=json.dumps(TAGS))
    with (
        sqlite_databases.copy() as url,
        opened(yard, url, folder, roll_csv="\n".join(rows) + "\n", toml=toml) as school,
    ):
        for place, tag in enumerate(TAGS):
            school.on_telegram(number(tag, "telegram"), 800_000 + place, f"Ana {tag}")
        asks(school, "What made you laugh?")
        yield school


def phone(school: School, tag: str, channel: str) -> Person:
    if channel == "sms":
        return school.sms(number(tag, channel))
    return school.telegram(800_000 + TAGS.index(tag), f"Ana {tag}")


def stopped(school: School, somebody: Person, channel: str) -> bool:
    def look(desk) -> str | None:  # type: ignore[no-untyped-def]
        sender = school_rows.sender_on(desk.db, desk.school.id, channel) or 0
        return suppressions.stopped(desk.db, sender, str(somebody.phone.address))

    return school.act(look) is not None


def own_word(known: Language, keyword: str) -> str:
    """As a family of that language would type it; the carrier's own words are tried elsewhere."""
    words = [*known.keywords.get(keyword, ()), *LANGUAGES["en"].keywords[keyword]]
    assert match(words[0], known.tag) == keyword
    return next((it for it in words if not is_twilio_stop(it) and not is_twilio_start(it)), words[0])


@pytest.mark.parametrize("channel", ["sms", "telegram"])
@pytest.mark.parametrize("tag", TAGS)
def test_greeted_asked_answered_thanked_helped_stopped_and_back(
    everybody: School, tag: str, channel: str
) -> None:
    school, known, name = everybody, LANGUAGES[tag], child(tag, channel)
    somebody = phone(school, tag, channel)
    embed = isolated if channel == "telegram" else by_sms

    def words(msgid: str, **values: object) -> str:
        return SPEECH.say(tag, msgid, values, embed)  # type: ignore[arg-type]

    if channel == "sms":
        somebody.hears(words(
            "Kia ora from {school}. We have your number to talk with you about learning. Write back any time.", **TOLD
        ))  # fmt: skip
    else:
        somebody.hears(words("You are in. From now on we write to you here."))
    somebody.hears("What made you laugh?", name)
    somebody.says("The dog 🐕 {name}")
    somebody.hears(
        words("Thank you. {teachers} has your words about {children}.", teachers="Ms Tane", children=name)
    )
    somebody.says(own_word(known, "HELP"))
    somebody.hears(words("Write anything, any time: it goes to the teacher."))
    somebody.says(own_word(known, "STOP"))
    somebody.hears(
        words("You will get no more texts from {school}. Text START if you want them back.", **TOLD)
    )
    assert stopped(school, somebody, channel)
    somebody.says(own_word(known, "START"))
    somebody.hears(words("Welcome back. You will hear from {school} again. Text STOP to end.", **TOLD))
    assert not stopped(school, somebody, channel)
    _nothing_odd(somebody, known, channel)


def _nothing_odd(somebody: Person, known: Language, channel: str) -> None:
    """No placeholder is left, and what sets names apart goes on Telegram only, and only where it is needed."""
    said = [it.text for it in somebody.screen if it.by == "school"]
    assert len(said) >= 6
    assert not any("{" in text for text in said)
    marked = [text for text in said if FSI in text]
    assert all(text.count(FSI) == text.count(PDI) for text in said)
    if channel == "sms" or known.direction == "ltr":
        assert not marked
    elif SPEECH.has(known.tag, "Thank you. {teachers} has your words about {children}."):
        assert marked


def test_this_story_is_told_in_the_languages_own_words() -> None:
    """A language that is complete says these sentences itself: else the story above were all English."""
    for tag in TAGS:
        if tag != "en" and LANGUAGES[tag].complete:
            thanks = SPEECH.say(tag, "Write anything, any time: it goes to the teacher.", {}, as_typed)
            assert thanks != "Write anything, any time: it goes to the teacher.", tag
