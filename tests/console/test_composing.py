"""Writing to families: for whom, what kind, with which choices; undone, repeated, used again."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from bot.acts import prompting, repeating, safety, thinking_again
from bot.acts.desk import Desk
from bot.jobs.prompts import fan_out_due
from bot.model.chat import Wording
from bot.model.people import Role
from bot.model.school import Calendar, Span
from bot.pace.schedule import weekly_days
from bot.store import prompts, schools
from bot.store.tables import (
    audit,
    child_group,
    child_group_child,
    contact,
    delivery,
    enrolment,
    person,
    prompt,
    prompt_child,
    prompt_room,
    refusal,
    staffing,
)
from bot.web.console import earlier
from tests.console.browser import Browser, forms, said
from tests.console.seed import Harakeke

Console = Callable[..., Browser]
ASK = "/console/ask"


def writes(there: Browser, **fields: str) -> Any:
    """The form sent with these fields; `room_7_` and the like are written as the form names them."""
    shown = forms(there.get(ASK).text)[ASK]
    return there.sends(
        ASK, {**shown, "words-en": "Kia ora", **{k.replace("_", "-"): v for k, v in fields.items()}}
    )


def confirms(there: Browser, preview: Any) -> Any:
    action = next(it for it in forms(preview.text) if it.endswith("/confirm"))
    return there.sends(action, forms(preview.text)[action])


def ids(world: Harakeke, column: Any) -> list[int]:
    return world.act(lambda desk: list(desk.db.scalars(select(column).order_by(column))))


def goes(world: Harakeke) -> None:
    world.now += timedelta(minutes=2)
    world.act(fan_out_due)


def works_as(world: Harakeke, who: str, role: Role) -> None:
    world.act(lambda desk: desk.db.execute(insert(staffing).values(
        school_id=desk.school.id, person_id=world[who], role=role, since=desk.now - timedelta(days=1))))  # fmt: skip


def test_several_rooms_are_one_message(world: Harakeke, console: Console) -> None:
    ana = console("Ana")
    page = ana.follows(writes(ana, to=f"room {world['room 7']}", **{f"room_{world['room 5']}": "yes"}))
    assert "For Room 5, Room 7 : 3 people" in said(page)
    assert ids(world, prompt_room.c.room_id) == sorted([world["room 5"], world["room 7"]])


def test_one_childs_family_is_written_to(world: Harakeke, console: Console) -> None:
    """Holds the alias in audience._children: a preview reads the children's names beside the one who was chosen."""
    ngaire = console("Ngaire")
    preview = ngaire.follows(writes(ngaire, to=f"child {world['Ioane']}"))
    assert "For Ioane : 1 person" in said(preview)
    confirms(ngaire, preview)
    goes(world)
    assert len(ids(world, delivery.c.id)) == 1


def test_children_are_picked_by_hand_and_kept_as_a_group(world: Harakeke, console: Console) -> None:
    """Holds Whom.audience, and that a group holds only those who are in its maker's sight today."""
    ana = console("Ana")
    both = {f"child_{world[it]}": "yes" for it in ("Māia", "Finn")}
    page = ana.follows(writes(ana, keep_as="Kapa haka", **both))
    assert "For Finn, Māia : 2 people" in said(page)
    assert ids(world, prompt_child.c.child_id) == sorted([world["Māia"], world["Finn"]])
    assert "Kapa haka (2)" in ana.get(ASK).text
    assert "Kapa haka" not in console("Ngaire").get(ASK).text, "a group is its maker's own"
    group = ids(world, child_group.c.id)[0]
    assert "For Finn, Māia" in said(ana.follows(writes(ana, to=f"group {group}", words_en="Again")))
    ngaire = console("Ngaire")
    assert writes(ngaire, to=f"group {group}").status_code == 422
    world.act(lambda desk: desk.db.execute(update(child_group).values(person_id=world["Ngaire"])))
    assert "For Māia :" in said(ngaire.follows(writes(ngaire, to=f"group {group}"))), (
        "Finn is not in her sight"
    )


