"""Words that stand in the wrong thread are put into the right one, by somebody at the school who may see both.

Only into another thread of whoever wrote them. There they are for the school alone: nobody at that home was named when
they were written. Their writer is told in one line; whoever at the old home has read them hears that they were not
about that child, and nothing else. A colleague who has them on their phone hears the same, or where they are now, if
they teach that child too. Moved back, they are what they were.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.acts import absences, asking_which, ears, inviting, quoting, relaying
from bot.acts.desk import Desk
from bot.acts.saying import say
from bot.acts.timing import STAFF
from bot.languages.words import _
from bot.model.chat import Ears, MessageKind, Say
from bot.model.delivery import Gate
from bot.model.heard import Sight
from bot.model.people import Member, Person, State
from bot.store import contents, lanes, learners, media, moves, outbox, people, questions, records, teaching
from bot.store.console import scope
from bot.store.console.scope import Sight as Eyes
from bot.store.rows import Row

MOVED = "moved words to another thread"

# Translators: the school has found that a family's words were about another of their children. {quote} is how they
# begin.
NOW_WITH = _('"{quote}": these words are with {children} now. If that is not right, please write to us.')
# Translators: as before, where it was a photo or a voice note.
NOW_WITH_UNSAID = _("What you sent us is with {children} now. If that is not right, please write to us.")
# Translators: to somebody else at home who has read those words. {writer} wrote them.
NOT_ABOUT = _("What {writer} wrote was not about {children} after all. Our mistake: please leave it aside.")
# Translators: to a teacher on whose phone those words stand under another child's name.
IS_ABOUT = _("What {writer} wrote is about {children}. You will find it there.")


def places(desk: Desk, sight: Eyes, said: Row) -> list[Member]:
    """Where else it may stand: the other homes of its writer, today, that this viewer may see."""
    return places_of(desk, sight, [said["author_id"]]).get(said["author_id"], {}).get(said["thread_id"], [])


def places_of(desk: Desk, sight: Eyes, writer_ids: Sequence[int]) -> dict[int, Mapping[int, list[Member]]]:
    """As `places`: by writer, and by the thread in which their words stand now."""
    theirs = {it: lanes.lanes_of(desk.db, it, desk.now) for it in dict.fromkeys(writer_ids)}
    threads = {member.lane.thread_id for members in theirs.values() for member in members}
    seen = scope.among(desk.db, scope.threads(sight), threads)
    return {
        writer: {
            thread: [it for it in members if it.lane.thread_id in seen and it.lane.thread_id != thread]
            for thread in threads
        }
        for writer, members in theirs.items()
    }


def can_move(desk: Desk, said: Row) -> bool:
    """The school's words, short thanks and votes stay; so does what its family has been asked for."""
    stays = said["kind"] == MessageKind.ANSWER or said["asides"] or said["choice"] is not None
    return not stays and not moves.is_asked_about(desk.db, said["id"])


def move(desk: Desk, by: Person, sight: Eyes, said: Row, to_thread: int) -> bool:
    """False where it may not stand there, or somebody has moved it meanwhile."""
    to = next((it for it in places(desk, sight, said) if it.lane.thread_id == to_thread), None)
    if to is None or not can_move(desk, said):
        return False
    before, earlier = (
        lanes.household_of_thread(desk.db, said["thread_id"]),
        moves.of_message(desk.db, said["id"]),
    )
    becomes = _becomes(desk, said, to, earlier)
    if not moves.take(desk.db, said, to_thread, **becomes):
        return False
    moves.unsend(desk.db, said["id"], desk.now)
    move_id = moves.keep(desk.db, desk.school.id, said, to_thread, by.id, desk.now)
    absences.go_along(desk, said, before, to)
    told = [it for it in earlier if outbox.cancel_said_once(desk.db, _key(it["id"]), moves.WHY, desk.now)]
    _pass_on(desk, said, to, becomes["ears"])
    if not (told and _stood_here(earlier, to_thread)):  # moved back before anybody was told: nothing to tell
        _tell_writer(desk, said, to, move_id)
        _tell_readers(desk, said, to, before, move_id)
        _tell_colleagues(desk, by, said, to, earlier, move_id)
        waited = moves.not_told(desk.db, [_key(it["id"]) for it in told])
        for it in told:
            home = lanes.household_of_thread(desk.db, it["from_id"])
            _tell_readers(desk, said, to, home, move_id, waited)
    _forget_choice(desk, said)
    for child, home in (
        (moves.child_of(desk.db, said["thread_id"]), before),
        (to.lane.child.id, to.lane.household_id),
    ):
        records.note(desk.db, desk.school.id, MOVED, desk.now, person_id=by.id, child_id=child, household_id=home,
                     about={"message": said["id"], "from": said["thread_id"], "to": to_thread})  # fmt: skip
    return True


def _stood_here(earlier: Sequence[Row], thread_id: int) -> Row | None:
    """What it was when it stood there before."""
    return next((it for it in earlier if it["from_id"] == thread_id), None)


