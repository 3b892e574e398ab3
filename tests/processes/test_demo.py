"""The first of the two commands: `python3 -m bot`, with nothing set up."""

import re
import signal
import socket
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.processes.program import PATIENCE, Process, ended, free_port, get, link_in, until


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[Process, str]]:
    port = free_port()
    settings = {"AHO_DATABASE_URL": f"sqlite:///{tmp_path / 'demo.db'}", "AHO_PORT": str(port)}
    with ended(Process(tmp_path, "bot", **settings)) as process:
        url = f"http://127.0.0.1:{port}"
        process.until(lambda: get(f"{url}/healthz")[0] == 200, "nobody opened")
        yield process, url


def test_it_opens_and_its_link_opens_the_console_once_and_ctrl_c_ends_it(demo: tuple[Process, str]) -> None:
    process, url = demo
    link = process.until(lambda: link_in(process.said), "no link was printed")
    assert f"{url}/phones" in process.said
    status, page = get(f"{url}/phones")
    assert (status, "Ms Tane" in page) == (200, True)
    assert signs_in(link)
    assert not signs_in(link)
    assert process.ends(signal.SIGINT) == 0
    assert process.complained == ""


def test_sigterm_ends_it_while_somebody_watches_the_phones(demo: tuple[Process, str]) -> None:
    process, url = demo
    process.until(lambda: link_in(process.said), "no link was printed")
    with socket.create_connection(("127.0.0.1", urlsplit(url).port or 0), timeout=PATIENCE) as watching:
        host = urlsplit(url).netloc
        watching.sendall(f"GET /phones/live HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert until(lambda: watching.recv(4096), lambda: "the live page said nothing").startswith(
            b"HTTP/1.1 200"
        )
        assert process.ends(signal.SIGTERM) == 0
    # That a look at the carrier's list was broken off may be said; nothing else may.
    assert [line for line in process.complained.splitlines() if "could not be listed" not in line] == []


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_it_still_opens_ends_it_too(tmp_path: Path, sign: signal.Signals) -> None:
    settings = {"AHO_DATABASE_URL": f"sqlite:///{tmp_path / 'demo.db'}", "AHO_PORT": str(free_port())}
    with ended(Process(tmp_path, "bot", **settings)) as process:
        process.until(lambda: (tmp_path / "demo.db.open").exists(), "it never began")
        assert process.ends(sign) == 0
        assert "Traceback" not in process.complained


def signs_in(link: str) -> bool:
    """As a browser would: look at the link, press its one button, and see the console."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    with browser.open(link, timeout=PATIENCE) as answer:
        token = re.search(r'name="token"[^>]*value="([^"]+)"', answer.read().decode())
    assert token, "the page behind the link has no form"
    return opened(lambda: browser.open(link, urlencode({"token": token[1]}).encode(), timeout=PATIENCE))


def opened(press: Callable[[], object]) -> bool:
    try:
        answer = press()
    except OSError:  # urllib's word for an answer of 4xx
        return False
    return "/console/enter/" not in answer.geturl()  # type: ignore[attr-defined]
