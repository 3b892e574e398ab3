"""One question: looked at before it goes, confirmed, and followed on its way."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from bot.acts import holding, prompting
from bot.acts.desk import Desk
from bot.acts.previewing import Group, Preview, preview
from bot.acts.reading import asked
from bot.acts.reading.asked import Asked, Whole
from bot.acts.reading.composing import tongue
from bot.acts.reading.viewer import Viewer
from bot.languages import segments
from bot.languages.segments import Count
from bot.pace.days import lets_prompts
from bot.pace.schedule import local
from bot.web.console import paper
from bot.web.console.door import NotThere, Page, Visit
from bot.web.console.question import read_at, written_at


@dataclass(frozen=True)
class Sample:
    """One kind of phone in one language, as it will look there."""

    group: Group
    language: str
    direction: str
    count: Count | None  #: of the sample, for SMS
    button: str
    late: str  #: why it arrives later than asked; empty: it does not


@dataclass(frozen=True)
class Looked:
    """A draft with its preview, at the moment that was asked for."""

    asked: Asked
    preview: Preview
    samples: tuple[Sample, ...]
    at: datetime | None
    passed: bool  #: that moment is over: it would go now

    @property
    def refused(self) -> str:
        """Why it cannot be confirmed; empty when it can."""
        need, left = self.preview.segments, self.preview.left_this_month
        if not self.samples:
            return "Nobody can be reached with this. See below why."
        if need > left:
            return (
                f"This needs {need} SMS segments, and the school has {left} left this month. "
                "Make it shorter, ask fewer people, or speak to the office."
            )
        return ""


async def show(visit: Visit) -> Response:
    prompt_id, at = visit.id(), visit.request.query_params.get("at", "")
    draft = await visit.look(lambda desk, who: _looked(desk, who, prompt_id, at))
    if draft.it is not None:
        zone = draft.school.calendar.zone
        return visit.show(
            "preview.html", draft, looked=draft.it, at=written_at(draft.it.at, zone), why="", here="ask"
        )
    found = await visit.see(lambda desk, who: asked.whole(desk, who, prompt_id))
    if found.it is None:
        raise NotThere
    whole: Whole = found.it
    coming = await visit.look(lambda desk, who: _coming(desk, whole))
    name = "prompt_now.html" if visit.polls else "prompt.html"
    return visit.show(name, found, whole=whole, coming=coming.it, here="ask")


async def confirm(visit: Visit) -> Response:
    prompt_id, at = visit.id(), visit.form.text("at")
    # Looked at before anything is locked: to word the texts of a whole school takes longer than others should wait.
    found = await visit.look(lambda desk, who: _looked(desk, who, prompt_id, at))
    if found.it is not None and found.it.refused:
        written = written_at(found.it.at, found.school.calendar.zone)
        return visit.show(
            "preview.html", found, 422, looked=found.it, at=written, why=found.it.refused, here="ask"
        )
    if found.it is not None:
        await visit.act(lambda desk, who: _confirm(desk, who, prompt_id, at))
    return paper.go(f"/ask/{prompt_id}?done=confirmed")


async def cancel(visit: Visit) -> Response:
    """Takes a question back. What has been read has been read: the page says how many it still stopped."""
    prompt_id = visit.id()
    found = await visit.act(lambda desk, who: _cancel(desk, who, prompt_id))
    return paper.go("/?done=thrown-away" if found.it == "draft" else f"/ask/{prompt_id}?done=cancelled")


async def go_on(visit: Visit) -> Response:
    """What stopped by itself goes on, whatever does not arrive."""
    prompt_id = visit.id()
    await visit.act(lambda desk, who: _go_on(desk, who, prompt_id))
    return paper.go(f"/ask/{prompt_id}?done=goes-on")


def _looked(desk: Desk, who: Viewer, prompt_id: int, at: str) -> Looked | None:
    """None when it is no draft any more. A draft is shown to those who may see everybody in it."""
    it = asked.one(desk, who, prompt_id)
    if it is None or (it.state == "draft" and not it.governed):
        raise NotThere
    if it.state != "draft":
        return None
    moment = read_at(at, desk.school.calendar.zone)
    if at and moment is None:
        raise NotThere
    seen = preview(desk, desk.speech, prompt_id, moment)
    when = max(moment or desk.now, desk.now)
    samples = tuple(_sample(desk, group, when) for group in seen.groups)
    return Looked(it, seen, samples, moment, moment is not None and moment <= desk.now)


def _confirm(desk: Desk, who: Viewer, prompt_id: int, at: str) -> None:
    """Nothing happens where an earlier click has sent it."""
    it = asked.one(desk, who, prompt_id)
    if it is None or not it.governed:
        raise NotThere
    prompting.confirm(desk, prompt_id, read_at(at, desk.school.calendar.zone))


def _cancel(desk: Desk, who: Viewer, prompt_id: int) -> str:
    it = asked.one(desk, who, prompt_id)
    if it is None or not it.governed:
        raise NotThere
    prompting.cancel(desk, prompt_id)
    return it.state


def _go_on(desk: Desk, who: Viewer, prompt_id: int) -> None:
    it = asked.one(desk, who, prompt_id)
    if it is None or not it.governed:
        raise NotThere
    holding.go_on(desk, prompt_id)


def _coming(desk: Desk, whole: Whole) -> Preview | None:
    """What a question that waits for its hour will reach, as things stand now."""
    scheduled = whole.asked.state == "scheduled" and whole.asked.governed
    return preview(desk, desk.speech, whole.asked.id) if scheduled else None


def _sample(desk: Desk, group: Group, when: datetime) -> Sample:
    spoken = tongue(group.language)
    sms = group.channel == "sms"
    button = "" if sms else desk.speech.say(group.language, prompting.SHARE_BUTTON)
    return Sample(
        group,
        spoken.name,
        spoken.direction,
        segments.count(group.sample) if sms else None,
        button,
        _late(desk, group, when),
    )


def _late(desk: Desk, group: Group, when: datetime) -> str:
    if group.last_at <= when:
        return ""
    calendar = desk.school.calendar
    days = calendar.weekdays if local(when, calendar.zone).weekday() < 5 else calendar.weekends
    if not lets_prompts(local(when, calendar.zone).date(), calendar):
        return "Questions wait for a day on which the school is open."
    if group.first_at <= when:
        return "Some of these phones are in another time zone, and wait for their own morning."
    return f"At home, phones are left in peace outside {days.opens:%H:%M} to {days.closes:%H:%M}."


PAGES = (
    Page("/ask/{id}", get=show),
    Page("/ask/{id}/confirm", post=confirm),
    Page("/ask/{id}/cancel", post=cancel),
    Page("/ask/{id}/go-on", post=go_on),
)
