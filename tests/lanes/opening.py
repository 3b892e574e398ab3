"""Who opens a home to whom, and for how much: a guardian by number or button, or the office."""

from tests.lanes.register import Place
from tests.lanes.town import Town

SCOPES = {
    "Yes, everything": ("everything", None), "Yes, stories and activities only": ("stories", None),
    "Yes, reading only": ("subject", "reading"), "Yes, maths only": ("subject", "maths"),
}  # fmt: skip


def lets_in(town: Town, address: str, guardian: int, words: str, label: str) -> None:
    """A guardian's yes: into the lanes of the code that are theirs to open. Who says it knows whom they let in."""
    register = town.register
    for maker, homes, newcomer in town.codes.values():
        who = [it for it in register.phones.get(newcomer, ()) if register.names[it] in words]
        for it in who if maker == guardian else []:
            for home in homes:
                if register.guards(home, guardian, town.now):
                    may_open(town, home, it, *SCOPES[label])
                    town.watch.named.setdefault(address, {})[register.names[it]] = town.now


def answers_a_letter(town: Town, address: str, guardian: int, words: str, label: str) -> None:
    """A guardian of that home: they are in; or it was the guardian's own other phone."""
    register = town.register
    for newcomer, home in town.letters:
        if register.children[register.homes[home]] not in words:
            continue
        who = [it for it in register.phones.get(newcomer, ()) if register.names[it] in words]
        for it in who if register.guards(home, guardian, town.now) else []:
            there = register.place(home, it, town.now)
            if label in SCOPES:
                if there is None:
                    may_open(town, home, it, *SCOPES[label])
                else:  # another guardian may have decided before
                    there.maybe.add(SCOPES[label])
                town.watch.named.setdefault(address, {})[register.names[it]] = town.now
            elif "my own phone" in label and not any(person == it for _at, person in register.places):
                register.phones[newcomer] = register.phones[newcomer] - {it} | {guardian}
                register.brought.add((newcomer, guardian))


def changes_scope(town: Town, guardian: int, words: str, label: str) -> None:
    """A guardian gives somebody another place in FAMILY, if the question is still open: the rows say which it was."""
    for (home, who), there in town.register.places.items():
        if town.register.names[who] in words and town.register.guards(home, guardian, town.now):
            there.maybe.add(SCOPES[label])


def may_open(town: Town, home: int, person: int, scope: str, subject: str | None = None) -> None:
    """Somebody who may has let them in, or has changed what they see; never a guardian's own place."""
    there = town.register.places.get((home, person))
    if there is None or (there.until is not None and there.until <= town.now):
        if not town.register.is_out(home, person):
            town.register.places[home, person] = Place(scope, subject, since=town.now)
    elif not there.guardian:
        there.scope, there.subject = scope, subject