def test_nobody_writes_to_a_child_or_a_room_out_of_their_sight(world: Harakeke, console: Console) -> None:
    """Holds scope.among in Whom.audience, for each way in which the form can name them."""
    tom = console("Tom")
    own = {"to": f"room {world['room 5']}"}
    for foreign in (
        {f"child_{world['Māia']}": "yes"},
        {f"child_{world['Māia']}": "yes", f"child_{world['Finn']}": "yes"},
        {**own, f"room_{world['room 7']}": "yes"},
        {"to": "group 1"},
    ):
        answer = writes(tom, **foreign)
        assert answer.status_code == 422 and "Please choose a room or a child." in said(answer)
    assert "either rooms or single children" in said(writes(tom, **own, **{f"child_{world['Finn']}": "yes"}))


def test_of_a_group_a_teacher_sees_their_own_children_only(world: Harakeke, console: Console) -> None:
    """Holds prompts and governed in scope, and the names in prompts.audience."""
    ana = console("Ana")
    preview = ana.follows(writes(ana, **{f"child_{world[it]}": "yes" for it in ("Māia", "Finn")}))
    assert console("Tom").get(preview.url.path).status_code == 404, "a draft for others too is not his"
    confirms(ana, preview)
    goes(world)
    tom = console("Tom")
    page = said(tom.get(preview.url.path))
    assert "Finn" in page and not any(it in page for it in ("Māia", "Hana", "Stop what"))
    assert tom.sends(f"{preview.url.path}/cancel", tom.token()).status_code == 404
    assert tom.get(f"{preview.url.path}/replies").status_code == 200


def test_a_poll_needs_choices_that_a_phone_can_tell_apart(world: Harakeke, console: Console) -> None:
    ngaire, room = console("Ngaire"), f"room {world['room 7']}"

    def amiss(**typed: str) -> str:
        answer = writes(ngaire, to=room, kind="poll", **typed)
        assert answer.status_code == 422
        return said(answer)

    assert "two to five" in amiss(choices_en="Monday").lower() or "2 to 5 choices" in amiss(
        choices_en="Monday"
    )
    assert "2 to 5 choices" in amiss(choices_en="a\nb\nc\nd\ne\nf")
    assert "as many choices in each language" in amiss(choices_en="Monday\nFriday", choices_mi="Rāhina")
    assert "the same" in amiss(choices_en="Monday\nmonday")
    assert "means something else" in amiss(choices_en="Stop\nGo on")
    assert "number of a choice" in amiss(choices_en="2\n3")
    page = ngaire.follows(
        writes(ngaire, to=room, kind="poll", choices_en="Monday\nFriday", choices_mi="Rāhina\nRāmere")
    )
    assert "1 Rāhina 2 Rāmere" in said(page), "by SMS as numbers"
    assert '<div class="key" lang="sm" dir="ltr">Monday</div>' in page.text, "on Telegram as buttons"


def test_what_is_confirmed_can_be_undone_for_two_minutes(world: Harakeke, console: Console) -> None:
    """Holds thinking_again.confirm and prompts.unsend: nobody has it, and it is a draft again; afterwards it is too late."""
    ngaire = console("Ngaire")
    preview = ngaire.follows(writes(ngaire, to=f"room {world['room 7']}"))
    there = ngaire.follows(confirms(ngaire, preview))
    at = preview.url.path
    world.now += timedelta(seconds=119)
    world.act(fan_out_due)
    back = ngaire.follows(ngaire.sends(f"{at}/undo", forms(there.text)[f"{at}/undo"]))
    assert "It is undone" in said(back) and "This is how it will look" in said(back)
    goes(world)
    assert ids(world, delivery.c.id) == []
    confirms(ngaire, ngaire.get(at))
    goes(world)
    assert len(ids(world, delivery.c.id)) == 2
    assert f"{at}/undo" not in ngaire.get(at).text
    late = ngaire.follows(ngaire.sends(f"{at}/undo", ngaire.token()))
    assert "cannot be undone any more" in said(late) and len(ids(world, delivery.c.id)) == 2


def test_a_preview_tells_how_many_never_want_this_kind(world: Harakeke, console: Console) -> None:
    """Holds audience.refuses and ways.never_want: of what they refuse nothing is written; of news it is, and nobody
    can refuse what cannot wait."""
    world.act(lambda desk: [desk.db.execute(insert(refusal).values(
        school_id=desk.school.id, person_id=world["Sina"], kind=kind, at=desk.now)) for kind in ("prompt", "safety")])  # fmt: skip
    ana, both = console("Ana"), f"room {world['room 7']}"
    rooms = {f"room_{world['room 5']}": "yes"}
    asked = ana.follows(writes(ana, to=both, **rooms))
    assert "1 of 4 said they never want this kind of message." in said(asked)
    assert "1 person does not get it : said they never want this kind" in said(asked)
    confirms(ana, asked)
    goes(world)
    assert world["Sina"] not in ids(world, delivery.c.person_id)
    for kind in ("notice", "safety"):
        told = said(ana.follows(writes(ana, to=both, kind=kind, words_en=f"Kia ora {kind}", **rooms)))
        assert "never want" not in told and "Ioane" in told, kind


