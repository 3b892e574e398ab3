"""Series on their pages: read, written, copied and changed; started with a look at the days, steered room by room."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.acts.previewing import preview
from bot.jobs import series as jobs
from bot.library.shelf import on_shelf, series_in, shelf, written
from bot.model.chat import PromptKind
from bot.model.school import Span
from bot.model.series import Series
from bot.store import schools, series
from bot.store.tables import audit, delivery, prompt, series_run, wording
from tests.console.browser import Browser, forms, said
from tests.console.seed import Harakeke

Console = Callable[..., Browser]
LIBRARY = "/console/series/library/reading-at-home"
DAYS = {"day-0": "yes", "day-2": "yes", "day-4": "yes", "at": "15:30"}


def starts(there: Browser, series_id: int, *rooms: int, **fields: str) -> Any:
    """What somebody fills in; the page is asked for its token only."""
    path = f"/console/series/{series_id}/start"
    given = {"kind": "days", "catch-up": "go on", "place": "1", "do": "begin", **DAYS}
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return there.sends(path, {**there.token(path), **given, **{f"room-{it}": "yes" for it in rooms}, **named})


def takes(there: Browser) -> int:
    """A library series, among the school's own from now on."""
    answer = there.fills(LIBRARY, f"{LIBRARY}/take")
    return int(answer.headers["location"].split("/")[3])


def run_of(world: Harakeke, room: str) -> Any:
    query = select(series_run).where(series_run.c.room_id == world[room]).order_by(series_run.c.id.desc())
    return world.act(lambda desk: desk.db.execute(query).mappings().first())


def ours(world: Harakeke) -> list[Series]:
    return world.act(lambda desk: series.every(desk.db, desk.school.id))


def steers(there: Browser, run_id: int, deed: str) -> str:
    path = f"/console/series/runs/{run_id}"
    return said(there.follows(there.sends(path, {**there.token(), "do": deed})))


def test_the_library_is_read_in_all_its_languages(console: Console) -> None:
    tom = console("Tom")
    page = said(tom.get("/console/series"))
    assert "Reading at home Reading, ages 5 to 7 · 30 texts · English, te reo Māori, Samoan, Tongan" in page
    page = said(tom.get(LIBRARY))
    assert "Its 30 texts" in page
    assert "Talking about a story is part of reading, in any language." in page
    assert "te reo Māori, a draft that nobody has checked He wāhanga nō te pānui" in page
    assert tom.get("/console/series/library/nothing").status_code == 404


def test_before_it_starts_the_days_are_shown_with_holidays_in_words(
    world: Harakeke, console: Console
) -> None:
    """Holds outlook and why_quiet on the page: "No text on Mon 26 Oct: Labour Day". Nothing has been started yet."""
    terms = (Span(date(2026, 10, 12), date(2026, 12, 17)), Span(date(2027, 2, 3), date(2027, 4, 9)))
    calendar = lambda it: replace(it.calendar, terms=terms)  # noqa: E731
    world.act(
        lambda desk: schools.save(desk.db, replace(desk.school, calendar=calendar(desk.school)), desk.now)
    )
    world.now -= timedelta(days=40)  # Thursday 15 October
    tom = console("Tom")
    made = takes(tom)
    assert 'name="kind" value="weeks" checked' in tom.get(f"/console/series/{made}/start").text
    answer = starts(tom, made, world["room 5"], kind="weeks", first="2", last="11", do="look")
    page = said(answer)
    assert "30 texts, Mon 19 Oct to Fri 19 Feb 2027" in page
    assert "No text on Mon 26 Oct: Labour Day" in page
    assert "No text on Mon 8 Feb 2027: Waitangi Day (observed)" in page
    assert "Wed 10 Feb 2027:" in page
    assert "No text on Fri 18 Dec" not in page
    assert run_of(world, "room 5") is None
    assert (
        tom.follows(starts(tom, made, world["room 5"], kind="weeks", first="2", last="11")).status_code == 200
    )
    page = said(tom.get("/console/series"))
    assert "Room 5 : Reading at home week 1 of 10, next Mon 19 Oct, 15:30" in page
    assert "Mon, Wed, Fri at 15:30, weeks 2 to 11 of the term" in page


