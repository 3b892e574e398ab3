"""A thread that is longer than a page: older words, newer ones, and the page that shows what Find has found."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.acts.desk import Desk
from bot.acts.reading import stretch
from bot.model.chat import MessageKind
from bot.store import messages, outbox, prompts
from tests.console.browser import Browser, forms
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


def test_a_deed_on_older_words_leads_back_to_them(
    world: Harakeke, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds at_words, and `far` in stretch: older words on their own page, and words among the newest on theirs."""
    made = talks(world, monkeypatch)
    tom, thread = console("Tom"), at(world, "Finn's")
    content = world.act(lambda desk: messages.one(desk.db, made[3])["content_id"])
    deeds: dict[str, dict[str, str]] = {
        f"class/{made[3]}/mark": {},
        f"class/{made[3]}/ask": {},
        f"wordings/{content}/sm": {"do": "keep", "words": "upu", "of": ""},
    }
    for deed, fields in deeds.items():
        if deed.startswith("wordings"):
            page = tom.get(f"{thread}/{deed}").text
            assert link(page, "Back to the thread") == f"{thread}?around={made[3]}#said-{made[3]}"
            fields["of"] = forms(page)[f"{thread}/{deed}"]["of"]
        answer = tom.sends(f"{thread}/{deed}", {**tom.token(), **fields})
        assert answer.headers["location"].endswith(f"#said-{made[3]}"), deed
        assert words(tom.follows(answer).text)[3] == "word3", deed
    newest = tom.follows(tom.sends(f"{thread}/class/{made[6]}/mark", tom.token())).text
    assert words(newest)[0] == "word6" and 'id="answer"' in newest
    asked = re.findall(r'id="asked-(\d+)"', tom.get(f"{thread}?around={made[3]}").text)
    content = world.act(lambda desk: prompts.one(desk.db, int(asked[0]))["content_id"])
    page = tom.get(f"{thread}/wordings/{content}/mi").text
    back = link(page, "Back to the thread")
    assert back.endswith(f"#asked-{asked[0]}") and f'id="asked-{asked[0]}"' in tom.get(back).text