def test_a_safety_message_is_for_few_is_confirmed_twice_and_goes_at_night(
    world: Harakeke, console: Console
) -> None:
    """Holds kinds.offered, the second page, and safety.confirm behind it: one press alone sends nothing."""
    world.now += timedelta(hours=12)
    ngaire = console("Ngaire")
    assert "Safety" not in said(ngaire.get(ASK))
    refused = writes(ngaire, to=f"room {world['room 7']}", kind="safety")
    assert refused.status_code == 422 and "what kind of message" in said(refused)
    ana = console("Ana")
    preview = ana.follows(
        writes(ana, to=f"room {world['room 7']}", kind="safety", words_en="School is closed")
    )
    page = said(preview)
    assert "at any hour" in page and "He mea nui nā Harakeke School mō Māia: School is closed" in page
    at = preview.url.path
    second = ana.follows(confirms(ana, preview))
    assert "Confirm it once more" in said(second) and ids(world, delivery.c.id) == []
    form = forms(second.text)[f"{at}/sure"]
    assert "type the school’s name" in said(
        ana.sends(f"{at}/sure", {**form, "school": "Kauri", "why": "Storm"})
    )
    assert "why it cannot wait" in said(ana.sends(f"{at}/sure", {**form, "school": "harakeke school"}))
    assert (
        ngaire.sends(f"{at}/sure", {**ngaire.token(), "school": "Harakeke School", "why": "x"}).status_code
        == 404
    )
    assert ids(world, delivery.c.id) == []
    for _click in range(2):
        ana.sends(f"{at}/sure", {**form, "school": "harakeke school", "why": "Storm"})
    assert len(ids(world, delivery.c.id)) == 2
    rows = world.act(lambda desk: desk.db.execute(select(delivery.c.due_at, delivery.c.reach)).all())
    assert {tuple(it) for it in rows} == {(world.now, "safety")}
    noted = world.act(
        lambda desk: desk.db.execute(select(audit).where(audit.c.act == safety.SENT)).mappings().all()
    )
    assert [(it["person_id"], it["about"]["why"], it["at"]) for it in noted] == [
        (world["Ana"], "Storm", world.now)
    ]


def test_a_safety_message_is_taken_back_and_reworded_by_few_and_not_at_all(
    world: Harakeke, console: Console
) -> None:
    """Holds _may_cancel and take_back's note in prompt.py, and SURE in ask.py: the words were confirmed twice."""
    ana, ngaire = console("Ana"), console("Ngaire")
    preview = ana.follows(
        writes(ana, to=f"room {world['room 7']}", kind="safety", words_en="School is closed")
    )
    at = preview.url.path
    second = ana.follows(confirms(ana, preview))
    form = forms(second.text)[f"{at}/sure"]
    ana.sends(f"{at}/sure", {**form, "school": "Harakeke School", "why": "Storm"})
    assert f"{at}/cancel" not in ngaire.get(at).text and f"{at}/change" not in ana.get(at).text
    assert ngaire.sends(f"{at}/cancel", ngaire.token()).status_code == 404
    reworded = ana.fills(f"{at}/change", f"{at}/change", words_en="School is open")
    assert reworded.status_code == 422 and "stays as it was confirmed" in said(reworded)
    assert "School is closed" in said(ana.get(at)) and f"{at}/cancel" in ana.get(at).text
    for _click in range(2):
        ana.sends(f"{at}/cancel", ana.token())
    taken = world.act(
        lambda desk: desk.db.execute(select(audit).where(audit.c.act == safety.TAKEN_BACK)).mappings().all()
    )
    assert [(it["person_id"], it["at"]) for it in taken] == [(world["Ana"], world.now)]


