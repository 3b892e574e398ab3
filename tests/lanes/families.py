"""What families do on their phones. Each deed tells the register what it means, and then really says it."""

import re
from datetime import timedelta

from bot.main import TIMETABLES
from bot.model.heard import Kind
from bot.reception import receive
from tests.lanes.register import Place
from tests.lanes.town import SHARED, Dice, Town
from tests.lanes.watch import ADULT, CHILD, Canary

ASKING = timedelta(days=6)  #: so long words may be placed by a prompt
ASKS_WHICH = re.compile("Who is this about|number, or the child")
KEYWORDS = ("WHO", "FAMILY", "HELP", "PAUSE", "MORE", "ok", "MYWAY", "?", "SHARE")
SCOPES = {
    "Yes, everything": ("everything", None), "Yes, stories and activities only": ("stories", None),
    "Yes, reading only": ("subject", "reading"), "Yes, maths only": ("subject", "maths"),
}  # fmt: skip


def says(town: Town, address: str, words: str, **more: object) -> None:
    channel = "sms" if address.startswith("+") else "telegram"
    town.house.hears(town.house.heard(channel, address, words, **more))


def writes(town: Town, dice: Dice) -> None:
    address, share = dice.one(town.family_phones()), dice.one((False, False, True))
    dies = dice.one((False,) * 9 + (True,))
    words = keeps_canary(town, address, share)
    it = town.house.heard("sms" if address.startswith("+") else "telegram", address, words)
    if dies:  # before anything was kept: the carrier brings it again
        town.house.dies_in(lambda desk: receive(desk, TIMETABLES, it))
    town.house.hears(it)


def keeps_canary(town: Town, address: str, share: bool) -> str:
    """New words from this phone, and in which lanes they may be."""
    watch, register, now = town.watch, town.register, town.now
    writer, token = town.is_speaking(address), town.token("zq")
    homes = register.homes_of(writer, now) if writer else set()
    asked = watch.last_asked.get(address)
    fresh = (
        asked is not None
        and asked[0] > now - timedelta(days=1)
        and (writer or 0, asked[1]) not in town.answered
    )
    heard_as = share or town.ears.pop(address, now) > now
    canary = Canary(
        writer,
        address,
        now,
        heard_as,
        not heard_as and not fresh,
        watch.named.setdefault(address, set()),
        homes,
    )
    if writer is None:
        canary.waits_for, canary.homes = "who", set()
    elif len(homes) > 1 and not _may_be_placed(town, address, writer):
        canary.waits_for, canary.homes = "which", set()
    elif len(homes) == 1 and asked and not share:
        town.answered.add((writer, asked[1]))
    watch.canaries[token] = canary
    return f"SHARE: {token} kai" if share else f"We did {token} kai"


def _may_be_placed(town: Town, address: str, writer: int) -> bool:
    """Whether anything but asking could tell which child is meant."""
    asked = (town.watch.any_asked.get(it) for it in (address, writer))
    return any(at and at > town.now - ASKING for at in asked) or town.chosen.get(address, town.now) > town.now


def shows_it_to_all(town: Town, dice: Dice) -> None:
    """ALL: their last words, and only while nothing from people has come in between."""
    address = dice.one(town.family_phones())
    speaker, came = town.is_speaking(address), town.watch.from_people.get(address)
    for it in town.watch.canaries.values():
        if it.writer == speaker and not it.waits_for and (came is None or came <= it.at):
            it.private = False
    screen = town.watch.screens.get(address, ())
    if any(ASKS_WHICH.search(it.words) for it in screen):  # "3 Both": the word means that
        _which_child(town, address, speaker, "")
    says(town, address, "ALL")


def answers_by_number(town: Town, dice: Dice) -> None:
    """A number, or a button: what it means is read from what stands on the phone."""
    address, number = dice.one(_with_options(town) or town.family_phones()), dice.one((1, 2, 3, 4, 5, 6, 7))
    seen = town.watch.last(address)
    if not address.startswith("+"):
        if seen and seen.choices:
            label, mark = seen.choices[(number - 1) % len(seen.choices)]
            _means(town, address, seen.words, label)
            _opens_ear(town, address, mark.removeprefix("k."))
            says(town, address, "", kind=Kind.TAP, tapped=mark)
        return
    labels = _numbered(seen.words if seen else "")
    number = 1 + (number - 1) % max(len(labels), 1)
    _means(town, address, seen.words if seen else "", labels.get(str(number), ""))
    asked = [it.words for it in town.watch.screens.get(address, ()) if ASKS_WHICH.search(it.words)]
    if asked and str(number) in _numbered(asked[-1]):  # a question of ours may still be what it answers
        _which_child(town, address, town.is_speaking(address), _numbered(asked[-1])[str(number)])
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


