"""A translation beside its original: corrected by a person, drafted by a machine, turned back, or not wanted at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.acts import prompting, translating
from bot.acts.desk import Desk
from bot.jobs.translating import Translators
from bot.model.chat import PromptKind, Wording
from bot.model.school import Translating
from bot.store import contents, machines, mandates, messages, phrases, prompts, schools, translations
from bot.store.tables import audit, delivery, membership
from tests.console.browser import Browser, browser_of, doors_of, forms, said
from tests.console.seed import Harakeke
from tests.translate.engines import Pretend, backwards

THREAD = "Māia at Hana's"
MACHINES_WORDS = "He is well, said the machine"


@pytest.fixture
def engine() -> Pretend:
    return Pretend(backwards, "apertium")


@pytest.fixture
def ngaire(world: Harakeke, engine: Pretend, tmp_path: Path) -> Browser:
    """A teacher's browser, in a school that has decided for a machine on its own computer."""
    decided = Translating(on=True, engine="apertium", te_reo="the board, 2026-11-02")
    world.act(lambda desk: schools.save(desk.db, replace(desk.school, translating=decided), desk.now))

    async def act(deed: Callable[..., object]) -> object:
        return world.act(deed)

    doors = replace(
        doors_of(world, tmp_path),
        translate=Translators(act, act, {"apertium": engine}).once,  # type: ignore[arg-type]
    )
    there = Browser(browser_of(doors), world)
    there.signs_in("Ngaire")
    return there


def hana_wrote(world: Harakeke, words: str = "Kei te ora ia") -> tuple[str, int]:
    """Her words, which a machine has translated: the address of that wording, and the content's id."""
    message = world.says("Hana", "Māia at Hana's", words, language="mi")
    content = world.act(lambda desk: messages.one(desk.db, message)["content_id"])
    made = Wording("en", MACHINES_WORDS, "machine", "apertium")
    world.act(lambda desk: contents.put(desk.db, desk.school.id, content, [made]))
    return f"/console/threads/{world[THREAD]}/wordings/{content}/en", content


def wordings(world: Harakeke, content: int) -> list[Wording]:
    return world.act(lambda desk: contents.wordings(desk.db, [content])[content])  # type: ignore[no-any-return]


def test_original_and_translation_stand_side_by_side_and_the_machine_is_named(
    world: Harakeke, ngaire: Browser
) -> None:
    there, _content = hana_wrote(world)
    answer = ngaire.get(f"/console/threads/{world[THREAD]}")
    page = said(answer)
    assert "Kei te ora ia" in page and MACHINES_WORDS in page
    assert "translated by a machine (Apertium), may be wrong" in page
    assert f'href="{there}"' in answer.text and "said pair" in answer.text


def test_a_correction_is_a_persons_and_is_offered_to_the_phrase_book(
    world: Harakeke, ngaire: Browser
) -> None:
    there, content = hana_wrote(world)
    assert "Kept." in said(
        ngaire.follows(ngaire.fills(there, there, words="She is well", do="keep", book="yes"))
    )
    assert wordings(world, content)[1] == Wording("en", "She is well")
    book = world.act(lambda desk: phrases.of_pair(desk.db, desk.school.id, "mi", "en"))
    assert [(it["words"], it["said"]) for it in book] == [("Kei te ora ia", "She is well")]


def test_without_the_tick_the_phrase_book_stays_as_it_is(world: Harakeke, ngaire: Browser) -> None:
    there, _content = hana_wrote(world)
    ngaire.fills(there, there, words="She is well", do="keep", book="")
    assert world.act(lambda desk: phrases.of_pair(desk.db, desk.school.id, "mi", "en")) == []


def test_a_machine_turns_it_back_and_keeps_nothing(world: Harakeke, ngaire: Browser) -> None:
    there, content = hana_wrote(world)
    page = said(ngaire.fills(there, there, words="Māia is well today", do="back", book=""))
    assert "Māia si llew yadot" in page  # her name came back as it went
    assert wordings(world, content)[1].words == MACHINES_WORDS


def test_a_draft_is_only_shown(world: Harakeke, ngaire: Browser) -> None:
    there, content = hana_wrote(world)
    page = said(ngaire.fills(there, there, do="draft", book=""))
    assert "iek et aro ai" in page and "nothing has been sent" in page
    assert wordings(world, content)[1].words == MACHINES_WORDS