def test_the_preview_says_why_somebody_gets_it_later_or_not(world: Harakeke, console: Console) -> None:
    """Holds faring: a pause, a STOP, no phone, and those who have not been told who writes, each in its own group."""
    ngaire = console("Ngaire")

    def changed(desk: Any) -> None:
        later = desk.now + timedelta(days=3)
        desk.db.execute(update(person).where(person.c.id == world["Sina"]).values(paused_until=later))
        desk.db.execute(update(contact).where(contact.c.id == world["Hana's phone"]).values(notice_at=None))

    world.act(changed)
    page = said(ngaire.follows(writes(ngaire, to=f"room {world['room 7']}")))
    assert "1 person gets it later : they have not been told yet who writes" in page
    assert "asked for a pause Sina Leota (Ioane)" in page
    assert "said STOP Wiremu Parata (Māia)" in page


def test_an_idea_says_whose_week_is_full(world: Harakeke, console: Console) -> None:
    """Holds faring.ENOUGH and NO_IDEAS, as fan-out will decide."""
    for number in range(3):
        world.asks("Ngaire", f"Question {number}?", room="room 7")
    world.act(
        lambda desk: desk.db.execute(update(person).where(person.c.id == world["Sina"]).values(weekly=0))
    )
    ngaire = console("Ngaire")
    page = said(ngaire.follows(writes(ngaire, to=f"room {world['room 7']}", kind="idea")))
    assert "this week’s number of texts Hana Parata (Māia)" in page
    assert "asked for no ideas and programmes Sina Leota (Ioane)" in page


def test_the_preview_says_whose_words_each_language_reads(world: Harakeke, console: Console) -> None:
    ngaire = console("Ngaire")
    page = said(ngaire.follows(writes(ngaire, to=f"room {world['room 7']}", words_mi="Tēnā koe")))
    assert "a person’s own" in page and "Words missing" in page


def test_it_goes_again_each_week_in_term_and_can_be_stopped(world: Harakeke, console: Console) -> None:
    """Holds repeating: a prompt for each local date, UNIQUE(series, number); undone and stopped as a whole."""
    ngaire = console("Ngaire")
    preview = ngaire.follows(
        writes(
            ngaire,
            to=f"room {world['room 7']}",
            when="later",
            day="2026-11-26",
            at="19:00",
            until="2026-12-17",
        )
    )
    assert "And again 3 times, each week in term: Thu 3 Dec, Thu 10 Dec, Thu 17 Dec." in said(preview)
    each, price, whole, all_of_it = costs(said(preview))
    assert (whole, all_of_it) == (4 * each, 4 * price) and price == Decimal("0.11") * each > 0
    there = ngaire.follows(confirms(ngaire, preview))
    assert "It goes again Thu 3 Dec, 19:00; Thu 10 Dec, 19:00; Thu 17 Dec, 19:00" in said(there)
    confirms(ngaire, preview)
    assert len(ids(world, prompt.c.id)) == 4, "a second click plans nothing more"
    at = preview.url.path
    done = ngaire.follows(ngaire.sends(f"{at}/once-only", forms(there.text)[f"{at}/once-only"]))
    assert "It is not sent again" in said(done) and "It goes again" not in said(done)
    states = world.act(lambda desk: list(desk.db.scalars(select(prompt.c.state).order_by(prompt.c.id))))
    assert states == ["scheduled", "cancelled", "cancelled", "cancelled"]


def costs(preview: str) -> list[Decimal]:
    """Of a message that repeats: segments and price of each time, and of all."""
    found = re.search(
        r"Each time (\d+) segments? \(\$(\S+)\), in all about (\d+) segments \(\$(\S+)\)\.", preview
    )
    assert found, preview
    return [Decimal(it) for it in found.groups()]


def test_all_its_times_this_month_are_held_against_the_month(world: Harakeke, console: Console) -> None:
    """Holds Looked.short: three of these four are in November, and there is room for two of them."""
    world.now -= timedelta(days=14)
    ngaire = console("Ngaire")
    fields = {"when": "later", "day": "2026-11-12", "at": "19:00", "until": "2026-12-03"}

    def previews(segments: int) -> str:
        texts = replace(world.act(lambda desk: desk.school).texts, monthly_segments=segments)
        world.act(lambda desk: schools.save(desk.db, replace(desk.school, texts=texts), desk.now))
        return said(ngaire.follows(writes(ngaire, to=f"room {world['room 7']}", **fields)))

    each = int(costs(previews(1000))[0])
    told = f"All its times this month take {3 * each} segments, and {3 * each - 1} segments are left."
    assert told in previews(3 * each - 1) and "All its times" not in previews(3 * each)


