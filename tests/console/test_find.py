"""Find: by child, word or date; within what the viewer may see, and nowhere else."""

from collections.abc import Callable
from urllib.parse import unquote

import httpx
import pytest
from sqlalchemy import text

from bot.model.chat import Wording
from bot.store import contents, finding, translations
from bot.store.tables import message, wording
from tests.console.browser import Browser, forms, said
from tests.console.seed import Harakeke

Console = Callable[..., Browser]


def look(there: Browser, words: str = "", **more: str) -> str:
    return said(finds(there, words, **more)).partition("To Find")[2]


def finds(there: Browser, words: str, **more: str) -> httpx.Response:
    return there.sends("/console/find", {**there.token("/console/find"), "words": words, **more})


def test_by_word_in_any_language_without_its_macrons(world: Harakeke, console: Console) -> None:
    world.says("Hana", "Māia at Hana's", "I keri mātou i te hāngī", language="mi")
    world.says("Sina", "Ioane's", "Faʻafetai tele lava", language="sm")
    ngaire = console("Ngaire")
    assert "Hana Parata about Māia" in look(ngaire, "hangi")
    assert "<mark>hāngī</mark>" in finds(ngaire, "HANGI").text
    assert "Sina Leota about Ioane" in look(ngaire, "faafetai tele")
    assert "Nothing was found." in look(ngaire, "hangi faafetai"), "all the words, not any of them"
    for other in ("مدرسة", "我们学校"):
        world.says("Sina", "Ioane's", f"x {other} y")
    assert "مدرسة" in look(ngaire, "مدرسه") and "学校 y" in look(ngaire, "学校")


def test_a_translation_is_found_too_and_a_corrected_one_is_not(world: Harakeke, console: Console) -> None:
    """Holds the trigger, and the key on PostgreSQL, that take out of the index what is deleted."""
    made = world.says("Hana", "Māia at Hana's", "Kua ngaro tōna pōtae", language="mi")
    content = world.act(
        lambda desk: desk.db.scalar(
            message.select().with_only_columns(message.c.content_id).where(message.c.id == made)
        )
    )
    world.act(
        lambda desk: contents.put(
            desk.db, desk.school.id, content, [Wording("en", "Her hat is loost", "machine", "x")]
        )
    )
    ngaire = console("Ngaire")
    assert "Hana Parata" in look(ngaire, "loost")
    world.act(lambda desk: translations.correct(desk.db, desk.school.id, content, "en", "Her hat is lost"))
    assert "Nothing was found." in look(ngaire, "loost") and "Hana Parata" in look(ngaire, "lost")
    world.act(lambda desk: desk.db.execute(wording.delete().where(wording.c.content_id == content)))
    assert "Nothing was found." in look(ngaire, "potae")
    left = world.act(lambda desk: desk.db.scalar(text("SELECT count(*) FROM finding")))
    assert left == 0
    world.act(lambda desk: finding.forget(desk.db))


def test_nobody_finds_what_they_may_not_see(world: Harakeke, console: Console) -> None:
    """Holds the scope in bot/store/finding.py."""
    world.says("Hana", "Māia at Hana's", "Koro is in hospital")
    tom = console("Tom")
    assert "Nothing was found." in look(tom, "hospital") and "Nothing was found." in look(tom, "Māia")
    assert "Nothing was found." in look(tom, first="2026-01-01")
    office = look(console("Ana"), "hospital")
    assert (
        "Hana Parata about Māia" in office
        and "Koro" not in office
        and "Open the thread to read it." in office
    )


def test_by_child_and_by_date(world: Harakeke, console: Console) -> None:
    world.says("Hana", "Māia at Hana's", "Kia ora")
    ngaire = console("Ngaire")
    homes = look(ngaire, "maia")
    assert "Māia with Hana Parata" in homes and "Māia with Wiremu Parata" in homes
    assert "Hana Parata about Māia" in look(ngaire, first="2026-11-24", last="2026-11-24")
    assert "Nothing was found." in look(ngaire, last="2026-11-23")
    assert "Nothing was found." in look(ngaire, "kia", first="2026-11-25")


def test_a_day_that_is_none_is_told(world: Harakeke, console: Console) -> None:
    """Holds `wrong` in console/find: it is not left out without a word, and what was typed stays."""
    world.says("Dave", "Finn's", "Kia ora")
    tom = console("Tom")
    for days in ({"first": "30/11/2020", "last": ""}, {"first": "", "last": "soon"}):
        page = tom.sends("/console/find", {**tom.token(), "words": "kia", **days})
        assert (
            page.status_code == 422 and "Please choose a day" in said(page) and "about Finn" not in said(page)
        )
        kept = forms(page.text)["/console/find"]
        assert {name: kept[name] for name in ("words", *days)} == {"words": "kia", **days}


@pytest.mark.parametrize("typed", ["%22", "%27%20OR%201=1", "a*", "NEAR(", "%25", "_", "%5C", "%00", "🌱"])
def test_what_is_typed_is_never_a_question_to_the_database(
    world: Harakeke, console: Console, typed: str
) -> None:
    world.says("Dave", "Finn's", "Kia ora")
    answer = finds(console("Tom"), unquote(typed))
    assert answer.status_code == 200 and "Kia ora" not in answer.text


def test_the_index_catches_up_in_pages(world: Harakeke) -> None:
    for _one in range(3):
        world.says("Dave", "Finn's", "Kia ora")
    assert [world.act(lambda desk: finding.catch_up(desk.db, 2)) for _page in range(3)] == [2, 1, 0]


def test_whoever_looks_waits_for_two_pages_at_most(
    world: Harakeke, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds AT_MOST in reading.finding: what is far behind is the job's, not a search's."""
    there, pages = console("Ana"), []
    monkeypatch.setattr(
        finding, "catch_up", lambda _db: pages.append(1) or (finding.A_PAGE if len(pages) < 9 else 0)
    )
    look(there, "moon")
    assert len(pages) == 2