def test_a_family_that_wants_no_machine_gets_none(world: Harakeke, ngaire: Browser, engine: Pretend) -> None:
    """The safeguard: a draft on a page asks the family's decision too, and who decided is noted."""
    there, _content = hana_wrote(world)
    thread = f"/console/threads/{world[THREAD]}"
    ngaire.follows(ngaire.fills(thread, f"{thread}/machines", machines="none"))
    page = said(ngaire.fills(there, there, do="draft", book=""))
    assert "No machine could do that" in page
    assert engine.given == []
    assert world.act(
        lambda desk: desk.db.execute(audit.select().where(audit.c.act == "chose who may translate")).first()
    )


def test_what_waited_in_vain_can_be_worded_by_a_person(world: Harakeke, ngaire: Browser) -> None:
    message = world.says("Hana", "Māia at Hana's", "Kei te ora ia", language="mi")

    def asked(desk: object) -> int:
        content = messages.one(desk.db, message)["content_id"]  # type: ignore[attr-defined]
        translations.want(desk.db, desk.school.id, content, "sm", False, desk.now, desk.now)  # type: ignore[attr-defined]
        return int(content)

    content = world.act(asked)
    thread = f"/console/threads/{world[THREAD]}"
    there = f"{thread}/wordings/{content}/sm"
    assert "Not in Samoan" in said(ngaire.get(thread))
    ngaire.fills(there, there, words="O lo'o manuia o ia", do="keep", book="")
    assert "O lo'o manuia o ia" in said(ngaire.get(thread))


def test_nobody_rewords_what_they_may_not_see(world: Harakeke, ngaire: Browser) -> None:
    there, content = hana_wrote(world)
    elsewhere = there.replace(f"/threads/{world[THREAD]}/", "/threads/999999/")
    assert ngaire.get(elsewhere).status_code == 404
    assert ngaire.get(there.replace(f"/{content}/", "/999999/")).status_code == 404
    assert ngaire.get(there.removesuffix("en") + "xx").status_code == 404


def test_an_answer_can_be_kept_from_machines(world: Harakeke, ngaire: Browser) -> None:
    world.says("Hana", "Māia at Hana's", "Kei te ora ia", language="mi")
    thread = f"/console/threads/{world[THREAD]}"
    ngaire.follows(ngaire.fills(thread, thread, words_en="Please come and see me", delicate="yes"))
    last = world.act(lambda desk: messages.in_thread(desk.db, world[THREAD])[-1]["content_id"])
    assert world.act(lambda desk: translations.topic(desk.db, last)) == "delicate"
    wanted = world.act(lambda desk: translations.of_contents(desk.db, [last]))
    assert all(row["state"] == "wanted" for row in wanted.values())
    assert all(not task.engine for task in world.act(translating.tasks) if task.row["content_id"] == last)


def test_a_tick_set_after_going_back_or_at_a_change_counts(world: Harakeke, ngaire: Browser) -> None:
    """The safeguards: the tick is part of the draft's key; the change form shows it, and keeps it before wordings
    are wanted."""
    ask = "/console/ask"
    form = {**forms(ngaire.get(ask).text)[ask], "to": f"room {world['room 7']}", "words-en": "Please call me"}
    drafts = [ngaire.sends(ask, {**form, "delicate": it}).headers["location"] for it in ("", "yes")]
    assert drafts[0] != drafts[1]
    without, ticked = (f"{it}/change" for it in drafts)

    def tick(there: str) -> str:
        page = ngaire.get(there).text
        return page[page.index('name="delicate"') :].partition(">")[0]

    assert "checked" in tick(ticked) and "checked" not in tick(without)
    ngaire.fills(without, without, delicate="yes")
    assert "checked" in tick(without)
    ngaire.fills(without, without, delicate="")
    assert "checked" not in tick(without)


def test_the_cheaper_wording_is_no_less_private(world: Harakeke, ngaire: Browser) -> None:
    """The safeguard: `matters.of_changed`; what its writer said of a draft stands when an offer is taken."""
    words = "Please ring me – I’d like to talk about how this week went for you all, and what we could try."
    ngaire.signs_in("Tom")
    draft = {"to": f"room {world['room 5']}", "words_en": words, "delicate": "yes"}
    preview = ngaire.follows(ngaire.fills("/console/ask", "/console/ask", **draft))
    offer = next(it for it in forms(preview.text) if it.endswith("/reword"))
    ngaire.follows(ngaire.sends(offer, forms(preview.text)[offer]))
    made = int(offer.split("/")[3])
    content = world.act(lambda desk: prompts.one(desk.db, made)["content_id"])
    assert wordings(world, content)[0].words != words
    assert world.act(lambda desk: mandates.matter_of(desk.db, made)) == "delicate"
    assert world.act(lambda desk: translations.topic(desk.db, content)) == "delicate"


