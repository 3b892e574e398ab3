"""Is it alive, is it ready, how is it doing: for whoever looks after the server."""

from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.acts import releasing
from bot.acts.desk import Desk
from bot.acts.reading import status
from bot.measures import COUNTED
from bot.store import counting
from bot.store.rows import Trouble
from bot.web.doors import Doors


def routes(doors: Doors) -> list[Route]:
    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_request: Request) -> Response:
        state, aside = doors.health(), dict[str, object](held=[])
        try:
            aside["held"] = [it.channel for it in await doors.look(releasing.held)]
            if doors.elsewhere:
                aside["workers"] = await doors.look(status.somebody_works)
            state["database"] = True
        except (Trouble, OSError):
            state["database"] = False
        # Neither that sending is held nor that nobody sends is a reason to send nobody here: what families write must
        # come in all the same.
        return JSONResponse(state | aside, 200 if all(state.values()) else 503)

    async def metrics(_request: Request) -> Response:
        rows = await doors.look(_measured)
        return Response(rows + generate_latest(COUNTED), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]


def _measured(desk: Desk) -> bytes:
    """Counts only: no address, no name, no word."""
    registry = CollectorRegistry()
    open_ = Gauge("aho_deliveries", "Deliveries that are not at their end, by channel and state",
                  ["channel", "state"], registry=registry)  # fmt: skip
    for channel, state, number in counting.open_deliveries(desk.db, desk.school.id):
        open_.labels(channel, state).set(number)
    queue = Gauge("aho_queue", "Deliveries that are due, by channel and by how long they have been",
                  ["channel", "age"], registry=registry)  # fmt: skip
    for channel, age, number in counting.queue(desk.db, desk.school.id, desk.now):
        queue.labels(channel, age).set(number)
    inbox = Gauge("aho_inbox", "Things heard, by state", ["state"], registry=registry)
    for state, number in counting.inbox(desk.db, desk.school.id):
        inbox.labels(state).set(number)
    oldest = Gauge("aho_oldest_due_seconds", "Age of the oldest delivery that is due", registry=registry)
    oldest.set(_age(desk.now, counting.oldest_due(desk.db, desk.school.id, desk.now)))
    held = Gauge("aho_held", "Nothing is sent since a copy was put back", ["channel"], registry=registry)
    for it in releasing.held(desk):
        held.labels(it.channel).set(1)
    calls = Gauge("aho_open_attempts", "Calls begun and not settled", registry=registry)
    calls.set(counting.open_attempts(desk.db, desk.school.id))
    return generate_latest(registry)


def _age(now: datetime, since: datetime | None) -> float:
    return (now - since).total_seconds() if since else 0.0
