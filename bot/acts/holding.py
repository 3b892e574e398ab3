"""A broadcast that does not arrive stops by itself, and asks whoever sent it: go on, or take it back.

A wrong roll, a number that carriers filter: more of the same would cost money and good will. Nothing is lost
meanwhile, its rows wait.
"""

from datetime import timedelta

from bot.acts.desk import Desk
from bot.acts.saying import ask
from bot.acts.timing import STAFF
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.people import Contact, State
from bot.store import broadcasts, people, prompts, records

LAST = 200  #: deliveries that are looked at …
MOST = LAST * 5 // 100  #: … and how many of them may fail before it stops
LASTS = timedelta(days=7)

GO_ON, TAKE_BACK = "on", "back"


def weigh(desk: Desk, prompt_id: int) -> None:
    """To be asked whenever one of its deliveries has failed for good."""
    failed = broadcasts.failures(desk.db, prompt_id, LAST)
    if failed <= MOST or not broadcasts.hold(desk.db, prompt_id, desk.now):
        return
    records.note(
        desk.db, desk.school.id, "broadcast held", desk.now, about={"prompt": prompt_id, "failed": failed}
    )
    author_id = prompts.one(desk.db, prompt_id)["author_id"]
    chat = _chat(desk, author_id) if author_id is not None else None
    if chat is not None:
        ask(
            desk, chat, "held",
            Say(_("Your question has stopped by itself: {failed} of its last texts did not arrive. "
                  "Nothing is lost. Shall the rest go out?"), {"failed": failed}),
            options=[Option(GO_ON, Say(_("Go on"))), Option(TAKE_BACK, Say(_("Take it back")))],
            about={"prompt": prompt_id}, lasts=LASTS, person_id=author_id, reach=STAFF, beside=True,
        )  # fmt: skip


def go_on(desk: Desk, prompt_id: int) -> bool:
    """The rest goes out, and nobody asks again; False when it does not wait (two clicks)."""
    done = broadcasts.let_on(desk.db, prompt_id, desk.now)
    if done:
        records.note(desk.db, desk.school.id, "broadcast let on", desk.now, about={"prompt": prompt_id})
    return done


def _chat(desk: Desk, person_id: int) -> Contact | None:
    """Telegram only: by SMS a teacher decides nothing."""
    theirs = people.contacts_of(desk.db, [person_id]).get(person_id, [])
    return next((it for it in theirs if it.channel == "telegram" and it.state == State.ACTIVE), None)
