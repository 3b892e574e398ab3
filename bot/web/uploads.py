"""The page behind a link for one photo, or one document. It works on any browser that has a form; with
JavaScript it shrinks the photo first, and sends it in pieces: a line that drops costs a piece and not all of it.

To look at it uses nothing up: the apps that show a preview of a link look too.
"""

import asyncio
import re
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.acts import codes, uploading
from bot.acts.desk import Desk
from bot.acts.rendering import spoken
from bot.channels import Unfetched
from bot.jobs import media
from bot.jobs.remaking import made
from bot.model import documents
from bot.model.heard import Sight
from bot.model.school import School
from bot.store import uploads as pieces
from bot.store.rows import Row
from bot.web import public
from bot.web.console import form
from bot.web.doors import Doors
from bot.web.plain_headers import PAGE

MOST_AT_ONCE = 256 * 1024  #: bytes of one piece; our own page sends an eighth of that
MOST_WORDS = 1500  #: characters, as the page says too
BY_FORM = "form"  #: the mark of a photo that came whole
MARK = re.compile(r"[0-9a-z]{1,16}-[0-9a-z]{1,16}")  #: how many bytes, and a sum over them


def routes(doors: Doors) -> list[Route]:
    """`/up/CODE`: the page, and its form. `/up/CODE/MARK`: the pieces of one photo, whose mark the browser makes."""
    page = _Page(doors)
    return [
        Route("/up/{code}", page.show, methods=["GET"]),
        Route("/up/{code}", page.take, methods=["POST"]),
        Route("/up/{code}/{mark}", page.how_far, methods=["GET"]),
        Route("/up/{code}/{mark}", page.piece, methods=["PUT"]),
    ]


class _Page:
    def __init__(self, doors: Doors) -> None:
        self.doors, self.pages = doors, public.pages()
        self.one = asyncio.Semaphore(1)  #: a large photo is a hundred megabytes while it is made again

    async def show(self, request: Request) -> Response:
        return await self._show(request, _code(request))

    async def take(self, request: Request) -> Response:
        """The photo comes with the form; or it is here already, in pieces, and the form says which."""
        plain = _code(request)
        if await self._way(plain) is None:
            return await self._show(request, plain)
        try:
            sent = await form.read(request, uploading.LARGEST)
        except form.TooBig:
            return await self._show(request, plain, wrong=True)  # words and all have not been read
        mark, content = _mark(sent.text("mark")), sent.file
        if mark and not content:
            row = await self.doors.act(lambda desk: _under(desk, plain, mark))
            content = b"" if row is None else await asyncio.to_thread(_read, self.doors.media, row)
        return await self._keep(request, plain, mark or BY_FORM, content, sent.text("words")[:MOST_WORDS])

    async def how_far(self, request: Request) -> Response:
        return await self._answer(request, 0, b"")

    async def piece(self, request: Request) -> Response:
        """Bytes that begin at `?at=`. What we have already is passed over; a gap is not filled with anything."""
        if await self._way(_code(request)) is None:  # nobody reads for long what leads nowhere
            return JSONResponse({"got": None}, 404, headers=PAGE)
        at, body = form.number(request.query_params.get("at", "")), bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_AT_ONCE:
                return JSONResponse({}, 413, headers=PAGE)
        return await self._answer(request, at or 0, bytes(body))

    async def _answer(self, request: Request, at: int, body: bytes) -> Response:
        plain, mark = _code(request), _mark(str(request.path_params["mark"]))
        folder, got = self.doors.media, None
        if mark and await self._way(plain):  # to guess at codes keeps no writer busy
            got = await self.doors.act(lambda desk: _write(desk, plain, mark, at, body, folder))
        return JSONResponse({"got": got}, 404 if got is None else 200, headers=PAGE)

    async def _keep(self, request: Request, plain: str, mark: str, content: bytes, words: str) -> Response:
        """In its thread at the school, or a word about why not; the link still works then."""
        async with self.one:
            if await self._way(plain) is None:
                return await self._show(request, plain)
            kind = "document" if documents.is_pdf(content) else "photo"
            it = await asyncio.to_thread(made, content, kind)
        if isinstance(it, Unfetched):
            return await self._show(request, plain, wrong=True, written=words)

        def deed(desk: Desk) -> tuple[str | None, ...]:
            """The names of the files that are over now."""
            files = media.write(desk, it, self.doors.media)
            picture = Sight(kind, "", it.mime, 0, files.name, files.small or "")
            row = uploading.arrived(desk, plain, mark, words, picture, self.doors.hear)
            return (row["file"],) if row is not None else (files.name, files.small)

        media.unlink(self.doors.media, *await self.doors.act(deed))
        language = quote(request.query_params.get("language", ""))
        return RedirectResponse(f"/up/{plain}?language={language}", 303, headers=PAGE)

    async def _way(self, plain: str) -> uploading.Way | None:
        return await self.doors.look(lambda desk: uploading.way(desk, plain))

    async def _show(self, request: Request, plain: str, wrong: bool = False, written: str = "") -> Response:
        """`wrong`: what was sent cannot be used; what its sender has `written` beside it stands there again."""

        def glance(desk: Desk) -> tuple[School, uploading.Way | None, bool]:
            by = uploading.way(desk, plain)
            return desk.school, by, by is None and uploading.sent(desk, plain) is not None

        school, by, sent = await self.doors.look(glance)
        asked = request.query_params.get("language") or (by.person.language if by else "en")
        tag = spoken(asked, school.languages)
        words = self.pages.get_template("upload.html").render(
            **public.in_language(self.doors.speech, school, tag), code=plain, good=by is not None, sent=sent,
            wrong=wrong, written=written,
        )  # fmt: skip
        status = 422 if wrong else 200 if by or sent else 404
        return HTMLResponse(words, status, headers=PAGE)


def _code(request: Request) -> str:
    return codes.read(str(request.path_params["code"])) or ""


def _mark(text: str) -> str:
    """What a browser calls its photo; nothing where that is no such name."""
    return text if MARK.fullmatch(text) else ""


def _under(desk: Desk, plain: str, mark: str) -> Row | None:
    by = uploading.way(desk, plain)
    return uploading.begin(desk, by, mark) if by else None


def _read(folder: Path, row: Row) -> bytes:
    path = folder / row["file"]
    return path.read_bytes()[: row["got"]] if path.is_file() else b""


def _write(desk: Desk, plain: str, mark: str, at: int, body: bytes, folder: Path) -> int | None:
    """How many bytes are here now; None where the link is dead, or the photo larger than any."""
    row = _under(desk, plain, mark)
    if row is None or at + len(body) > uploading.LARGEST:
        return None
    got = int(row["got"])
    fresh = body[got - at :] if at <= got else b""
    if fresh:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / row["file"]
        with path.open("r+b" if path.exists() else "wb") as file:
            file.seek(got)
            file.write(fresh)
        got += len(fresh)
        pieces.grow(desk.db, row["id"], got)
    return got
