"""Who may translate what a person wrote; asking for a wording, and keeping it when it is there."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.acts import phrase_book
from bot.acts.desk import Desk
from bot.languages.short_answers import is_short_reply
from bot.model.chat import Wording
from bot.model.school import School
from bot.store import contents, machines, records, translations
from bot.store.rows import Row
from bot.translate import MACHINE, Guarded, Phrase, Translated, Untranslated
from bot.translate.delicate import topic_of
from bot.translate.phrases import trouble
from bot.translate.register import offline

#: What a family may say about machines; without a word of theirs it is as the school has decided.
DELICATE = "delicate"  #: a content's topic, where its writer said so
NONE, NOT_OVERSEAS = "none", "not overseas"
MOST_TRIES = 8
MOST_TAKEN = 16  #: so many are taken in one transaction
AGAIN = timedelta(seconds=10)


@dataclass(frozen=True)
class Task:
    """A wording that is to be made, with all that the translators need to see: no rows, no phones."""

    row: Row
    words: str
    source: str
    target: str
    engine: str  #: empty: no machine may
    book: tuple[Phrase, ...]
    guarded: Guarded
    human: Mapping[str, str]


def machine_for(school: School, source: str, target: str, homes: Collection[str] = ()) -> str:
    """Which machine may turn these languages into each other; empty: none. `homes`: what the families have said.

    Te reo Māori needs the school's own decision. A family's "none" is for all of its words, and a language's for
    both directions.
    """
    own = school.translating
    named = dict(own.engines)
    found = [named[it] for it in (target, source) if it in named] or [own.engine]
    if "" in found:
        return ""
    engine = min(found, key=lambda it: not offline(it, own.own_server))  # the one that keeps words at school
    return engine if may(school, engine, source, target, homes) else ""


def may(school: School, engine: str, source: str, target: str, homes: Collection[str] = ()) -> bool:
    """Whether school and families let this machine at words in these languages."""
    own = school.translating
    if NONE in homes or ("mi" in (source, target) and not own.te_reo):
        return False
    overseas = not offline(engine, own.own_server)
    return not (overseas and (NOT_OVERSEAS in homes or {source, target} & set(own.not_overseas)))


def languages_read(desk: Desk) -> set[str]:
    return translations.languages_read(desk.db, desk.school.id) & set(desk.school.languages)


def want(desk: Desk, content_id: int, languages: Collection[str], homes: Collection[int] = (),
         family: bool = True) -> None:  # fmt: skip
    """Asks for wordings in these languages, where the school translates; harmless when repeated.

    `family`: it goes to families, so that what is delicate waits for a person. Teachers see the original beside it.
    """
    if not desk.school.translating.on:
        return
    there = contents.wordings(desk.db, [content_id])[content_id]
    missing = {it for it in languages if it in (*desk.school.languages, "en")} - {it.language for it in there}
    if not there or not missing or is_short_reply(there[0].words, there[0].language):
        return
    source, said = there[0].language, list(machines.said_by(desk.db, homes).values())
    delicate = family and is_delicate(desk, content_id, there[0])
    until = desk.now + timedelta(seconds=desk.school.translating.wait_seconds)
    for language in sorted(missing):
        machine = machine_for(desk.school, source, language, said)
        if machine or phrase_book.of_pair(desk, source, language):
            may_machine = bool(machine) and not delicate
            translations.want(desk.db, desk.school.id, content_id, language, may_machine, desk.now, until)


def is_delicate(desk: Desk, content_id: int, original: Wording) -> bool:
    """Safety, health, behaviour, law: as its writer said, or as its words seem."""
    if translations.topic(desk.db, content_id):
        return True
    return topic_of(original.words, original.language, desk.school.translating.delicate) is not None


def tasks(desk: Desk, room: int = MOST_TAKEN) -> list[Task]:
    """What is to be made now, `room` at the most. The decisions are looked at again: they may have changed since."""
    if not desk.school.translating.on or room <= 0:
        return []
    made = []
    for row in translations.take(desk.db, desk.now, room):
        there = contents.wordings(desk.db, [row["content_id"]])[row["content_id"]]
        human = {it.language: it.words for it in there[1:] if it.made_by != MACHINE}
        said = machines.said_by(desk.db, translations.homes_of(desk.db, row["content_id"])).values()
        engine = (
            machine_for(desk.school, row["source"], row["language"], list(said)) if row["machine"] else ""
        )
        book = phrase_book.of_pair(desk, row["source"], row["language"])
        known = guarded(desk, row["content_id"])
        made.append(Task(row, row["words"] or "", row["source"], row["language"], engine, book, known, human))
    return made


def task(desk: Desk, content_id: int, words: str, source: str, target: str) -> Task:
    """For a person who looks at what a machine makes of it: a draft, or the way back. Families' decisions count."""
    said = machines.said_by(desk.db, translations.homes_of(desk.db, content_id)).values()
    engine = machine_for(desk.school, source, target, list(said))
    return Task({"id": 0}, words, source, target, engine, (), guarded(desk, content_id), {})


