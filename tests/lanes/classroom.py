"""What teachers do: ask, answer, quote, look, relieve."""

from bot.acts import answering, in_class, prompting, staffing
from bot.acts.desk import Desk
from bot.acts.quoting import Quote
from bot.acts.reading import finding, lines, threads
from bot.acts.reading.viewer import viewer
from bot.model.chat import PromptKind, Wording
from bot.model.people import Role
from bot.store import lanes, messages, people
from bot.store.console import scope as sights
from tests.lanes.said import CANARY, Answer, Asked
from tests.lanes.town import Dice, Town

LATELY = """SELECT m.id, m.author_id, m.ears, w.words FROM message m JOIN wording w ON w.content_id = m.content_id
            WHERE m.thread_id = ? AND m.kind != 'answer' ORDER BY m.id DESC LIMIT 3"""


def asks(town: Town, dice: Dice) -> None:
    """A room, one child, or some by hand; a question, an idea or one subject's; now and then not for every ear."""
    register, rooms = town.register, sorted(town.room_ids.values())
    whom, kind = (
        dice.one(("room", "room", "all", "child", "hand")),
        dice.one((PromptKind.PROMPT, PromptKind.PROMPT, PromptKind.ACTIVITY)),
    )
    subject = dice.one((None, None, "reading"))
    private = dice.one((False, False, False, True))
    to = [dice.one(rooms)] if whom == "room" else rooms
    children = sorted(register.children)
    picked = {dice.one(children), dice.one(children)} if whom == "hand" else {dice.one(children)}
    meant = {it for it in children if register.rooms[it] in to} if whom in ("room", "all") else picked
    token = town.token("pq")
    town.watch.asked[token] = Asked(frozenset(meant), kind == PromptKind.ACTIVITY, subject, private)
    words = f"Do {token} together" + (" as Cxx was absent" if private else "") + town.more
    how = {"room": {"room_ids": to}, "all": {"room_ids": to}, "hand": {"child_ids": sorted(picked)}}.get(
        whom, {"child_id": min(picked)})  # fmt: skip

    def sent(desk: Desk) -> int:
        made = prompting.draft(
            desk, None, [Wording("en", words)], kind=kind, subject=subject, choices=town.choices, **how
        )  # type: ignore[arg-type]
        assert made is not None
        assert prompting.confirm(desk, made)
        return made

    town.fanned(town.act(sent), town.watch.asked[token])


def answers(town: Town, dice: Dice) -> None:
    """Somebody of the staff answers what was said last, as those words were meant; or the home, without such words."""
    teacher, home = (
        dice.one(sorted([*town.register.staff, *town.register.office])),
        dice.one(sorted(town.register.homes)),
    )
    answered, quotes, private = (
        dice.one((True, True, False)),
        dice.one((False, True)),
        dice.one((False, False, False, True)),
    )
    token = town.token("tq")
    words = f"Yes {token}" + (" she was absent" if private else "") + town.more

    def said(desk: Desk) -> None:
        thread = lanes.thread_of(desk.db, home)
        who = viewer(desk, teacher)
        if who is None or not sights.may_see(desk.db, sights.threads(who.sight), thread):
            return
        if not town.register.teaches(teacher, town.register.homes[home], town.now):
            town.watch.leaks.append(f"person {teacher} may answer in home {home}, and does not teach there")
        found = town.house.rows(LATELY, thread)
        last = dice.one(found) if found and answered else None
        quoted = dice.one(found) if found and quotes else None
        canary = next(iter(CANARY.findall(last[3])), None) if last else None
        alone = town.watch.canaries[canary] if canary else None
        town.watch.said[token] = Answer(
            home,
            alone.writer if alone and alone.private else None,
            alone.writer if alone else last[1] if last else None,
            private,
        )
        answering.answer(
            desk,
            people.person_by_id(desk.db, teacher),
            thread,
            [Wording("en", words)],
            answers_id=last[0] if last else None,
            quote=Quote(quoted[0], by_sms=True) if quoted else None,
        )

    town.act(said)


def asks_for_class(town: Town, dice: Dice) -> None:
    """May the class use what they gave? It quotes their words, on the phone that they came from."""
    found = town.house.rows("SELECT id FROM message WHERE kind != 'answer' ORDER BY id DESC LIMIT 6")
    if found:
        chosen = dice.one(found)[0]
        teacher = town.person(town.ids["Tq0q"])
        town.act(lambda desk: in_class.ask_family(desk, teacher, messages.one(desk.db, chosen)))


def looks(town: Town, dice: Dice) -> None:
    """A page of the console: nobody sees words of a room that is not theirs."""
    person, what = (
        dice.one(sorted([*town.register.staff, *town.register.office])),
        dice.one(("lines", "thread", "found")),
    )
    home = dice.one(sorted(town.register.homes))

    def read(desk: Desk) -> object:
        who = viewer(desk, person)
        if who is None:
            return ""
        if what == "thread":
            return threads.conversation(desk, who, lanes.thread_of(desk.db, home))
        return lines.lines(desk, who) if what == "lines" else finding.found(desk, who, "kai", None, None)

    town.watch.shown(person, repr(town.act(read)), what)


def relieves(town: Town, dice: Dice) -> None:
    """A colleague teaches the other room too, for some hours or until it is ended."""
    register, person = town.register, town.ids[dice.one(("Tq0q", "Tq1q"))]
    other = 2 if town.register.names[person] == "Tq0q" else 5
    room = town.room_ids[f"Room {other}"]
    if register.staff[person].get(room, town.now) is None:
        work = town.house.rows(
            "SELECT id FROM staffing WHERE person_id = ? AND room_id = ? AND until IS NULL", person, room
        )
        town.act(lambda desk: staffing.end(desk, town.ids["Tq2q"], work[0][0]))
        register.staff[person][room] = town.now
    else:
        town.act(
            lambda desk: staffing.give(desk, town.ids["Tq2q"], person, Role.RELIEVER, [room], None, None)
        )
        register.staff[person][room] = None


SCHOOL = (asks, asks, asks, answers, answers, answers, looks, asks_for_class, relieves)
