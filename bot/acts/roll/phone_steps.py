"""What becomes of the phones.

The roll is the school's truth about SMS numbers: a person whose rows give other numbers leaves the old ones,
whether those were wrong or only old. A phone that they brought by a code themselves stays theirs, Telegram is not
touched, and an empty phone cell says nothing. A number whose holder said WRONG is given to nobody again; and rows
of which no number can be given take none away.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.acts.roll.adults import Grownup
from bot.languages.registry import ENGLISH
from bot.model.people import State
from bot.model.roll import Known, Phone


@dataclass(frozen=True)
class SharedPhone:
    """A question for the office: is it right that these adults share one phone?"""

    phone: str
    adults: tuple[str, ...]


@dataclass(frozen=True)
class PhoneSteps:
    known: dict[str, int]  #: contacts on record, by address
    new: dict[str, str] = field(default_factory=dict)  #: address: zone
    woken: dict[int, State] = field(default_factory=dict)  #: strangers until now
    links: list[tuple[str, int]] = field(default_factory=list)  #: address, adult of the file
    unlinks: list[tuple[int, int]] = field(default_factory=list)  #: contact, person
    emptied: list[int] = field(default_factory=list)  #: phones whose people have all left them
    orphans: list[int] = field(default_factory=list)  #: of these, those that are nobody's now
    greet: dict[str, str] = field(default_factory=dict)  #: address: language of the notice
    reads: dict[str, str] = field(default_factory=dict)  #: address: language of the first who gets it
    own_choice: dict[int, str] = field(default_factory=dict)  #: a stranger's own language, by adult
    said: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))  #: what changes, by adult
    shared: list[SharedPhone] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def phone_steps(grownups: Sequence[Grownup], known: Known, school_zone: str) -> PhoneSteps:
    steps = PhoneSteps({address: phone.id for address, phone in known.phones.items()})
    users = _users(grownups)
    theirs: dict[int, list[Phone]] = defaultdict(list)
    for phone in known.phones.values():
        for person in phone.people:
            theirs[person].append(phone)
    for it in grownups:
        given = [
            _give(steps, it, address, known, len(users[address]) == 1, school_zone) for address in it.phones
        ]
        if it.there is not None and any(given):
            _take(steps, it, it.there.id, theirs[it.there.id], known)
        if len(it.phones) > 1:
            steps.warnings.append(
                f"{it.name} has {len(it.phones)} phones; texts go to the first that can be reached"
            )
    _empty(steps, known)
    _ask_about_shared(steps, users, known)
    return steps


def _users(grownups: Sequence[Grownup]) -> Mapping[str, list[Grownup]]:
    users: dict[str, list[Grownup]] = defaultdict(list)
    for it in grownups:
        for address in it.phones:
            users[address].append(it)
    return users


def _give(steps: PhoneSteps, it: Grownup, address: str, known: Known, alone: bool, school_zone: str) -> bool:
    """Whether this number is theirs from now on, or still."""
    phone = known.phones.get(address)
    language = it.there.language if it.there is not None and it.there.chosen else it.language
    language = language or (it.there.language if it.there is not None else ENGLISH)
    if phone is None:
        steps.new.setdefault(address, it.phones[address].zone or school_zone)
        steps.greet.setdefault(address, language)
        steps.links.append((address, it.key))
        steps.said[it.key].append(f"gets the phone {address}")
        return True
    if phone.state == State.WRONG:
        steps.warnings.append(
            f"{address} is not {it.name}'s, its holder says (line {it.key}): ask for another number"
        )
        return False
    if it.there and (phone.id, it.there.id) in known.moved and it.there.id not in phone.people:
        steps.warnings.append(
            f"{it.name} has left {address} (line {it.key}): that stays so; correct the school’s list"
        )
        return False
    if phone.state in (State.STOPPED, State.GONE, State.QUARANTINED):
        said = "has said STOP" if phone.state == State.STOPPED else "cannot be reached"
        steps.warnings.append(f"{address} ({it.name}, line {it.key}) {said}: that stays so")
    if it.there is None or it.there.id not in phone.people:
        steps.links.append((address, it.key))
        steps.said[it.key].append(f"gets the phone {address}")
        steps.reads.setdefault(address, language)
    if phone.state == State.UNVERIFIED:
        steps.woken[phone.id] = State.STOPPED if phone.suppressed else State.ACTIVE
        if not phone.suppressed and not phone.noticed:
            steps.greet.setdefault(address, phone.language or language)
        if phone.language and alone:
            steps.own_choice[it.key] = phone.language
    return True


def _take(steps: PhoneSteps, it: Grownup, person: int, held: Sequence[Phone], known: Known) -> None:
    for phone in held:
        if phone.address not in it.phones and (phone.id, person) not in known.joined:
            steps.unlinks.append((phone.id, person))
            steps.said[it.key].append(f"leaves the phone {phone.address}")


def _empty(steps: PhoneSteps, known: Known) -> None:
    """Phones that their last person leaves: who writes from there is a stranger again, and who gets it now is owed
    the notice, which was another's."""
    gone: dict[int, set[int]] = defaultdict(set)
    for phone_id, person in steps.unlinks:
        gone[phone_id].add(person)
    for phone in known.phones.values():
        if phone.id not in gone or phone.people != gone[phone.id]:
            continue
        steps.emptied.append(phone.id)
        if phone.address in steps.reads and not phone.suppressed:
            steps.greet.setdefault(phone.address, steps.reads[phone.address])
        elif phone.address not in steps.reads and phone.state == State.ACTIVE:
            steps.orphans.append(phone.id)


def _ask_about_shared(steps: PhoneSteps, users: Mapping[str, Sequence[Grownup]], known: Known) -> None:
    left = set(steps.unlinks)
    for address, rows in users.items():
        names = [it.name for it in rows]
        here = {it.there.id for it in rows if it.there is not None}
        phone = known.phones.get(address)
        for person in sorted(phone.people - here) if phone else ():
            if phone and (phone.id, person) not in left:
                names.append(known.adults[person].name)
        if len(names) > 1:
            steps.shared.append(SharedPhone(address, tuple(names)))