def test_so_many_times_are_counted_in_term(world: Harakeke, console: Console) -> None:
    """Holds _last_of: the first time counts, holidays do not, and what no term has room for is said."""
    terms = (Span(world.now.date() - timedelta(days=20), world.now.date() + timedelta(days=24)),)
    world.act(lambda desk: schools.save(
        desk.db, replace(desk.school, calendar=replace(desk.school.calendar, terms=terms)), desk.now))  # fmt: skip
    ngaire, room_7 = console("Ngaire"), f"room {world['room 7']}"
    when = {"when": "later", "day": "2026-11-26", "at": "19:00"}
    preview = said(ngaire.follows(writes(ngaire, to=room_7, times="3", **when)))
    assert "And again 2 times, each week in term: Thu 3 Dec, Thu 10 Dec." in preview
    assert (
        "again"
        not in said(ngaire.follows(writes(ngaire, to=room_7, times="1", **when))).partition("Confirm")[0]
    )
    for many, why in (
        ("9", "have room for 4 times"),
        ("x", "a number from 1 to 52"),
        ("400", "from 1 to 52"),
    ):
        refused = writes(ngaire, to=room_7, times=many, **when)
        assert refused.status_code == 422 and why in said(refused) and f'value="{many}"' in refused.text


def each_week(world: Harakeke, **whom: Any) -> list[int]:
    """Ngaire’s message on Thursday at 19:00 and on the three after it, in the order of their days."""

    def planned(desk: Desk) -> list[int]:
        ngaire, rooms = world.person(desk, "Ngaire"), {"room_ids": [world["room 7"]]}
        made = prompting.draft(desk, ngaire, [Wording("en", "Kia ora")], **(whom or rooms))
        assert made is not None
        thursday = datetime(2026, 11, 26, 6, tzinfo=UTC)
        prompting.confirm(desk, made, thursday)
        repeating.start(desk, made, date(2026, 12, 17))
        return list(desk.db.scalars(select(prompt.c.id).order_by(prompt.c.due_at)))

    made: list[int] = world.act(planned)
    assert len(made) == 4
    return made


def states(world: Harakeke) -> list[str]:
    return world.act(lambda desk: list(desk.db.scalars(select(prompt.c.state).order_by(prompt.c.id))))  # type: ignore[no-any-return]


def test_undoing_one_week_leaves_the_weeks_after_it(world: Harakeke) -> None:
    """Holds is_again in thinking_again.undo."""
    made = each_week(world)
    world.now = datetime(2026, 12, 3, 5, 59, tzinfo=UTC)
    world.act(fan_out_due)
    assert world.act(lambda desk: thinking_again.undo(desk, made[1]))
    assert states(world) == ["sent", "draft", "scheduled", "scheduled"]