def test_what_is_amiss_stands_beside_its_field_and_nothing_is_lost(world: Harakeke, console: Console) -> None:
    tom = console("Tom")
    made = takes(tom)
    for change, told in (
        ({"at": "half past three"}, "Please give a time"),
        ({"kind": "weeks", "first": "9", "last": "2"}, "Please give two weeks of a term"),
        ({"kind": "dates", "dates": "2027-02-30"}, "Please write days such as"),
        ({"kind": "days", "begins": "soon"}, "Please give a day, or leave it empty"),
        ({"place": "31"}, "from 1 to 30"),
        ({"catch_up": "all at once"}, "Please choose one of these"),
    ):
        answer = starts(tom, made, world["room 5"], **change)
        assert (answer.status_code, told in said(answer)) == (422, True), change
        assert run_of(world, "room 5") is None
        assert f'name="room-{world["room 5"]}" value="yes" checked' in answer.text
    answer = starts(tom, made, world["room 5"], kind="dates", dates="2026-11-26\n2026-12-03", do="look")
    assert "For 28 of the texts no day is known yet: there are more texts than days." in said(answer)
    assert "Please choose a room." in said(starts(tom, made))
    page = said(starts(tom, made, world["room 5"], at="21:00", day_1="yes", do="look"))
    assert "A family gets at most 3 such texts a week" in page
    assert "phones are left in peace outside 08:00 to 20:00" in page


def test_nobody_starts_or_steers_a_series_in_a_room_that_is_not_theirs(
    world: Harakeke, console: Console
) -> None:
    """Holds scope.rooms in series_start and series.steer."""
    tom, ngaire, ana = console("Tom"), console("Ngaire"), console("Ana")
    made = takes(tom)
    answer = starts(tom, made, world["room 7"])
    assert answer.status_code == 422
    assert run_of(world, "room 7") is None
    assert "Room 7" not in answer.text
    assert ana.follows(starts(ana, made, world["room 7"], world["room 5"])).status_code == 200
    run = run_of(world, "room 7")["id"]
    for deed in ("pause", "skip", "end", "go-on"):
        assert tom.sends(f"/console/series/runs/{run}", {**tom.token(), "do": deed}).status_code == 404
    assert run_of(world, "room 7")["state"] == "running"
    assert "It stands still" in steers(ngaire, run, "pause")
    assert "Room 7" not in tom.get("/console/series").text
    assert "Room 7" not in tom.get(f"/console/series/{made}").text


def test_paused_taken_up_left_out_and_ended_with_a_note_of_who_did(world: Harakeke, console: Console) -> None:
    tom = console("Tom")
    made = takes(tom)
    tom.follows(starts(tom, made, world["room 5"]))
    run = run_of(world, "room 5")["id"]
    assert "week 1 of 10, paused" in steers(tom, run, "pause")
    assert "somebody was quicker" in steers(tom, run, "pause")
    assert "next tomorrow 15:30" in steers(tom, run, "go-on")
    assert "The next text is left out." in steers(tom, run, "skip")
    assert run_of(world, "room 5")["place"] == 2
    assert "ended after 1 of 30 texts" in steers(tom, run, "end")
    assert "somebody was quicker" in steers(tom, run, "end")
    rows = world.act(
        lambda desk: desk.db.execute(select(audit.c.act).where(audit.c.person_id == world["Tom"])).all()
    )
    acts = [row.act for row in rows]
    for act in (
        "began a series",
        "paused a series",
        "took up a series",
        "left out a text of a series",
        "ended a series",
    ):
        assert acts.count(act) == 1, act