def guarded(desk: Desk, content_id: int) -> Guarded:
    names = translations.names(desk.db, desk.school.id, content_id, desk.now) | {desk.school.name}
    return Guarded(frozenset(names), frozenset(desk.school.translating.glossary))


def keep(desk: Desk, task: Task, made: Translated | Untranslated) -> None:
    """What came of it; what failed is asked for again for a while, and then stays as it was written."""
    if isinstance(made, Translated):
        translations.keep(desk.db, task.row, Wording(task.target, made.words, made.made_by, made.engine))
    elif made.again_after is not None and task.row["tries"] + 1 < MOST_TRIES:
        later = desk.now + timedelta(seconds=made.again_after * 2 ** task.row["tries"])
        translations.change(desk.db, task.row["id"], why=made.why, again_at=later)
    else:
        why = made.why if task.row["machine"] else "a person has to look at it first"
        translations.change(desk.db, task.row["id"], state="failed", why=why)


def usable(
    school: School, wordings: Sequence[Wording], homes: Collection[str], family: bool, delicate: bool = False
) -> list[Wording]:
    """Without a machine's wordings that school or family do not want today, whatever was wanted when they were made.

    `delicate`: its writer has said so.
    """
    if (
        family
        and len(wordings) > 1
        and (delicate or topic_of(wordings[0].words, wordings[0].language, school.translating.delicate))
    ):
        return [it for it in wordings if it.made_by != MACHINE]  # it was made for a teacher's eyes
    return [
        it
        for number, it in enumerate(wordings)
        if number == 0 or it.made_by != MACHINE or _may_still(school, wordings[0].language, it, homes)
    ]


def _may_still(school: School, source: str, it: Wording, homes: Collection[str]) -> bool:
    on = machine_for(school, source, it.language, homes) != ""
    return on and may(school, it.engine, source, it.language, homes)


def correct(
    desk: Desk, person_id: int, content_id: int, language: str, words: str, of: str, book: bool = False
) -> bool:
    """A person's wording in place of a machine's; with `book` the pair is kept for the next time too. Written down.

    `of`: the seal of the original that they had before them. False: it has been changed since, or a person has worded
    it already, and nothing is kept.
    """
    there = contents.wordings(desk.db, [content_id])[content_id]
    if not there or seal(there[0]) != of:
        return False
    if not translations.correct(desk.db, desk.school.id, content_id, language, words):
        return False
    about = {"content": content_id, "language": language}
    records.note(desk.db, desk.school.id, "worded anew", desk.now, person_id=person_id, about=about)
    if book and not trouble(Phrase(there[0].language, language, there[0].words, words)):
        original = there[0]
        phrase_book.keep(desk, Phrase(original.language, language, original.words, words), person_id)
    return True


def seal(original: Wording) -> str:
    """Tells these words from any others, without holding them."""
    return hashlib.sha256(f"{original.language} {original.words}".encode()).hexdigest()[:16]