def test_a_wording_of_words_that_have_changed_is_refused(world: Harakeke, ngaire: Browser) -> None:
    """The safeguard: the form holds the seal of the original that was read."""
    there, content = hana_wrote(world)
    form = {**forms(ngaire.get(there).text)[there], "words": "She is well", "do": "keep", "book": ""}
    changed = [Wording("mi", "Kei te māuiui ia")]
    world.act(lambda desk: contents.replace(desk.db, desk.school.id, content, changed))
    page = said(ngaire.sends(there, form))
    assert "The words have changed" in page and "Kei te māuiui ia" in page and "She is well" in page
    assert wordings(world, content) == changed


def test_what_a_family_says_about_machines_is_for_all_of_its_homes(world: Harakeke, ngaire: Browser) -> None:
    """The safeguard: every home that shares a guardian of today; not through a grandmother, nor one who has left."""

    def belongs(who: str, home: str, guardian: bool, until: datetime | None = None) -> None:
        world.act(lambda desk: desk.db.execute(membership.insert().values(
            school_id=desk.school.id, household_id=world[f"{home} home"], person_id=world[who], relation="whānau",
            guardian=guardian, scope="everything", from_roll=True, since=world.now - timedelta(days=9), until=until,
        )))  # fmt: skip

    belongs("Hana", "Ioane's", True)
    belongs("Rose", "Finn's", True)
    belongs("Hana", "Māia at Wiremu's", True, world.now - timedelta(days=1))
    thread = f"/console/threads/{world[THREAD]}"
    ngaire.fills(thread, f"{thread}/machines", machines="none")
    homes = {it: world[f"{it} home"] for it in (THREAD, "Ioane's", "Finn's", "Māia at Wiremu's")}
    said_ = world.act(lambda desk: machines.said_by(desk.db, list(homes.values())))
    assert said_ == {homes[THREAD]: "none", homes["Ioane's"]: "none"}


def test_a_message_to_many_rooms_is_not_reworded_by_one_of_them(world: Harakeke, ngaire: Browser) -> None:
    """The safeguards: rewording._asked_here asks who governs the prompt, and leaves a safety message as it was
    confirmed; the store takes no person's wording away; what was worded anew is on record."""
    thread = f"/console/threads/{world[THREAD]}"

    def asked(*rooms: str, kind: PromptKind = PromptKind.NOTICE, **said: str) -> int:
        words = [
            Wording("en", f"We close at noon {kind} {len(rooms)}"),
            *(Wording(it, said[it]) for it in said),
        ]

        def deed(desk: Desk) -> int:
            made = prompting.draft(
                desk, world.person(desk, "Ana"), words, room_ids=[world[it] for it in rooms], kind=kind
            )
            assert made is not None and prompting.confirm(desk, made, None, sure=True)
            content: int = prompts.one(desk.db, made)["content_id"]
            ours = delivery.c.prompt_id == made, delivery.c.contact_id == world["Hana's phone"]
            desk.db.execute(delivery.update().where(*ours).values(state="sent", sent_at=desk.now))
            if "mi" not in said:
                contents.put(desk.db, desk.school.id, content, [Wording("mi", "Pūrere", "machine")])
            return content

        return int(world.act(deed))

    both, storm = asked("room 7", "room 5"), asked("room 7", kind=PromptKind.SAFETY)
    anas, machines_ = asked("room 7", mi="Nā Ana"), asked("room 7")
    page = ngaire.get(thread).text
    for content, links in ((both, False), (storm, False), (anas, False), (machines_, True)):
        there = f"{thread}/wordings/{content}/mi"
        assert (there in page) is links
        before = wordings(world, content)
        form = {**ngaire.token(), "words": "Kupu kē", "do": "keep", "of": translating.seal(before[0])}
        ngaire.sends(there, form)
        assert (wordings(world, content) != before) is links, content
    assert ngaire.get(f"{thread}/wordings/{both}/mi").status_code == 404
    assert "worded by a person" in said(ngaire.get(f"{thread}/wordings/{anas}/mi"))
    noted = world.act(
        lambda desk: desk.db.scalars(select(audit.c.about).where(audit.c.act == "worded anew")).all()
    )
    assert noted == [{"content": machines_, "language": "mi"}]
