"""What a number, a button or a name means: read from what stands on the phone, before it is really said."""

import re
from datetime import timedelta

from bot.model.heard import Kind
from tests.lanes.opening import SCOPES, answers_a_letter, changes_scope, lets_in
from tests.lanes.said import ADULT, CHILD, Seen
from tests.lanes.town import SHARED, Dice, Town
from tests.lanes.waited import SEND, STILL_YOURS, sends_a_childs, whose_phone
from tests.lanes.watch import FOR_CLASS

ASKING = timedelta(days=6)  #: so long words may be placed by a prompt
ASKS_WHO = "What is your name"
ASKS_WHICH = re.compile("Who is this about|number, or the child|Which one do you answer")


def says(town: Town, address: str, words: str, **more: object) -> None:
    channel = "sms" if address.startswith("+") else "telegram"
    town.house.hears(town.house.heard(channel, address, words, **more))


def may_be_placed(town: Town, address: str, writer: int) -> bool:
    """Whether anything but asking could tell which child is meant."""
    asked = (town.watch.any_asked.get(it) for it in (address, writer))
    return any(at and at > town.now - ASKING for at in asked) or town.chosen.get(address, town.now) > town.now


def answers_by_number(town: Town, dice: Dice) -> None:
    """A number, or a button: what it means is read from what stands on the phone."""
    address, number = dice.one(_with_options(town) or town.family_phones()), dice.one((1, 2, 3, 4, 5, 6, 7))
    seen = town.watch.last(address)
    if not address.startswith("+"):
        if seen and seen.choices:
            label, mark = seen.choices[(number - 1) % len(seen.choices)]
            _means(town, address, seen, label)
            opens_ear(town, address, mark.removeprefix("k."))
            says(town, address, "", kind=Kind.TAP, tapped=mark)
        return
    labels = _numbered(seen.words if seen else "")
    number = 1 + (number - 1) % max(len(labels), 1)
    if seen:
        _means(town, address, seen, labels.get(str(number), ""))
    asked = [it.words for it in town.watch.screens.get(address, ()) if ASKS_WHICH.search(it.words)]
    if asked and str(number) in _numbered(asked[-1]):  # a question of ours may still be what it answers
        which_child(town, address, town.is_speaking(address), _numbered(asked[-1])[str(number)])
    if any(STILL_YOURS in it.words for it in town.watch.screens.get(address, ())):
        whose_phone(town, address, number)
    if number == 1 and any(SEND in it.words for it in town.watch.screens.get(address, ())):
        sends_a_childs(town, address)  # whatever has come since, that may be what it answers
    says(town, address, str(number))


def _numbered(words: str) -> dict[str, str]:
    return dict(line.split(" ", 1) for line in words.splitlines() if line[:1].isdigit() and " " in line)


def _with_options(town: Town) -> list[str]:
    found = []
    for at in town.family_phones():
        seen = town.watch.last(at)
        if seen and (seen.choices or "\n1 " in seen.words):
            found.append(at)
    return found


def _means(town: Town, address: str, seen: Seen, label: str) -> None:
    speaker, words = town.is_speaking(address), seen.words
    if FOR_CLASS in words:
        town.settled.add(seen.external_id)
    if "Hand the phone over" in label or ("Cq" in label and "Whose turn" in words):
        town.turns[address] = town.now + timedelta(minutes=11)
    if SEND in label:
        sends_a_childs(town, address)
    if ASKS_WHICH.search(words):
        which_child(town, address, speaker, label)
    elif "family code" in words and label in SCOPES and speaker is not None:
        if seen.external_id not in town.settled:  # a second number under it is no answer any more
            lets_in(town, address, speaker, words, label)
        town.settled.add(seen.external_id)
    elif "the school's letter" in words and speaker is not None:
        if seen.external_id not in town.settled:
            answers_a_letter(town, address, speaker, words, label)
        town.settled.add(seen.external_id)
    elif label in SCOPES and speaker is not None:
        changes_scope(town, speaker, words, label)


def which_child(town: Town, address: str, speaker: int | None, label: str) -> None:
    named = set(CHILD.findall(label))
    register = town.register
    homes = {
        it
        for it in register.homes_of(speaker or 0, town.now)
        if not named or register.children[register.homes[it]] in named
    }
    if adults := set(ADULT.findall(label)):
        homes = {
            it
            for it in homes
            if any(home == it and register.names[who] in adults for home, who in register.places)
        }
    for it in town.watch.canaries.values():
        if it.writer != speaker or it.address != address:
            continue
        # Whether or not a prompt could have placed them, they may have waited for this; by now these names stand there.
        it.told |= town.watch.named.get(address, {})
        if it.doubted:
            it.homes |= homes
            it.waits_for = ""
            it.shown = town.now
    town.chosen[address] = town.now + timedelta(hours=1)


def says_who_speaks(town: Town, dice: Dice) -> None:
    """On a shared phone: those words that waited for the name, and the next ten minutes', are theirs."""
    shared = [at for at in town.family_phones() if len(town.register.phones[at]) > 1]
    address = dice.one(shared or [SHARED])
    here = sorted(town.register.phones.get(address, ()))
    if len(here) < 2:
        return
    person, seen = dice.one(here), town.watch.last(address)
    asks = seen is not None and ASKS_WHO in seen.words and seen.external_id not in town.settled
    plain = asks and dice.one((False, True))
    is_speaking(town, address, person, 60 if plain else 10)
    name = town.register.names[person]
    says(town, address, name if plain else f"this is {name}")


def is_speaking(town: Town, address: str, person: int, minutes: int) -> None:
    """Whose the words are that waited for a name, and those of the next minutes."""
    seen = town.watch.last(address)
    if seen and ASKS_WHO in seen.words:
        town.settled.add(seen.external_id)  # a second bare name is words like any others
    homes = town.register.homes_of(person, town.now)
    for it in town.watch.canaries.values():
        if it.waits_for == "who" and it.address == address:
            it.writer, it.homes, it.waits_for = person, it.homes | homes, ""
            it.told |= town.watch.named.get(address, {})
            it.shown = town.now
            if len(homes) > 1 and not may_be_placed(town, address, person):
                it.waits_for, it.homes, it.doubted = "which", set(), True
    if address in town.said_all:  # that word waited for the name too
        town.said_all.remove(address)
        shown_at_home(town, address, person)
    town.watch.knocked.setdefault(address, set()).add(town.register.names[person])  # it is said back to them
    town.speakers[address] = (person, town.now + timedelta(minutes=minutes))


def shown_at_home(town: Town, address: str, speaker: int) -> None:
    """ALL: their last words, and only while nothing from people has come in between."""
    watch, came = town.watch, town.watch.from_people.get(address)
    last = next((it for it in reversed(watch.canaries.values()) if it.writer == speaker), None)
    question, asked_at = watch.for_class.get(address, ("", None))
    if last is None or last.waits_for or (came is not None and came > last.at):
        return
    if asked_at and asked_at > last.at and question not in town.settled:
        return  # "All" may be the answer to that
    last.private = False
    last.hidden.clear()
    last.told |= watch.named.get(address, {})
    last.shown = town.now


def opens_ear(town: Town, address: str, word: str) -> None:
    """After SHARE alone the next words of whoever said it are the story."""
    if word == "SHARE":
        town.ears[address] = (town.is_speaking(address), town.now + timedelta(hours=1))
