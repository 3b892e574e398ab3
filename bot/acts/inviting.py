"""The wider whānau: a guardian passes a code on, somebody brings it, the guardian says yes. Aho never writes first."""

from collections.abc import Collection, Sequence

from bot.acts import codes, greeting, stopping
from bot.acts.desk import Desk
from bot.acts.saying import ask, say
from bot.languages.folding import fold
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.people import Contact, Member, Scope, State
from bot.store import lanes, people, records
from bot.store.codes import by_id, note_came

KIND = "family"
#: What a guardian may let somebody see. A mark may name a subject.
SCOPES = (
    Option(Scope.EVERYTHING, Say(_("Yes, everything"))),
    Option(Scope.STORIES, Say(_("Yes, stories and activities only"))),
    # Translators: {subject} is "reading" or "maths".
    Option("subject:reading", Say(_("Yes, {subject} only"), {"subject": {"words": _("reading")}})),
    Option("subject:maths", Say(_("Yes, {subject} only"), {"subject": {"words": _("maths")}})),
)


def scope_of(mark: str) -> tuple[Scope, str | None]:
    """What an answer opens, and about which subject."""
    kind, _colon, subject = mark.partition(":")
    return Scope(kind), subject or None


def guarded(members: Sequence[Member]) -> list[Member]:
    """The lanes that this person may open to others."""
    return [it for it in members if it.guardian]


def invite(desk: Desk, guardian_id: int, household_ids: Sequence[int]) -> str:
    """A code that lets somebody ask to come into these lanes."""
    code = codes.make(desk, KIND, person_id=guardian_id, about={"lanes": list(household_ids)})
    records.note(
        desk.db,
        desk.school.id,
        "invited",
        desk.now,
        person_id=guardian_id,
        about={"lanes": list(household_ids)},
    )
    return code


def link(desk: Desk, code: str) -> str | None:
    return f"https://t.me/{desk.links.bot_name}?start={code}" if desk.links.bot_name else None


def may_arrive(contact: Contact) -> bool:
    """Whether a code from this phone can do anything: a stopped phone could not be answered, and would only waste it.

    On Telegram whoever opens the link has pressed Start. A number that is not theirs stays with the office.
    """
    return contact.state != State.WRONG and (contact.state != State.STOPPED or contact.channel == "telegram")


def arrive(desk: Desk, contact: Contact, plain: str) -> int | None:
    """Somebody brings a code: its id when it is good. They hear the notice before anything else."""
    found = codes.bring(desk, contact, plain, (KIND,))
    if found is None or not still_guarded(desk, found["id"])[1]:
        return None
    welcome(desk, contact)
    return int(found["id"])


def welcome(desk: Desk, contact: Contact) -> None:
    """A phone that came with a good code: it hears who we are before anything else."""
    if contact.state == State.STOPPED:
        stopping.start(desk, contact)
    people.change_contact(desk.db, contact.id, state=State.ACTIVE, why=None)
    greeting.greet_now(desk, contact, contact.language or "en")


def newcomer(desk: Desk, contact: Contact, name: str, language: str) -> int:
    """The person who brought a code, in their own words and language; not yet in any lane."""
    folded = fold(name)
    for person in people.on_phone(desk.db, contact.id):
        if fold(person.name) == folded:
            return person.id
    person_id = people.new_person(desk.db, desk.school.id, name, folded, language, desk.now, chosen=True)
    people.link(desk.db, desk.school.id, contact.id, person_id)
    return person_id


def knock(desk: Desk, code_id: int, person_id: int) -> bool:
    """Asks the guardian who made the code, in decent hours; False when there is nothing left to open."""
    note_came(desk.db, code_id, person_id)
    guardian_id, open_ = still_guarded(desk, code_id)
    phone = people.reachable(people.contacts_of(desk.db, [guardian_id]).get(guardian_id, []))
    if not open_ or phone is None:
        return False
    filling = {"name": people.person_by_id(desk.db, person_id).name}
    ask(desk, phone, "let in",
        Say(_("Somebody used your family code. They say their name is {name}. "
              "May they be in the thread about {children}?"), filling),
        options=[*SCOPES, Option("no", Say(_("No")))],
        about={"code": code_id, "person": person_id}, lasts=codes.LIFE, person_id=guardian_id, reach="words",
        beside=True, lanes=pairs(open_),
    )  # fmt: skip
    return True


def tell(desk: Desk, person_id: int, *parts: Say, opened: Sequence[Member] = ()) -> None:
    """A word to the newcomer, wherever they can be reached; about the lanes that have been `opened` to them."""
    phone = people.reachable(people.contacts_of(desk.db, [person_id]).get(person_id, []))
    if phone is not None:
        say(desk, phone, *parts, person_id=person_id, reach="words", lanes=pairs(opened))


def pairs(members: Sequence[Member]) -> list[tuple[int, int]]:
    """The (child, home) pairs of these places, as deliveries carry them."""
    return [(it.lane.child.id, it.lane.household_id) for it in members]


def still_guarded(desk: Desk, code_id: int) -> tuple[int, list[Member]]:
    """The guardian who made a code, and the lanes of it that are theirs to open today."""
    made = by_id(desk.db, code_id)
    theirs = guarded(lanes.lanes_of(desk.db, made["person_id"], desk.now))
    wanted = set(made["about"]["lanes"])
    return made["person_id"], [it for it in theirs if it.lane.household_id in wanted]


def let_in(desk: Desk, guardian_id: int, code_id: int, person_id: int, scope: Scope,
           subject: str | None = None) -> list[Member]:  # fmt: skip
    """The guardian's yes: into every lane of the code that is still theirs to open."""
    maker, open_ = still_guarded(desk, code_id)
    if maker != guardian_id:
        return []
    for member in open_:
        lanes.admit(desk.db, desk.school.id, member.lane.household_id, person_id, relation="whānau", scope=scope,
                    let_in_by=guardian_id, now=desk.now, subject=subject)  # fmt: skip
    records.note(
        desk.db,
        desk.school.id,
        "let in",
        desk.now,
        person_id=guardian_id,
        about={"person": person_id, "scope": scope, "subject": subject},
    )
    return open_


def supporters(desk: Desk, guardian: Sequence[Member]) -> list[Member]:
    """Everybody in this guardian's lanes whose place the family may change or end: also whom the roll brought, such as
    a grandmother. A guardian's own place is the school's."""
    homes = [it.lane.household_id for it in guarded(guardian)]
    own = {it.person.id for it in guardian}
    return [
        it for it in lanes.members(desk.db, homes, desk.now) if not it.guardian and it.person.id not in own
    ]


def take_back(
    desk: Desk, guardian_id: int, person_id: int, homes: Collection[int] | None = None
) -> list[Member]:
    """Ends a supporter's place in these lanes of this guardian's, at once; in all of them, where none are named."""
    ended = [
        it
        for it in supporters(desk, lanes.lanes_of(desk.db, guardian_id, desk.now))
        if it.person.id == person_id and (homes is None or it.lane.household_id in homes)
    ]
    lanes.end_besides(desk.db, [], [it.lane.household_id for it in ended], person_id, desk.now)
    if ended:
        records.note(
            desk.db,
            desk.school.id,
            "taken back",
            desk.now,
            person_id=guardian_id,
            about={"person": person_id, "places": [it.membership_id for it in ended]},
        )
    return ended
