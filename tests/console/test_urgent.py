"""What a family called urgent stands first on the office's Today, and on nobody else's; and a child's voice in a thread."""

from collections.abc import Callable

from sqlalchemy import select

from bot.acts.desk import Desk
from bot.model.chat import Wording
from bot.store import contents, learners, urgent
from bot.store.tables import delivery, household, inbox, message
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
