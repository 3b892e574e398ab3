"""A thread that is longer than a page: older words, newer ones, and the page that shows what Find has found."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.acts.desk import Desk
from bot.acts.reading import stretch
from bot.model.chat import MessageKind
from bot.store import messages, outbox
from tests.console.browser import Browser
from tests.console.seed import Harakeke
from tests.console.test_find import finds
from tests.console.test_threads import at

Console = Callable[..., Browser]


def talks(world: Harakeke, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Dave says ten things, four of which fill a page; before the third and the eighth Tom asks."""
    monkeypatch.setattr(stretch, "PAGE", 4)
    made = []
    for number in range(10):
        world.now += timedelta(minutes=2)
        if number in (2, 7):
            asked = world.asks("Tom", "What did you read?", room="room 5")

            def sent(desk: Desk, asked: int = asked) -> None:
                outbox.change(
                    desk.db, outbox.of_prompt(desk.db, asked)[0]["id"], state="sent", sent_at=desk.now
                )

            world.act(sent)
            world.now += timedelta(minutes=1)
        made.append(world.says("Dave", "Finn's", f"word{number}", kind=MessageKind.REPLY))
    return made


def words(page: str) -> list[str]:
    return re.findall(r"word\d|What did you read", page)


def link(page: str, name: str) -> str:
    found = re.search(rf'<a href="([^"]+)">{name}', page)
    assert found, f"no link to {name}"
    return found[1].replace("&amp;", "&")


def test_older_words_are_a_page_away_each_of_them_once(
    world: Harakeke, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds Stretch: no word and no question is on two pages, or on none. Beside older words nobody is answered."""
    talks(world, monkeypatch)
    tom, thread = console("Tom"), at(world, "Finn's")
    newest = tom.get(thread).text
    assert (
        words(newest) == ["word6", "What did you read", "word7", "word8", "word9"]
        and "Newest words" not in newest
    )
    older = tom.get(link(newest, "Older words")).text
    assert words(older) == ["word2", "word3", "word4", "word5"]
    assert 'id="answer"' in newest and 'id="answer"' not in older and "?quote=" not in older
    assert f'hx-get="{link(newest, "Older words")}"' in older, "it would turn into the newest words by itself"
    oldest = tom.get(link(older, "Older words")).text
    assert words(oldest) == ["word0", "word1", "What did you read"] and "Older words" not in oldest
    assert words(tom.get(link(oldest, "Newer words").partition("#")[0]).text)[-1] == "word2"
    assert link(oldest, "Newest words") == f"{thread}#answer"


def test_find_leads_to_the_words_themselves(
    world: Harakeke, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds the link in find.html and `around`: what was said before and after it stands beside it."""
    made = talks(world, monkeypatch)
    tom = console("Tom")
    path, _, anchor = link(finds(tom, "word3").text, "<strong>Dave Miller").partition("#")
    page = tom.get(path).text
    assert anchor == f"said-{made[3]}" and f'id="{anchor}"' in page
    assert words(page) == ["word1", "What did you read", "word2", "word3", "word4"]
    newest = path.replace(f"around={made[3]}", f"around={made[9]}")
    assert 'id="answer"' in tom.get(newest).text, "among the newest words he may answer"
    assert console("Ngaire").get(path).status_code == 404


def test_words_of_another_thread_are_not_worded_in_this_one(world: Harakeke, console: Console) -> None:
    """Holds the thread in messages.with_content."""
    made = world.says("Sina", "Ioane's", "E fia le taimi?", language="sm")
    content = world.act(lambda desk: messages.one(desk.db, made)["content_id"])
    ngaire = console("Ngaire")
    looked = [ngaire.get(f"{at(world, it)}/wordings/{content}/en") for it in ("Ioane's", "Māia at Hana's")]
    assert [it.status_code for it in looked] == [200, 404]
