"""One's own page: linking Telegram, and the browsers one is signed in with."""

from functools import partial

from starlette.responses import Response

from bot.acts import linking
from bot.acts.reading import people as reading
from bot.store import ways_in
from bot.store.console import desk as office_desk
from bot.web.console import moments, paper
from bot.web.console.door import NotThere, Page, Visit


async def show(visit: Visit) -> Response:
    real_now = visit.doors.real_now()
    found = await visit.look(
        lambda desk, who: (
            reading.devices(desk, who, real_now, visit.session_id),
            reading.linked(desk, who.person.id),
            ways_in.of(desk.db, who.person.id),
        )
    )
    devices, linked, mine = found.it
    # Sessions keep real time, also while the demo's own clock is ahead.
    real = partial(moments.when, now=real_now, zone=found.school.calendar.zone)
    return visit.show("me.html", found, devices=devices, linked=linked, ways_in=mine, when=real, here="me")


async def telegram(visit: Visit) -> Response:
    found = await visit.act(lambda desk, who: linking.staff_link(desk, who.person.id))
    code, link = found.it
    return visit.show("code.html", found, colleague=None, code=code, link=link, kind="telegram", here="me")


async def end(visit: Visit) -> Response:
    """Ends one of one's own sessions, this one included."""
    session_id, real_now = visit.id(), visit.doors.real_now()
    found = await visit.act(
        lambda desk, who: office_desk.end_session(desk.db, who.person.id, session_id, real_now)
    )
    if not found.it:
        raise NotThere
    return paper.go("/me?done=ended")


PAGES = (
    Page("/me", get=show),
    Page("/me/telegram", post=telegram),
    Page("/me/sessions/{id}/end", post=end),
)
