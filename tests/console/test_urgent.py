"""What a family called urgent stands first on the office's Today, and on nobody else's; and a child's voice in a thread."""

from collections.abc import Callable

from sqlalchemy import delete, select, update

from bot.acts.desk import Desk
from bot.model.chat import Wording
from bot.model.people import State
from bot.store import contents, learners, people, urgent
from bot.store.tables import contact, contact_person, delivery, household, inbox, message
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke, lies_in_the_inbox

Console = Callable[..., Browser]


def calls_it_urgent(world: Harakeke, who: str, words: str) -> int:
    lies_in_the_inbox(world, "done", words, contact=f"{who}'s phone")

    def put(desk: Desk) -> int:
        item = desk.db.scalars(select(inbox.c.id).order_by(inbox.c.id.desc()).limit(1)).one()
        made = urgent.put(
            desk.db, desk.school.id, contact_id=world[f"{who}'s phone"], person_id=world[who], inbox_id=item,
            content_id=contents.keep(desk.db, desk.school.id, [Wording("en", words)]), said_at=desk.now,
        )  # fmt: skip
        assert made is not None
        return made

    return world.act(put)


def test_it_stands_first_and_is_taken_up_once(world: Harakeke, console: Console) -> None:
    """Holds `everywhere` in store/console/urgent; and the unique key of what the family is told."""
    it = calls_it_urgent(world, "Sina", "Ioane has run out of the gate")
    page = said(console("Ana").get("/console/"))
    assert page.index("Ioane has run out of the gate") < page.index("Waiting for an answer")
    assert "run out of the gate" not in said(console("Ngaire").get("/console/"))
    for who, code in (("Ngaire", 404), ("Ana", 303), ("Ana", 303)):
        browser = console(who)
        assert browser.sends(f"/console/urgent/{it}/seen", browser.token()).status_code == code
    assert "Ana" in said(console("Ana").get("/console/")).partition("run out")[2].partition("has it")[0]
    told = select(delivery.c.id).where(delivery.c.once == f"urgent seen {it}")
    assert len(world.act(lambda desk: desk.db.scalars(told).all())) == 1


def test_a_chats_own_number_is_never_shown_as_one_to_ring(world: Harakeke, console: Console) -> None:
    """Holds voices.phone and _to_ring: on the urgent card, among what could not be handled, on Delivery, and where
    words of nobody's are placed."""
    ana, chat = console("Ana"), "7000000002"
    calls_it_urgent(world, "Sina", "Ioane has run out of the gate")
    assert "Sina Leota on Telegram; no number of theirs is known" in said(ana.get("/console/"))
    mobile = "+642000000055"

    def numbered(desk: Desk) -> None:
        met = people.meet(
            desk.db, desk.school.id, world["sms"], "sms", mobile, State.ACTIVE, "Pacific/Auckland", desk.now
        )
        people.link(desk.db, desk.school.id, met.id, world["Sina"])

    world.act(numbered)
    assert f"Sina Leota on Telegram; their number: {mobile}" in said(ana.get("/console/"))
    for state in (State.WRONG, State.QUARANTINED):
        here = contact.c.id == world["Sina's phone"]
        world.act(lambda desk, to=state, at=here: desk.db.execute(update(contact).where(at).values(state=to)))
        assert chat not in said(ana.get("/console/")) + said(ana.get("/console/delivery"))
    world.act(lambda desk: desk.db.execute(delete(contact_person)))
    lies_in_the_inbox(world, "stranger", "Who is this?", contact="Sina's phone")
    lies_in_the_inbox(world, "aside", "?", contact="Sina's phone")
    world.act(lambda desk: desk.db.execute(update(inbox).values(channel="telegram")))
    pages = said(ana.get("/console/")) + said(ana.get("/console/delivery"))
    assert chat not in pages and "a chat on Telegram" in pages and "Who is this?" in pages


def test_a_thread_has_the_childs_own_voice(world: Harakeke, console: Console) -> None:
    """Holds `by_child` in reading/threads, in the list, on Today, and where words are looked for."""
    lies_in_the_inbox(world, "done", "I drew a pie", contact="Sina's phone")
    made = world.says("Sina", "Ioane's", "I drew a pie")

    def by_child(desk: Desk) -> None:
        home = desk.db.scalars(select(household.c.id).where(household.c.child_id == world["Ioane"])).first()
        assert home is not None
        turn = learners.begin(
            desk.db, desk.school.id, world["Sina's phone"], world["Sina"], home, desk.now, desk.now
        )
        item = desk.db.scalars(select(inbox.c.id).order_by(inbox.c.id.desc()).limit(1)).one()
        learners.keep(desk.db, desk.school.id, turn, item)
        learners.sent(desk.db, item, made)

    world.act(by_child)
    thread = world.act(lambda desk: desk.db.scalar(select(message.c.thread_id).where(message.c.id == made)))
    ngaire = console("Ngaire")
    voice = "Ioane, with Sina Leota’s phone"
    page = said(ngaire.get(f"/console/threads/{thread}"))
    assert voice in page and "the child’s own words" in page
    assert voice in said(ngaire.get("/console/threads"))
    assert voice in said(ngaire.get("/console/"))
    assert voice in said(ngaire.sends("/console/find", {**ngaire.token(), "words": "pie"}))
