"""The ground itself holds: databases are fresh, the network is closed, Chromium opens a page of ours."""

import asyncio
import http.server
import socket
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import async_playwright

from bot import install
from bot.store.engine import connect
from tests.ground import network, turns, wanted
from tests.ground.again import again

pytest_plugins = ["pytester"]


@pytest.mark.parametrize("round_", [1, 2])
def test_each_test_has_a_database_of_its_own(database_url: str, round_: int) -> None:
    engine = connect(database_url)
    with engine.begin() as db:
        db.exec_driver_sql("CREATE TABLE left_behind (round INTEGER)")  # fails if round 1 is still here
    engine.dispose()


def test_what_was_done_before_is_only_copied_into_the_very_same_file(tmp_path: Path) -> None:
    """Holds that `again` goes by the file and by the inputs, and that nobody gets what another may change."""

    def after(name: str, first: str, word: str) -> tuple[list[str], list[str]]:
        url = f"sqlite:///{tmp_path / name}"
        engine = connect(url)
        with sqlite3.connect(tmp_path / name) as db:
            db.execute("CREATE TABLE said (word TEXT)")
            db.execute("INSERT INTO said VALUES (?)", [first])
        db.close()

        def deed() -> list[str]:
            done.append(word)
            with engine.begin() as rows:
                rows.exec_driver_sql(f"INSERT INTO said VALUES ('{word}')")
            return [word]

        outcome = again(url, deed, word)
        with engine.connect() as rows:
            said = [it for (it,) in rows.exec_driver_sql("SELECT word FROM said")]
        engine.dispose()
        return said, outcome

    done: list[str] = []
    for name in ("1", "2", "5"):
        said, outcome = after(name, "kia", "ora")
        assert (said, outcome) == (["kia", "ora"], ["ora"])
        outcome.append("changed by a test")
    assert done == ["ora"], "the others were copies"
    assert after("3", "kia", "kaha") == (["kia", "kaha"], ["kaha"])
    assert after("4", "tena", "ora") == (["tena", "ora"], ["ora"])
    assert done == ["ora", "kaha", "ora"]


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    engine = connect(empty_database_url)
    with engine.begin() as db:
        db.exec_driver_sql("CREATE TABLE school (id INTEGER)")
    engine.dispose()


def test_reaching_out_by_address_is_refused_and_remembered() -> None:
    with socket.socket() as wire, pytest.raises(network.Closed):
        wire.connect(("192.0.2.1", 80))
    assert network.refused == ["192.0.2.1:80"]
    network.refused.clear()


def test_reaching_out_by_name_is_refused_inside_asyncio_too() -> None:
    with pytest.raises(network.Closed):
        asyncio.run(asyncio.wait_for(asyncio.open_connection("school.example", 443), 5))
    assert network.refused == ["school.example"]
    network.refused.clear()


def test_a_swallowed_refusal_still_fails_the_test(
    pytester: pytest.Pytester, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(root))
    pytester.makepyfile("""
        import socket
        def test_swallows():
            try:
                socket.getaddrinfo("carrier.example", 443)
            except Exception:
                pass
        """)
    outcome = pytester.runpytest_subprocess("-p", "tests.conftest", f"--rootdir={pytester.path}")
    outcome.assert_outcomes(passed=1, errors=1)
    outcome.stdout.fnmatch_lines(["*this test reached for carrier.example*"])


@pytest.mark.parametrize(
    ("host", "ours"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False)],
)
def test_only_this_machine_is_here(host: str, ours: bool) -> None:
    assert network.here(host) is ours


def test_what_is_required_fails_and_what_is_not_skips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AHO_REQUIRE", "browser, postgres")
    with pytest.raises(pytest.fail.Exception, match="no such thing"):
        wanted.missing("browser", "no such thing")
    monkeypatch.setenv("AHO_REQUIRE", "")
    with pytest.raises(pytest.skip.Exception, match="no such thing"):
        wanted.missing("browser", "no such thing")


def test_chromium_opens_a_page_of_ours(browser: dict[str, Any], page_address: str) -> None:
    async def title() -> str:
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(**browser)
            page = await chromium.new_page()
            await page.goto(page_address)
            heading = await page.title()
            await chromium.close()
            return heading

    assert asyncio.run(title()) == "Kia ora"


@pytest.fixture
def page_address() -> Iterator[str]:
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>Kia ora</title>")

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_files_that_take_minutes_begin_in_the_first_half_and_apart() -> None:
    """Holds that one core does not end alone with them: turns.of, and that xdist keeps to it."""
    folders = ("faults", *"abcdefgh", "pages", *"ijkl")
    files = [Path("tests") / folder / "test_it.py" for folder in folders]
    begins = turns.of(files)
    assert begins[files[folders.index("pages")]] == 0 < begins[files[0]] < 0.5
    between = [it for it in files if 0 < begins[it] < begins[files[0]]]
    assert len(between) > 1, "all that takes minutes comes at once"
    assert "--no-loadscope-reorder" in install.shared_out([]), "xdist puts the file with the most tests first"
