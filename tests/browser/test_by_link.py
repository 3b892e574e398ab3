"""What families on an old phone get by a link, in a real browser: a photo goes up, a voice note is heard."""

import asyncio
import io
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from PIL import Image
from playwright.async_api import FilePayload, Page, Route, async_playwright, expect
from sqlalchemy import select

from bot.jobs.remaking import LONGEST_SIDE
from bot.store import engine
from bot.store.tables import media
from tests.conversations.at_school import IN_ENGLISH
from tests.conversations.conftest import HEMI, MERE
from tests.ground.school import Person, School, Yard, opened

pytestmark = pytest.mark.anyio
PATIENCE = 40_000  # milliseconds: a bound for a machine with much else to do, never a measure
HEARD = """audio => new Promise(heard => {
  const look = () => audio.currentTime > 0.2 && heard(audio.currentTime);
  look() || audio.addEventListener("timeupdate", look);
})"""
SAMPLE = Path(__file__).parents[2] / "bot" / "web" / "static" / "voice-note.ogg"


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    yard, url = Yard(), f"sqlite:///{tmp_path / 'school.db'}"
    engine.migrate(url)
    try:
        with opened(yard, url, tmp_path, roll_csv=IN_ENGLISH) as school:
            yield school
    finally:
        yard.close()


@pytest.fixture
def front(school: School) -> Iterator[str]:
    """The school's own pages, on a port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = uvicorn.Server(uvicorn.Config(school.web, port=port, log_config=None, lifespan="off"))
    served.install_signal_handlers = lambda: None  # type: ignore[attr-defined]

    async def begin() -> Any:
        serving = asyncio.ensure_future(served._serve())
        while not served.started:
            await asyncio.sleep(0.01)
        return serving

    serving = school.yard.run(begin())
    yield f"http://127.0.0.1:{port}"

    async def end() -> None:
        served.should_exit = True
        await serving

    school.yard.run(end())


def link_in(words: str) -> str:
    return re.findall(r"https://aho\.test(/(?:up|see)/\S+)", words)[-1]


def link_for(phone: Person) -> str:
    phone.says("PHOTO")
    return link_in(phone.hears("Send one photo here"))


def from_a_camera() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


async def chosen(page: Page, address: str, photo: bytes) -> None:
    await page.goto(address)
    file: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo}
    await page.locator("input[type=file]").set_input_files(file)
    await page.get_by_label("A few words about it").fill("Our kūmara")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("It is with the school.")).to_be_visible(timeout=PATIENCE)


async def test_a_photo_goes_up_and_a_voice_note_is_heard(
    school: School, front: str, browser: dict[str, Any]
) -> None:
    """Holds upload.js (smaller, in pieces, on after a line that dropped), the form without it, and the sound."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    hemi, photo = school.on_telegram(HEMI, 777_004, "Hemi"), from_a_camera()
    complaints: list[str] = []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(**browser)
        page = await chromium.new_page(viewport={"width": 320, "height": 640})
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Security" in said.text else None)
        sent, drops = dict[int, int](), [2, 5]

        async def line(route: Route) -> None:
            if route.request.method == "PUT":
                at = int(route.request.url.rpartition("=")[2])
                if drops and len(sent) == drops[0]:
                    drops.pop(0)
                    await route.abort("connectionreset")
                    return
                assert at not in sent, "a piece that had arrived was sent again"
                sent[at] = len(route.request.post_data_buffer or b"")
            await route.continue_()

        await page.route("**/up/*/*", line)
        await chosen(page, front + link_for(mere), photo)
        assert not drops and len(sent) > 5
        assert sum(sent.values()) < len(photo) * 0.7, "it was not made smaller first"
        school.do(_nothing())
        teacher.hears("Mere (mother of Tama, Room 5) sent a photo. Our kūmara")
        with Image.open(io.BytesIO(teacher.screen[-1].media[0].content)) as seen:
            assert max(seen.size) == LONGEST_SIDE

        plain = await chromium.new_context(java_script_enabled=False)
        await chosen(await plain.new_page(), front + link_for(mere), photo)
        held = school.act(
            lambda desk: desk.db.execute(select(media.c.file).where(media.c.state == "held")).all()
        )
        assert len(held) == 2

        hemi.says("SHARE")
        hemi.sends_voice(SAMPLE.read_bytes())
        await page.goto(front + link_in(mere.hears("Hemi sent a voice note about Tama.")))
        await page.locator("audio").focus()
        await page.keyboard.press("Space")
        assert await page.locator("audio").evaluate(HEARD, timeout=PATIENCE) > 0.2
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await chromium.close()
    assert complaints == [], "the page works under its own Content-Security-Policy"


async def _nothing() -> None:
    return None