def test_a_text_goes_out_from_what_was_started_here(world: Harakeke, console: Console) -> None:
    tom = console("Tom")
    tom.follows(starts(tom, takes(tom), world["room 5"]))
    world.now += timedelta(days=1, hours=1)
    assert world.act(jobs.send_due) == 1
    assert world.act(jobs.send_due) == 0
    query = select(delivery.c.address, wording.c.words).join(
        wording, wording.c.content_id == delivery.c.content_id
    )
    rows = world.act(lambda desk: desk.db.execute(query.where(wording.c.language == "en")).all())
    assert [tuple(row) for row in rows] == [
        ("+642000000042", "Talking about a story is part of reading, in any language.")
    ]
    assert "week 1 of 10, next Fri 27 Nov, 15:30" in said(console("Tom").get("/console/series"))


def test_written_on_the_page_text_by_text(world: Harakeke, console: Console) -> None:
    ngaire = console("Ngaire")
    form = forms(ngaire.get("/console/series/new").text)["/console/series/new"]
    head = {
        **form,
        "name": "Stars",
        "subject": "talk",
        "youngest": "5",
        "oldest": "9",
        "toml": "",
        "kind": "fact",
    }
    assert "Please write it in English at least." in said(
        ngaire.sends("/console/series/new", {**head, "words-en": ""})
    )
    first = {**head, "words-en": "Stars have\nmany names.", "words-mi": "He maha ngā ingoa."}
    answers = [ngaire.sends("/console/series/new", first) for _click in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(ours(world)) == 1, "two clicks make one"
    made = ours(world)[0]
    path = f"/console/series/{made.id}/parts/2"
    tip = {
        **ngaire.token(path),
        "kind": "tip",
        "words-en": "Look up tonight.",
        "choices-en": "Moon\nStars\n",
        "do": "more",
    }
    assert ngaire.sends(path, tip).headers["location"].endswith("/parts/3")
    assert ngaire.sends(f"/console/series/{made.id}/parts/9", tip).status_code == 404
    assert "from 2 to 6 short choices" in said(ngaire.sends(path, {**tip, "choices-en": "Moon"}))
    page = said(ngaire.get(f"/console/series/{made.id}"))
    assert "Look up tonight. Moon / Stars" in page and "Stars have many names." in page
    ngaire.follows(ngaire.sends(path, {**ngaire.token(path), "do": "up"}))
    assert [it.wordings[0].words for it in ours(world)[0].parts] == [
        "Look up tonight.",
        "Stars have many names.",
    ]
    ngaire.follows(ngaire.sends(path, {**ngaire.token(path), "do": "remove"}))
    change = {**ngaire.token(path), **head, "token": ngaire.token(path)["token"], "name": "The night sky"}
    ngaire.follows(ngaire.sends(f"/console/series/{made.id}/change", change))
    it = ours(world)[0]
    assert (it.name, len(it.parts)) == ("The night sky", 1)


def test_a_copy_is_ones_own_and_a_draft_stays_one_until_somebody_words_it(
    world: Harakeke, console: Console
) -> None:
    """Holds Typed.part: what nobody changed keeps who made it."""
    tom, ngaire = console("Tom"), console("Ngaire")
    copy = int(tom.fills(LIBRARY, f"{LIBRARY}/copy").headers["location"].split("/")[3])
    path = f"/console/series/{copy}/parts/1"
    assert ngaire.get(path).status_code == 404
    form = forms(tom.get(path).text)[path]
    tom.follows(
        tom.sends(path, {**form, "do": "keep", "words-sm": "O a'u lava upu.", "words-en": "My own words."})
    )
    made = {it.language: (it.words, it.made_by) for it in ours(world)[0].parts[0].wordings}
    assert made["en"] == ("My own words.", "person")
    assert made["sm"] == ("O a'u lava upu.", "person")
    assert made["mi"][1] == made["to"][1] == "draft"
    assert shelf()[1].parts[0].wordings[0].words != "My own words."


def test_whoever_wrote_it_changes_it_no_more_while_a_room_of_others_goes_by_it(
    world: Harakeke, console: Console
) -> None:
    """Holds keeping.may_change: words reach no family that the writer may not see."""
    tom, ana = console("Tom"), console("Ana")
    copy = int(tom.fills(LIBRARY, f"{LIBRARY}/copy").headers["location"].split("/")[3])
    assert tom.get(f"/console/series/{copy}/change").status_code == 200
    ana.follows(starts(ana, copy, world["room 7"]))
    assert tom.get(f"/console/series/{copy}/change").status_code == 404
    assert "To change it, copy it" in said(tom.get(f"/console/series/{copy}"))
    assert ana.get(f"/console/series/{copy}/change").status_code == 200


def test_what_has_gone_somewhere_stays_in_its_place(world: Harakeke, console: Console) -> None:
    """Holds `farthest` in move_part and remove_part: no text goes a second time, none is passed over."""
    tom = console("Tom")
    copy = int(tom.fills(LIBRARY, f"{LIBRARY}/copy").headers["location"].split("/")[3])
    tom.follows(starts(tom, copy, world["room 5"], place="3"))
    for number, deed in ((2, "remove"), (1, "down"), (3, "up")):
        path = f"/console/series/{copy}/parts/{number}"
        assert "somebody was quicker" in said(tom.follows(tom.sends(path, {**tom.token(path), "do": deed})))
    path = f"/console/series/{copy}/parts/3"
    assert "The text is taken out." in said(tom.follows(tom.sends(path, {**tom.token(path), "do": "remove"})))
    assert len(ours(world)[0].parts) == 29
    assert run_of(world, "room 5")["place"] == 3


def test_out_as_a_file_and_in_again(world: Harakeke, console: Console) -> None:
    tom = console("Tom")
    answer = tom.get(f"{LIBRARY}/file")
    assert answer.headers["content-disposition"] == 'inline; filename="reading-at-home.toml"'
    assert series_in(answer.text, "x", "reading-at-home") == on_shelf("reading-at-home")
    form = {**tom.token("/console/series/new"), "once": "one"}
    bad = tom.sends("/console/series/new", {**form, "toml": answer.text.replace('"fact"', '"fakt"', 1)})
    assert bad.status_code == 422
    assert "The file: part 1, kind: is 'fakt'; write one of: fact, tip, growth" in said(bad)
    tom.follows(tom.sends("/console/series/new", {**form, "toml": answer.text}))
    it = ours(world)[0]
    assert it.author_id == world["Tom"]
    assert written(it) == answer.text


def test_words_that_look_like_markup_are_only_words(world: Harakeke, console: Console) -> None:
    tom = console("Tom")
    form = {**tom.token("/console/series/new"), "once": "x", "name": "<b>&{name}", "subject": "talk", "youngest": "5",
            "oldest": "9", "kind": "tip", "words-en": "<script>alert(1)</script> {children} {0}"}  # fmt: skip
    page = tom.follows(tom.sends("/console/series/new", form))
    assert (
        "<script>alert" not in page.text
        and "&lt;script&gt;alert(1)&lt;/script&gt; {children} {0}" in page.text
    )


def test_what_it_costs_and_how_it_looks_is_seen_before_it_starts(world: Harakeke, console: Console) -> None:
    """Holds foresee on the page: the sum of all texts is what the previews of each would say; nothing is written."""
    ngaire = console("Ngaire")
    made = takes(ngaire)
    drafts = lambda: world.act(lambda desk: desk.db.scalar(select(func.count()).select_from(prompt)))  # noqa: E731
    before = drafts()
    page = said(starts(ngaire, made, world["room 7"], do="look", place="29"))
    assert "The first text" in page and "SMS, te reo Māori" in page and "Telegram, Samoan" in page
    assert "Arrives" in page and "All 2 texts together" in page and drafts() == before

    def each(desk: Desk) -> int:
        parts = series.one(desk.db, desk.school.id, made).parts[28:]  # type: ignore[union-attr]
        ids = [
            prompting.draft(desk, None, it.said, room_ids=[world["room 7"]], kind=PromptKind.ACTIVITY,
                            series=f"series {made}", number=it.said[0].words)
            for it in parts
        ]  # fmt: skip
        return sum(preview(desk, desk.speech, it or 0).segments for it in ids)

    segments = world.act(each)
    together = page[page.index("All 2 texts together") :]
    assert segments > 2 and f"{segments} SMS segments, ${segments * 0.11:.2f}" in together
    assert "te reo Māori: 1 phone" in together and "SMS segments left this month" in together