def _means(town: Town, address: str, words: str, label: str) -> None:
    speaker = town.is_speaking(address)
    if ASKS_WHICH.search(words):
        _which_child(town, address, speaker, label)
    elif "family code" in words and label in SCOPES and speaker is not None:
        _lets_in(town, speaker, words, label)
    elif label in SCOPES and speaker is not None:
        _changes(town, speaker, words, label)


def _changes(town: Town, guardian: int, words: str, label: str) -> None:
    """A guardian gives somebody another place in FAMILY, if the question is still open: the rows say which it was."""
    for (home, who), there in town.register.places.items():
        if town.register.names[who] in words and town.register.guards(home, guardian, town.now):
            there.maybe.add(SCOPES[label])


def _which_child(town: Town, address: str, speaker: int | None, label: str) -> None:
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
        if it.waits_for == "which" and it.writer == speaker and it.address == address:
            it.homes |= homes
            it.waits_for = ""
    town.chosen[address] = town.now + timedelta(hours=1)


def _lets_in(town: Town, guardian: int, words: str, label: str) -> None:
    """A guardian's yes: into the lanes of the code that are theirs to open."""
    register = town.register
    for maker, homes, newcomer in town.codes.values():
        who = [it for it in register.phones.get(newcomer, ()) if register.names[it] in words]
        for it in who if maker == guardian else []:
            for home in homes:
                if register.guards(home, guardian, town.now):
                    may_open(town, home, it, *SCOPES[label])


def may_open(town: Town, home: int, person: int, scope: str, subject: str | None = None) -> None:
    """Somebody who may has let them in, or has changed what they see; never a guardian's own place."""
    there = town.register.places.get((home, person))
    if there is None or (there.until is not None and there.until <= town.now):
        if not town.register.is_out(home, person):
            town.register.places[home, person] = Place(scope, subject)
    elif not there.guardian:
        there.scope, there.subject = scope, subject


def says_a_word(town: Town, dice: Dice) -> None:
    address, word = dice.one(town.family_phones()), dice.one(KEYWORDS)
    _opens_ear(town, address, word)
    says(town, address, word)


def _opens_ear(town: Town, address: str, word: str) -> None:
    """After SHARE alone the next words are the story."""
    if word == "SHARE":
        town.ears[address] = town.now + timedelta(hours=1)


def stops(town: Town, dice: Dice) -> None:
    """STOP, mostly taken back; now and then a number that is wrong, for good."""
    address = dice.one(town.family_phones())
    word = dice.one(("STOP", "START", "STOP", "START", "START", "WRONG"))
    says(town, address, word)
    shut = town.register.shut
    if word == "START" and shut.get(address) == "STOP":
        del shut[address]
    elif word != "START" and shut.get(address) != "WRONG":
        shut[address] = word


def says_who_speaks(town: Town, dice: Dice) -> None:
    """On a shared phone: those words that waited for the name, and the next ten minutes', are theirs."""
    shared = [at for at in town.family_phones() if len(town.register.phones[at]) > 1]
    address = dice.one(shared or [SHARED])
    here = sorted(town.register.phones.get(address, ()))
    if len(here) < 2:
        return
    person = dice.one(here)
    name, seen = town.register.names[person], town.watch.last(address)
    asks = seen is not None and "What is your name" in seen.words
    homes = town.register.homes_of(person, town.now)
    for it in town.watch.canaries.values():
        if it.waits_for == "who" and it.address == address:
            it.writer, it.homes, it.waits_for = person, it.homes | homes, ""
            if len(homes) > 1 and not _may_be_placed(town, address, person):
                it.waits_for, it.homes = "which", set()
    town.watch.knocked.setdefault(address, set()).add(name)  # it is said back to them
    plain = asks and dice.one((False, True))
    town.speakers[address] = (person, town.now + timedelta(minutes=60 if plain else 10))
    says(town, address, name if plain else f"this is {name}")


FAMILIES = (
    writes, writes, writes, writes, writes, shows_it_to_all, answers_by_number, answers_by_number, says_a_word,
    stops, says_who_speaks,
)  # fmt: skip
