"""What came back: as it came, counted and never ranked, and as a table that is only a table."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.languages.cells import harmless
from bot.model.chat import Ears, MessageKind, Wording
from bot.store import contents, messages
from bot.store.tables import audit
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke

Console = Callable[..., Browser]
DAYS = ({"en": "Monday"}, {"en": "Friday", "mi": "Rāmere"})


def asked(world: Harakeke, *rooms: str) -> int:
    def deed(desk: Desk) -> int:
        made = prompting.draft(
            desk, world.person(desk, "Ana"), [Wording("en", "Which day?")], choices=DAYS,
            room_ids=[world[it] for it in rooms],
        )  # fmt: skip
        assert made is not None and prompting.confirm(desk, made)
        return made

    return int(world.act(deed))


def answers(world: Harakeke, who: str, thread: str, words: str, prompt_id: int, choice: int | None = None,
            language: str = "en") -> None:  # fmt: skip
    def deed(desk: Desk) -> Any:
        kept = contents.keep(desk.db, desk.school.id, [Wording(language, words)])
        return messages.put(
            desk.db, desk.school.id, thread_id=world[thread], author_id=world[who], content_id=kept,
            kind=MessageKind.REPLY, ears=Ears.WRITER, said_at=desk.now, prompt_id=prompt_id, choice=choice,
        )  # fmt: skip

    world.act(deed)


def test_replies_are_counted_by_choice_by_language_and_by_child(world: Harakeke, console: Console) -> None:
    """Holds polls.chosen: who chose twice counts once; what a teacher may not see is not counted for them."""
    made = asked(world, "room 7", "room 5")
    answers(world, "Hana", "Māia at Hana's", "Monday", made, 1)
    answers(world, "Hana", "Māia at Hana's", "Rāmere", made, 2, "mi")
    answers(world, "Sina", "Ioane's", "E leai", made, None, "sm")
    answers(world, "Dave", "Finn's", "Monday", made, 1)
    page = said(console("Ngaire").get(f"/console/ask/{made}/replies"))
    assert "1 person has chosen so far" in page
    assert "Monday 0 0 people" in page and "Friday · Rāmere 1 1 person" in page
    assert "Hana Parata about Māia" in page and "E leai" in page
    assert "We have heard about Ioane, Māia." in page
    assert "Samoan: 0 texts went out, 1 answer came" in page
    assert "Dave" not in page and "Finn" not in page
    tom = said(console("Tom").get(f"/console/ask/{made}/replies"))
    assert "Monday 1 1 person" in tom and "Dave Miller" in tom and "Hana" not in tom


def test_who_has_not_answered_is_named_without_blame(world: Harakeke, console: Console) -> None:
    made = asked(world, "room 7")
    page = said(console("Ngaire").get(f"/console/ask/{made}/replies"))
    assert "We have heard from nobody yet." in page and "Not yet about Ioane, Māia." in page


def test_the_table_holds_words_and_no_formulas(world: Harakeke, console: Console) -> None:
    """Holds harmless and the BOM: a family's "=1+1" stays what they wrote; macrons stay; the taking is noted."""
    made = asked(world, "room 7", "room 5")
    answers(world, "Hana", "Māia at Hana's", '=HYPERLINK("http://x","Tēnā koe")', made)
    answers(world, "Dave", "Finn's", "Not for Ngaire", made)
    answer = console("Ngaire").get(f"/console/ask/{made}/replies.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="replies-{made}.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(it["child"], it["words"]) for it in rows] == [("Māia", '\'=HYPERLINK("http://x","Tēnā koe")')]
    noted = world.act(lambda desk: desk.db.execute(select(audit.c.person_id, audit.c.act)).all())
    assert (world["Ngaire"], "took answers away") in [tuple(it) for it in noted]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", " =1", "＝1", "＠a"])
def test_what_begins_like_a_formula_is_made_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Tēnā koe", "1+1", "a=b", ""])
def test_other_words_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_the_offices_look_at_answers_is_written_down(world: Harakeke, console: Console) -> None:
    made = asked(world, "room 7")
    answers(world, "Hana", "Māia at Hana's", "Monday", made, 1)
    ana = console("Ana")
    for _again in range(2):
        assert ana.get(f"/console/ask/{made}/replies").status_code == 200
    noted = world.act(
        lambda desk: list(desk.db.scalars(select(audit.c.act).where(audit.c.act == "looked at answers")))
    )
    assert len(noted) == 1