def _becomes(desk: Desk, said: Row, to: Member, earlier: Sequence[Row]) -> dict[str, Any]:
    """An answer stays one only where its writer was asked about that child too."""
    was = _stood_here(earlier, to.lane.thread_id)
    if was is not None:
        return {name: was[name] for name in ("kind", "ears", "prompt_id")}
    asked = said["prompt_id"] is not None and moves.was_asked(
        desk.db, said["prompt_id"], to.lane.household_id, said["contact_id"]
    )
    if asked or said["kind"] != MessageKind.REPLY:
        return {"kind": said["kind"], "ears": Ears.WRITER, "prompt_id": said["prompt_id"] if asked else None}
    return {"kind": MessageKind.NOTE, "ears": Ears.WRITER, "prompt_id": None}


def _pass_on(desk: Desk, said: Row, to: Member, whose: str) -> None:
    """To the teachers of that child, and to those at home who would have had it; nobody who has it gets it again."""
    held = media.of_contents(desk.db, [said["content_id"]]).get(said["content_id"], [])
    sights = [Sight(it["kind"], it["reference"]) for it in held]
    child = said["id"] in learners.by_child(desk.db, [said["id"]])
    relaying.to_school(desk, said["id"], said["content_id"], to, sights, by_child=child)
    if whose == Ears.HOUSEHOLD and said["contact_id"] is not None:
        contact = people.contact_by_id(desk.db, said["contact_id"])
        kind = MessageKind(said["kind"])
        hearers = ears.others(desk, to.lane.household_id, contact, kind, private=said["matter"] is not None)
        if ears.told(desk, contact, to.lane.household_id, hearers, kind):
            relaying.to_home(
                desk, said["id"], said["content_id"], to, contact, hearers, sights, by_child=child
            )


def _tell_writer(desk: Desk, said: Row, to: Member, move_id: int) -> None:
    phones = people.contacts_of(desk.db, [to.person.id]).get(to.person.id, [])
    here = next((it for it in phones if it.id == said["contact_id"] and it.state == State.ACTIVE), None)
    phone = here or people.reachable(phones)
    if phone is not None:
        say(desk, phone, _line(desk, said, here is not None), once=_key(move_id), person_id=to.person.id,
            reach=relaying.WORDS, lanes=inviting.pairs([to]))  # fmt: skip


def _line(desk: Desk, said: Row, same: bool) -> Say:
    """Their words are quoted on the phone that they came from only."""
    wordings = contents.wordings(desk.db, [said["content_id"]])[said["content_id"]]
    if not same or not wordings:
        return Say(NOW_WITH_UNSAID)
    return Say(NOW_WITH, {"quote": quoting.short(wordings[0].words)})


def _tell_readers(desk: Desk, said: Row, to: Member, home: int, move_id: int,
                  phones: Collection[int] | None = None) -> None:  # fmt: skip
    """Those of an old home who have read it, and are not of the new one: whom it is about now is not said.

    `phones`: these alone.
    """
    before = lanes.lane(desk.db, home)
    there = {it.person.id for it in lanes.members(desk.db, [to.lane.household_id], desk.now)}
    for row in moves.readers_at_home(desk.db, said["id"], before.household_id):
        if row["person_id"] is None or row["person_id"] in there:
            continue
        if phones is not None and row["contact_id"] not in phones:
            continue
        say(desk, people.contact_by_id(desk.db, row["contact_id"]), Say(NOT_ABOUT, {"writer": to.person.name}),
            once=_key(move_id), person_id=row["person_id"], reach=relaying.WORDS,
            lanes=[(before.child.id, before.household_id)])  # fmt: skip


def _tell_colleagues(
    desk: Desk, by: Person, said: Row, to: Member, earlier: Sequence[Row], move_id: int
) -> None:
    """In office hours. Who does not teach the child whom it is about now is not told which child that is."""
    _, teachers = teaching.of_child(desk.db, to.lane.child.id, desk.now)
    teach = {it.id for it in teachers}
    told = moves.told_at_school(desk.db, [_key(it["id"]) for it in earlier])
    for row in moves.readers_at_school(desk.db, said["id"]):
        believed = _believed(desk, row, earlier, told)
        teaches = row["person_id"] in teach
        where = to.lane.household_id if teaches else believed
        if row["person_id"] == by.id or where is None or believed == to.lane.household_id:
            continue
        say(desk, people.contact_by_id(desk.db, row["contact_id"]),
            Say(IS_ABOUT if teaches else NOT_ABOUT, {"writer": to.person.name}),
            once=_key(move_id), person_id=row["person_id"], gate=Gate.STAFF, reach=STAFF,
            lanes=[(lanes.lane(desk.db, where).child.id, where)])  # fmt: skip


def _believed(
    desk: Desk, reader: Row, earlier: Sequence[Row], told: Mapping[tuple[int, str], Row]
) -> int | None:
    """The home that a colleague takes the words to be of: what they heard last, or did. None: of no home they know."""
    home: int | None = reader["household_id"]
    for it in earlier:
        line = told.get((reader["contact_id"], _key(it["id"])))
        if it["by_id"] == reader["person_id"]:
            home = lanes.household_of_thread(desk.db, it["to_id"])
        elif line is not None:
            home = line["household_id"] if line["parts"][0][0] == IS_ABOUT else None
    return home


def _forget_choice(desk: Desk, said: Row) -> None:
    """What they told us within the hour has led astray: the next words are asked about again."""
    if said["contact_id"] is not None:
        questions.settled(desk.db, desk.school.id, said["contact_id"], asking_which.KIND,
                          {"whose": said["author_id"], "items": [], "chosen": []}, desk.now)  # fmt: skip


def _key(move_id: int) -> str:
    return f"moved {move_id}"
