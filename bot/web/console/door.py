"""The wall around the console: who is there, is the form ours, what is said when something is wrong."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer, viewer
from bot.model.school import School
from bot.store import sessions
from bot.store.console.desk import session_behind
from bot.web.console import form, keys, not_lost, paper
from bot.web.console.form import Form, TooBig
from bot.web.doors import Doors
from bot.web.plain_headers import PAGE

T = TypeVar("T")
log = structlog.get_logger()

ANY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
A_MINUTE = timedelta(minutes=1)


class NotThere(Exception):
    """There is no such thing, or not for this viewer: they are told the same."""


def there(it: T | None) -> T:
    """What was found; NotThere where nothing was."""
    if it is None:
        raise NotThere
    return it


def office_only(who: Viewer) -> None:
    if not who.office:
        raise NotThere


class SignedOut(Exception):
    """Nobody who works here today."""


@dataclass(frozen=True)
class Found(Generic[T]):
    """What a deed found, with what every page needs beside it."""

    it: T
    who: Viewer
    school: School
    now: datetime


@dataclass(frozen=True)
class Visit:
    """One request of somebody who is signed in; `who` as they were when they came through the door."""

    doors: Doors
    request: Request
    form: Form
    plain: str  #: the cookie
    session_id: int
    who: Viewer

    async def look(self, glance: Callable[[Desk, Viewer], T]) -> Found[T]:
        return await self.doors.look(self._deed(glance))

    async def act(self, deed: Callable[[Desk, Viewer], T]) -> Found[T]:
        return await self.doors.act(self._deed(deed))

    async def see(self, deed: Callable[[Desk, Viewer], T]) -> Found[T]:
        """For pages at which a look by somebody who is not the room's own staff is written down."""
        return await (self.act(deed) if self.who.sight.beyond else self.look(deed))

    @property
    def polls(self) -> bool:
        """Whether a page asks by itself for its own newer self, or listens for news of it."""
        asks = (
            "hx-request" in self.request.headers or self.request.headers.get("accept") == "text/event-stream"
        )
        return asks and self.request.method == "GET"

    def id(self, name: str = "id") -> int:
        found = form.number(str(self.request.path_params[name]))
        if found is None:
            raise NotThere
        return found

    def show(self, template: str, found: Found[Any], status: int = 200, **values: Any) -> Response:
        return paper.render(
            template,
            status,
            school=found.school,
            who=found.who,
            now=found.now,
            token=keys.token(self.doors.config, self.plain),
            done=self.request.query_params.get("done", ""),
            **values,
        )

    def _deed(self, deed: Callable[[Desk, Viewer], T]) -> Callable[[Desk], Found[T]]:
        def done(desk: Desk) -> Found[T]:
            # Roles are read again in the deed's own transaction: an ended job acts no more.
            who = viewer(desk, self.who.person.id)
            if who is None:
                raise SignedOut
            return Found(deed(desk, who), who, desk.school, desk.now)

        return done


Handler = Callable[[Visit], Awaitable[Response]]
OpenHandler = Callable[[Doors, Request], Awaitable[Response]]


@dataclass(frozen=True)
class Page:
    """One address and what it does; `open` pages need nobody to be signed in."""

    path: str
    get: Handler | None = None
    post: Handler | None = None
    open: OpenHandler | None = None
    upload: int = 0  #: bytes that its form may have with a file in it


def hang(doors: Doors, pages: Sequence[Page]) -> list[BaseRoute]:
    nowhere = Page("/{rest:path}", _nowhere, _nowhere)
    return [
        Route(page.path, _endpoint(doors, page), methods=ANY, name=page.path) for page in (*pages, nowhere)
    ]


def _endpoint(doors: Doors, page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return await (page.open(doors, request) if page.open else _let_in(doors, page, request))
        except NotThere:
            return paper.trouble(
                404, "There is nothing here", "It may have moved, or it is not yours to see."
            )
        except SignedOut:
            return _out(request)
        except TooBig as big:
            words = str(big) or "Please go back and send less at once."
            return paper.trouble(413, "That is too long", words)
        except Exception as error:
            # The page's address pattern and the kind of error only: the rest may hold a family's words.
            log.error("a console page broke", page=page.path, error=type(error).__name__)
            return paper.trouble(
                500, "Something went wrong on our side", "Nothing was lost. Please try again."
            )

    return endpoint


async def _let_in(doors: Doors, page: Page, request: Request) -> Response:
    plain = keys.carried(request, doors.config, keys.SESSION)
    known = await doors.look(lambda desk: _known(desk, plain, doors.real_now())) if plain else None
    if known is None:
        return await _not_known(doors, page, request, plain)
    session_id, seen_at, who = known
    visit = Visit(doors, request, Form(), plain, session_id, who)
    handler = {"GET": page.get, "HEAD": page.get, "POST": page.post}.get(request.method)
    if handler is None:
        allowed = ", ".join(name for name, it in (("GET", page.get), ("POST", page.post)) if it)
        answer = paper.trouble(
            405, "That cannot be done here", "Please go back and use the page's own buttons."
        )
        answer.headers["Allow"] = allowed
        return answer
    if request.method == "POST":
        visit = Visit(doors, request, await form.read(request, page.upload), plain, session_id, who)
        if not keys.ours(request, doors.config, plain, visit.form.text("token")):
            return not_lost.stale(visit.form, keys.from_here(request))
    # An open page that looks by itself does not keep the session alive.
    if not visit.polls and doors.real_now() - seen_at > A_MINUTE:
        await doors.act(lambda desk: sessions.seen(desk.db, plain, doors.real_now()))
    return await handler(visit)


def not_ours() -> Response:
    return not_lost.stale(Form(), from_here=False)


async def _not_known(doors: Doors, page: Page, request: Request, plain: str) -> Response:
    """Nobody's session any more. What was written on a page of ours meanwhile is shown, and not thrown away."""
    if request.method == "POST" and plain and not page.upload and "hx-request" not in request.headers:
        ended = await doors.look(lambda desk: session_behind(desk.db, plain, doors.real_now()) is None)
        sent = await form.read(request) if ended else Form()
        if keys.ours(request, doors.config, plain, sent.text("token")) and (
            told := not_lost.signed_out(sent)
        ):
            return told
    raise SignedOut


def _known(desk: Desk, plain: str, real_now: datetime) -> tuple[int, datetime, Viewer] | None:
    row = session_behind(desk.db, plain, real_now)
    who = viewer(desk, row["person_id"]) if row and row["school_id"] == desk.school.id else None
    return (row["id"], row["seen_at"], who) if row and who else None


def _out(request: Request) -> Response:
    answer = paper.go("/signed-out")
    if "hx-request" in request.headers:
        answer = Response(headers={**PAGE, "HX-Redirect": "/console/signed-out"})
    return answer


async def _nowhere(_visit: Visit) -> Response:
    raise NotThere
