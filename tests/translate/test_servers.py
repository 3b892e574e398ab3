"""The translators' own clients against servers that behave like theirs: every bad day is a value, never an exception."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest

from bot.translate import Engine, Trouble, azure, google, libretranslate, troubles
from bot.translate.register import NotInstalled
from tests.translate import servers
from tests.translate.servers import KEY, Service

Ask = Callable[[Service, str], AbstractAsyncContextManager[Engine]]


@asynccontextmanager
async def _azure(service: Service, key: str) -> AsyncIterator[Engine]:
    async with servers.azure(service):
        engine = azure.Azure(key, "newzealandnorth", service.url)
        yield engine
        await engine.close()


@asynccontextmanager
async def _google(service: Service, key: str) -> AsyncIterator[Engine]:
    if key != KEY:
        service.mood = "wrong key"
    async with servers.google(service):
        engine = google.Google(servers.service_account(service.url), service.url)
        yield engine
        await engine.close()


@asynccontextmanager
async def _libretranslate(service: Service, key: str) -> AsyncIterator[Engine]:
    async with servers.libretranslate(service):
        engine = libretranslate.LibreTranslate(service.url, key, troubles.SECONDS)
        yield engine
        await engine.close()


@pytest.fixture(params=[_azure, _google, _libretranslate], ids=["azure", "google", "libretranslate"])
def ask(request: pytest.FixtureRequest) -> Ask:
    found: Ask = request.param
    return found


def answer(
    ask: Ask, mood: str = "well", key: str = KEY, words: str = "Bring a book", target: str = "sm"
) -> tuple[Any, Service]:
    service = Service(mood)

    async def asked() -> str | Trouble:
        async with ask(service, key) as engine:
            return await engine.translate(words, "en", target)

    return asyncio.run(asked()), service


def test_it_translates(ask: Ask) -> None:
    made, service = answer(ask)
    assert made == "BRING A BOOK"
    assert len(service.asked) == 1


def test_a_wrong_key_is_said_once_and_plainly(ask: Ask) -> None:
    made, service = answer(ask, key="a wrong key")
    assert made == Trouble("the translator does not accept the school's key", troubles.LATER)
    assert len(service.asked) <= (
        3 if ask is _google else 1
    )  # Google's own session asks for a newer token first


def test_when_it_asks_us_to_wait_we_wait_as_long_as_it_says(ask: Ask) -> None:
    """The client's own retries are off: they would hold up the other languages."""
    made, service = answer(ask, "busy")
    assert made == Trouble("the translator asks us to wait", 42.0)
    assert len(service.asked) == 1


def test_its_own_trouble_passes(ask: Ask) -> None:
    made, service = answer(ask, "ill")
    assert isinstance(made, Trouble) and made.again_after == troubles.SOON
    assert len(service.asked) == 1


def test_what_it_refuses_is_not_asked_again(ask: Ask) -> None:
    made, _service = answer(ask, "refuses")
    assert isinstance(made, Trouble) and made.again_after is None


@pytest.mark.parametrize("mood", ["odd", "empty", "elsewhere"])
def test_an_odd_answer_is_no_translation(ask: Ask, mood: str) -> None:
    made, _service = answer(ask, mood)
    assert isinstance(made, Trouble)


def test_a_server_that_says_nothing_is_given_up(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(troubles, "SECONDS", 0.3)
    made, _service = answer(ask, "silent")
    assert made == troubles.TIME_OUT


@pytest.mark.parametrize("name", ["azure", "google", "libretranslate"])
def test_a_server_that_is_not_there(name: str) -> None:
    nowhere = "http://127.0.0.1:1"

    async def asked() -> str | Trouble:
        engine: Engine = {
            "azure": lambda: azure.Azure(KEY, "", nowhere),
            "google": lambda: google.Google(servers.service_account(nowhere), nowhere),
            "libretranslate": lambda: libretranslate.LibreTranslate(nowhere, KEY),
        }[name]()
        made = await engine.translate("Bring a book", "en", "sm")
        await engine.close()
        return made

    assert asyncio.run(asked()) == troubles.UNREACHABLE


def test_our_tags_become_theirs() -> None:
    _made, asked = answer(_azure, target="zh_Hans")
    assert asked.asked[0]["targets"][0]["language"] == "zh-Hans"
    _made, asked = answer(_google, target="fil")
    assert asked.asked[0]["targetLanguageCode"] == "tl"
    _made, asked = answer(_libretranslate, target="fil")
    assert asked.asked[0]["target"] == "tl"


def test_a_key_that_is_none_is_called_so() -> None:
    with pytest.raises(NotInstalled, match="AHO_GOOGLE_CREDENTIALS_FILE"):
        google.Google("{}", "https://translate.googleapis.com")