def test_undoing_the_first_takes_its_weeks_along_but_only_when_it_was_in_time(
    world: Harakeke, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds the order in thinking_again.undo: where it goes between the look and the undoing, nothing is stopped."""
    made = each_week(world)
    with monkeypatch.context() as patch:
        patch.setattr(prompts, "unsend", lambda *_: False)  # the job was faster
        assert not world.act(lambda desk: thinking_again.undo(desk, made[0]))
    assert states(world) == ["scheduled"] * 4
    assert world.act(lambda desk: thinking_again.undo(desk, made[0]))
    assert states(world) == ["draft", "cancelled", "cancelled", "cancelled"]


def ends(world: Harakeke, table: Any, **of: int) -> None:
    where = [table.c[name] == it for name, it in of.items()]
    world.act(lambda desk: desk.db.execute(update(table).where(*where).values(until=desk.now)))


def test_who_has_left_the_room_does_not_speak_in_it_and_a_colleague_decides(
    world: Harakeke, console: Console
) -> None:
    """Holds standing.let_go: nothing goes, nothing is lost, and what a colleague confirms goes in their name."""
    made = each_week(world)
    ends(world, staffing, person_id=world["Ngaire"])
    world.now = datetime(2026, 11, 26, 6, 1, tzinfo=UTC)
    world.act(fan_out_due)
    assert states(world) == ["draft", "scheduled", "scheduled", "scheduled"]
    assert ids(world, delivery.c.id) == []
    ana = console("Ana")
    page = said(ana.get("/console/"))
    assert "What Whaea Ngaire planned for Room 7 has not gone" in page and "send it in your name" in page
    assert "has not gone" not in said(console("Tom").get("/console/"))
    confirms(ana, ana.get(f"{ASK}/{made[0]}"))
    goes(world)
    assert len(ids(world, delivery.c.id)) == 2
    assert world.act(lambda desk: prompts.one(desk.db, made[0])["author_id"]) == world["Ana"]
    assert "has not gone" not in said(ana.get("/console/"))


def test_a_picked_child_of_another_room_stops_it_one_who_left_is_passed_over_and_its_writer_may_cancel(
    world: Harakeke, console: Console
) -> None:
    """Holds standing.may_ask for children, today's enrolment in _PICKED and By.HAND, and is_by in prompt.py."""
    made = each_week(world, child_ids=[world["Māia"], world["Ioane"]])
    ends(world, enrolment, child_id=world["Ioane"])
    world.now = datetime(2026, 11, 26, 6, 1, tzinfo=UTC)
    world.act(fan_out_due)
    readers = world.act(lambda desk: list(desk.db.scalars(select(delivery.c.person_id))))
    assert readers == [world["Hana"]]
    world.act(lambda desk: desk.db.execute(insert(enrolment).values(
        school_id=desk.school.id, child_id=world["Ioane"], room_id=world["room 5"], since=desk.now)))  # fmt: skip
    ngaire, third = console("Ngaire"), f"{ASK}/{made[2]}"
    there = ngaire.get(third)
    assert f"{third}/change" not in there.text and "Ioane" not in said(there)
    ngaire.sends(f"{third}/cancel", forms(there.text)[f"{third}/cancel"])
    tom = console("Tom")
    assert tom.sends(f"{ASK}/{made[3]}/cancel", tom.token()).status_code == 404
    world.now = datetime(2026, 12, 3, 6, 1, tzinfo=UTC)
    world.act(fan_out_due)
    assert states(world) == ["sent", "draft", "cancelled", "scheduled"]


@pytest.mark.parametrize(("whom", "gone"), [("Māia", 1), ("Ioane", 0)])
def test_a_message_for_one_child_keeps_that_childs_enrolment(world: Harakeke, whom: str, gone: int) -> None:
    """Holds `one` in fanning._PICKED."""
    each_week(world, child_id=world[whom])
    ends(world, enrolment, child_id=world["Ioane"])
    world.now = datetime(2026, 11, 26, 6, 1, tzinfo=UTC)
    world.act(fan_out_due)
    assert states(world)[0] == "sent" and len(ids(world, delivery.c.id)) == gone


def test_no_week_outside_the_terms_and_each_date_once() -> None:
    calendar = Calendar(
        terms=(Span(date(2026, 10, 12), date(2026, 12, 16)), Span(date(2027, 2, 2), date(2027, 4, 9)))
    )
    days = weekly_days(calendar, date(2026, 12, 3), date(2027, 2, 11))
    assert days == (date(2026, 12, 10), date(2027, 2, 4), date(2027, 2, 11))


def test_an_earlier_message_is_used_again_for_others(world: Harakeke, console: Console) -> None:
    """Words, choices and kind are there; for whom is chosen again; what one may not see cannot be copied."""
    ngaire = console("Ngaire")
    preview = ngaire.follows(
        writes(ngaire, to=f"room {world['room 7']}", kind="poll", words_en="Which day?", words_mi="Ā hea?",
               choices_en="Monday\nFriday")
    )  # fmt: skip
    confirms(ngaire, preview)
    goes(world)
    made = ids(world, prompt.c.id)[0]
    assert f"/console/ask?copy={made}" in ngaire.get("/console/ask/earlier").text
    shown = forms(ngaire.get(f"{ASK}?copy={made}").text)[ASK]
    assert (shown["words-en"], shown["words-mi"], shown["kind"]) == ("Which day?", "Ā hea?", "poll")
    assert shown["choices-en"].split() == ["Monday", "Friday"] and not shown.get("to")
    tom = console("Tom")
    assert tom.get(f"{ASK}?copy={made}").status_code == 404
    assert "Which day?" not in tom.get("/console/ask/earlier").text
    world.act(lambda desk: desk.db.execute(update(staffing).where(
        staffing.c.person_id == world["Ngaire"]).values(room_id=world["room 5"])))  # fmt: skip
    page = ngaire.get("/console/ask/earlier").text
    assert f"/console/ask?copy={made}" in page and f'href="/console/ask/{made}"' not in page
    assert forms(ngaire.get(f"{ASK}?copy={made}").text)[ASK]["words-mi"] == "Ā hea?"
    assert [ngaire.get(f"{ASK}/{made}{it}").status_code for it in ("", "/replies")] == [404, 404]


def test_who_changed_rooms_has_no_words_about_one_child_of_before(world: Harakeke, console: Console) -> None:
    """Holds prompt_room in _of_their_own."""
    ngaire = console("Ngaire")
    confirms(ngaire, ngaire.follows(writes(ngaire, to=f"child {world['Ioane']}", words_en="Well done")))
    goes(world)
    assert "Well done" in ngaire.get("/console/ask/earlier").text
    world.act(lambda desk: desk.db.execute(update(staffing).where(
        staffing.c.person_id == world["Ngaire"]).values(room_id=world["room 5"])))  # fmt: skip
    assert "Well done" not in ngaire.get("/console/ask/earlier").text
    assert ngaire.get(f"{ASK}?copy={ids(world, prompt.c.id)[0]}").status_code == 404


def test_earlier_messages_stand_a_page_at_a_time(
    world: Harakeke, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds `past`: the older ones are found too, each once."""
    monkeypatch.setattr(earlier, "A_PAGE", 1)
    ngaire = console("Ngaire")
    for words in ("The first", "The second"):
        confirms(ngaire, ngaire.follows(writes(ngaire, to=f"room {world['room 7']}", words_en=words)))
        goes(world)
    page = ngaire.get("/console/ask/earlier").text
    assert "The second" in page and "The first" not in page and "part=lately&amp;page=2" in page
    page = ngaire.get("/console/ask/earlier?part=lately&page=2").text
    assert "The first" in page and "The second" not in page and "page=3" not in page


def test_who_is_in_a_group_is_shown_and_its_maker_removes_it(world: Harakeke, console: Console) -> None:
    """Holds `seen` in groups.names, and the maker in groups.remove."""
    ana = console("Ana")
    writes(ana, keep_as="Kapa haka", **{f"child_{world[it]}": "yes" for it in ("Māia", "Finn")})
    group, path = ids(world, child_group.c.id)[0], "/console/ask/groups"
    assert "Kapa haka : Finn, Māia." in said(ana.get(ASK))
    ngaire = console("Ngaire")
    assert ngaire.sends(f"{path}/{group}/remove", ngaire.token()).status_code == 404
    world.act(lambda desk: desk.db.execute(update(child_group).values(person_id=world["Ngaire"])))
    page = said(ngaire.get(path))
    assert "Māia. 1 more is not in your rooms any more" in page and "Finn" not in page
    assert ngaire.sends(f"{path}/{group}/remove", ngaire.token()).status_code == 303
    assert ids(world, child_group.c.id) == [] == ids(world, child_group_child.c.id)
    assert "You have kept no group yet" in said(ngaire.get(path))


def test_of_many_children_those_of_one_room_are_shown_at_a_time(world: Harakeke, console: Console) -> None:
    """Holds FEW: a school of thousands has no page of thousands; nothing typed is lost on the way."""
    from bot.acts.reading import composing

    before, composing.FEW = composing.FEW, 1
    try:
        ana = console("Ana")
        first = ana.get(ASK)
        assert f"child-{world['Finn']}" not in first.text
        fields = {
            **forms(first.text)[ASK],
            "do": "children",
            "from-room": str(world["room 5"]),
            "words-en": "Tēnā koe",
        }
        shown = ana.sends(ASK, fields)
        assert shown.status_code == 200 and f"child-{world['Finn']}" in shown.text
        assert f"child-{world['Māia']}" not in shown.text and "Tēnā koe" in shown.text
    finally:
        composing.FEW = before
    assert world.act(lambda desk: desk.db.scalar(select(func.count()).select_from(prompt))) == 0


def test_a_change_keeps_the_kind_and_the_choices(world: Harakeke, console: Console) -> None:
    ngaire = console("Ngaire")
    preview = ngaire.follows(
        writes(ngaire, to=f"room {world['room 7']}", kind="poll", choices_en="Monday\nFriday")
    )
    at = f"{preview.url.path}/change"
    again = ngaire.follows(ngaire.fills(at, at, choices_en="Monday\nTuesday"))
    assert "Tuesday" in said(again) and "Friday" not in said(again)
    made = ids(world, prompt.c.id)[0]
    row = world.act(lambda desk: prompts.one(desk.db, made))
    assert (row["kind"], row["choices"]) == ("prompt", [{"en": "Monday"}, {"en": "Tuesday"}])
