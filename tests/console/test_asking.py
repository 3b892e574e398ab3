"""A question: written, looked at, confirmed once, followed, changed and taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from bot.acts.changing_rest import change_rest
from bot.jobs.prompts import fan_out_due
from bot.model.chat import MessageKind, Wording
from bot.store import contents, fanning, outbox, prompts, schools
from bot.store.tables import child, delivery, gathered, prompt
from bot.store.tables import fanning as fanning_table
from tests.console.browser import Browser, forms, said
from tests.console.seed import Harakeke

Console = Callable[..., Browser]
ASK = "/console/ask"
MI = "He aha te mea i katakata ai koe i tēnei rā i te kura?"


def asks(there: Browser, world: Harakeke, **fields: str) -> Any:
    return there.fills(ASK, ASK, **{"to": f"room {world['room 7']}", **fields})


def count(world: Harakeke, table: Any) -> int:
    return int(world.act(lambda desk: desk.db.scalar(select(func.count()).select_from(table))))


def confirms(there: Browser, preview: Any) -> Any:
    action = next(it for it in forms(preview.text) if it.endswith("/confirm"))
    return there.sends(action, forms(preview.text)[action])


def two_minutes_later(world: Harakeke) -> None:
    """What was confirmed for now goes."""
    world.now += timedelta(minutes=2)
    world.act(fan_out_due)


def test_a_room_is_asked_in_three_languages(world: Harakeke, console: Console) -> None:
    ngaire = console("Ngaire")
    preview = ngaire.follows(asks(ngaire, world, words_en="What made you laugh?", words_mi=MI))
    page = said(preview)
    assert "For Room 7 : 2 people, 2 SMS segments" in page
    assert "SMS, te reo Māori" in page and "Telegram, Samoan" in page
    assert MI in page and "Whaea Ngaire" in page and "Māia" in page
    assert "make this text cost 2 segments" in page and "The macrons stay" in page
    assert "You gave no words in Samoan" in page
    assert "1 person does not get it : said STOP Wiremu Parata (Māia)" in page
    assert "2 people get it today 15:10 Hana Parata (Māia) Sina Leota (Ioane)" in page
    assert "5000 SMS segments left this month" in page
    assert count(world, delivery) == 0
    done = ngaire.follows(confirms(ngaire, preview))
    assert "It goes in two minutes." in said(done) and count(world, delivery) == 0
    two_minutes_later(world)
    assert "Hana Parata (Māia) SMS — on its way" in said(ngaire.get(done.url.path))
    assert count(world, delivery) == 2


def test_two_clicks_send_it_once(world: Harakeke, console: Console) -> None:
    ngaire = console("Ngaire")
    form = {**forms(ngaire.get(ASK).text)[ASK], "to": f"room {world['room 7']}", "words-en": "Kia ora?"}
    first, second = ngaire.sends(ASK, form), ngaire.sends(ASK, form)
    assert first.headers["location"] == second.headers["location"] and count(world, prompt) == 1
    preview = ngaire.follows(first)
    assert [confirms(ngaire, preview).status_code for _click in range(2)] == [303, 303]
    two_minutes_later(world)
    assert count(world, delivery) == 2


def test_other_words_from_the_same_form_are_not_lost(world: Harakeke, console: Console) -> None:
    ngaire = console("Ngaire")
    form = {**forms(ngaire.get(ASK).text)[ASK], "to": f"room {world['room 7']}", "words-en": "One?"}
    ngaire.sends(ASK, form)
    assert "Two?" in said(ngaire.follows(ngaire.sends(ASK, {**form, "words-en": "Two?"})))


def test_later_means_the_schools_own_clock(world: Harakeke, console: Console) -> None:
    ngaire = console("Ngaire")
    shown = forms(ngaire.get(ASK).text)[ASK]
    assert (shown["day"], shown["at"]) == ("2026-11-25", "08:30")
    preview = ngaire.follows(
        asks(ngaire, world, words_en="Kia ora?", when="later", day="2026-11-26", at="19:45")
    )
    assert "It goes Thu 26 Nov, 19:45" in said(preview)
    done = said(ngaire.follows(confirms(ngaire, preview)))
    assert "It is planned." in done and "goes Thu 26 Nov, 19:45" in done and "2 people" in done
    assert count(world, delivery) == 0
    assert "Thu 26 Nov, 19:45" in said(ngaire.get("/console/"))


def test_what_would_come_at_night_comes_in_the_morning_and_says_why(
    world: Harakeke, console: Console
) -> None:
    world.now += timedelta(hours=7)
    ngaire = console("Ngaire")
    page = said(ngaire.follows(asks(ngaire, world, words_en="Kia ora?")))
    assert (
        "Arrives tomorrow 08:00 . At home, phones are left in peace outside 08:00 to 20:00."
        in page.replace("08:00.", "08:00 .")
    )


def test_a_form_with_faults_comes_back_with_everything_in_it(world: Harakeke, console: Console) -> None:
    ngaire = console("Ngaire")
    answer = asks(ngaire, world, words_mi="Kei te pēhea?", when="later", day="2026-11-20", at="09:00")
    assert answer.status_code == 422 and "from today on" in said(answer)
    kept = forms(answer.text)[ASK]
    assert (kept["words-mi"], kept["day"], kept["when"]) == ("Kei te pēhea?", "2026-11-20", "later")
    assert kept["to"] == f"room {world['room 7']}"
    assert "Please write something first." in said(asks(ngaire, world, words_en="  "))
    assert "day and a time" in said(asks(ngaire, world, words_en="x", when="later", day="soon", at=""))
    assert "later one" in said(asks(ngaire, world, words_en="x", when="later", day="2026-11-24", at="09:00"))
    assert "too long" in said(asks(ngaire, world, words_en="x" * 1201))


def texts(world: Harakeke, **changed: Any) -> None:
    """The school changes its part [sms]."""
    world.act(
        lambda desk: schools.save(
            desk.db, replace(desk.school, texts=replace(desk.school.texts, **changed)), desk.now
        )
    )


def test_each_language_shows_its_segments_its_price_and_the_letter_that_costs(
    world: Harakeke, console: Console
) -> None:
    """Holds previewing: what the sample costs, what it would cost with letters like any other, and the total."""
    ngaire = console("Ngaire")
    preview = ngaire.follows(asks(ngaire, world, words_en="What made you laugh?", words_mi=MI))
    page = said(preview)
    assert "2 people, 2 SMS segments , $0.22" in page.replace("segments,", "segments ,")
    assert "2 in all, $0.22" in page
    assert "make this text cost 2 segments, not 1: one then holds about 70 letters, not 160." in page
    assert "The macrons stay" in page
    texts(world, tariff=None)
    page = said(ngaire.get(preview.url.path))
    assert "2 in all" in page
    assert "$" not in page, "without a tariff there are segments only"


def test_beyond_the_months_segments_it_is_said_what_waits_and_for_when(
    world: Harakeke, console: Console
) -> None:
    """Holds Preview.over: nothing is refused, and nobody is surprised."""
    texts(world, monthly_segments=1)
    ngaire = console("Ngaire")
    preview = ngaire.follows(asks(ngaire, world, words_en="Kia ora, tēnā koutou katoa, " * 5))
    page = said(preview)
    assert "Only 1 segment is left this month: the texts for which there is no room go in one text" in page
    assert "Thu 26 Nov, 16:00" in page
    assert ngaire.follows(confirms(ngaire, preview)).status_code == 200
    two_minutes_later(world)
    assert count(world, delivery) == 2
    texts(world, monthly_segments=0)
    page = said(ngaire.follows(asks(ngaire, world, words_en="Kia ora?")))
    assert "SMS segments are used up: by text this goes in one text with the week’s other questions" in page


def test_near_the_end_of_the_month_the_composer_says_so(world: Harakeke, console: Console) -> None:
    """Holds NEAR: at eighty of a hundred, with what this question adds; below that nothing is said."""
    ngaire = console("Ngaire")
    near = "has used 0 of this month’s"
    texts(world, monthly_segments=2)
    page = said(ngaire.follows(asks(ngaire, world, words_en="Kia ora, whānau?", words_mi=MI)))
    assert f"The school {near} 2 segments (0 %); this would bring it to 2." in page
    texts(world, monthly_segments=3)
    assert near not in said(
        ngaire.follows(asks(ngaire, world, words_en="Kia ora, whānau?", words_mi=MI + " "))
    )


def test_double_vowels_are_offered_where_the_school_writes_so_and_taken_by_a_press_alone(
    world: Harakeke, console: Console
) -> None:
    """Holds cheaper.offers and the button: no macron is ever changed by itself."""
    ngaire = console("Ngaire")
    world.act(lambda desk: desk.db.execute(update(child).where(child.c.name == "Māia").values(name="Hana")))
    preview = ngaire.follows(asks(ngaire, world, words_mi=MI))
    assert "double vowels" not in said(preview), "the school has not said that it writes so"
    texts(world, double_vowels=("mi",))
    preview = ngaire.follows(asks(ngaire, world, words_mi=MI, words_en="What made you laugh?"))
    doubled = MI.replace("ē", "ee").replace("ā", "aa")
    page = said(preview)
    assert "With double vowels this text would take 1 segment" in page
    assert doubled in page
    assert MI in page
    made = int(world.act(lambda desk: desk.db.scalar(select(func.max(prompt.c.id)))))
    assert wording(world, made, "mi") == MI
    action = next(it for it in forms(preview.text) if it.endswith("/reword"))
    ngaire.sends(action, {**forms(preview.text)[action], "words": "Something else altogether"})
    assert wording(world, made, "mi") == MI, "only what is offered can be taken"
    after = ngaire.follows(ngaire.sends(action, forms(preview.text)[action]))
    assert (wording(world, made, "mi"), wording(world, made, "en")) == (doubled, "What made you laugh?")
    assert "make this text cost" not in said(after)


def test_while_it_is_written_the_count_says_what_costs_and_what_would_not(
    world: Harakeke, console: Console
) -> None:
    tom = console("Tom")
    form = {**forms(tom.get(ASK).text)[ASK], "to": f"room {world['room 5']}"}
    words = "It’s the week of the book fair – please bring a story that you like to read together at home, and tell us why."
    page = said(tom.sends("/console/ask/count/en", {**form, "words-en": words}))
    assert "3 SMS segments , $0.33, for each phone" in page.replace("segments,", "segments ,")
    assert "make this text cost 3 segments, not 1" in page
    assert "With straight quotes and plain dashes it would take 1" in page


def wording(world: Harakeke, prompt_id: int, tag: str) -> str:
    def read(desk: Any) -> str:
        content_id = prompts.one(desk.db, prompt_id)["content_id"]
        return next(
            it.words for it in contents.wordings(desk.db, [content_id])[content_id] if it.language == tag
        )

    return str(world.act(read))


def test_a_garbled_time_never_means_now(world: Harakeke, console: Console) -> None:
    ngaire = console("Ngaire")
    at = asks(ngaire, world, words_en="Kia ora?").headers["location"]
    assert ngaire.sends(f"{at}/confirm", {**ngaire.token(), "at": "2026-99-99T08:30"}).status_code == 404
    assert count(world, delivery) == 0


def test_what_has_not_gone_can_be_changed_and_taken_back(world: Harakeke, console: Console) -> None:
    made = world.asks("Ngaire", "One?", room="room 7", at=world.now + timedelta(days=2))
    ngaire, at = console("Ngaire"), f"{ASK}/{made}"
    changed = ngaire.follows(
        ngaire.fills(f"{at}/change", f"{at}/change", words_en="Two?", day="2026-11-27", at="10:00")
    )
    assert (
        "The change is kept." in said(changed)
        and "Two?" in said(changed)
        and "goes Fri 27 Nov, 10:00" in said(changed)
    )
    taken = ngaire.follows(ngaire.fills(at, f"{at}/cancel"))
    assert "taken back" in said(taken)
    assert world.act(lambda desk: prompts.one(desk.db, made)["state"]) == "cancelled"


def test_what_everybody_may_have_read_stays_as_it_is(world: Harakeke, console: Console) -> None:
    made = world.asks("Ngaire", "One?", room="room 7")
    at, ngaire = f"{ASK}/{made}", console("Ngaire")
    form = forms(ngaire.get(f"{at}/change").text)[f"{at}/change"]
    for it in world.act(lambda desk: outbox.of_prompt(desk.db, made)):
        world.act(lambda desk, id_=it["id"]: outbox.change(desk.db, id_, state="calling"))
    answer = ngaire.sends(f"{at}/change", {**form, "words-en": "Two?"})
    assert answer.status_code == 422 and "can no longer be changed" in said(answer) and "Two?" in answer.text
    assert f"{at}/change" not in ngaire.get(at).text


def test_it_can_be_changed_for_those_who_have_not_got_it_yet(world: Harakeke, console: Console) -> None:
    """Holds change_rest: the new words for who waits; what was read stays what was read, also in its thread."""
    made = world.asks("Ngaire", "One?", room="room 7")
    at, ngaire = f"{ASK}/{made}", console("Ngaire")
    rows = world.act(lambda desk: outbox.of_prompt(desk.db, made))
    had = next(it for it in rows if it["channel"] == "sms")
    world.act(lambda desk: outbox.change(desk.db, had["id"], state="sent", sent_at=desk.now))
    assert "Change it for the rest" in said(ngaire.get(at))
    done = ngaire.follows(ngaire.fills(f"{at}/change", f"{at}/change", words_en="Two?"))
    assert "Changed for those who had not got it yet" in said(done)
    held = {it["channel"]: it["content_id"] for it in world.act(lambda desk: outbox.of_prompt(desk.db, made))}
    words = world.act(lambda desk: contents.wordings(desk.db, list(held.values())))
    assert (words[held["sms"]][0].words, words[held["telegram"]][0].words) == ("One?", "Two?")
    of_hana = world["Māia at Hana's"]
    thread = said(ngaire.get(f"/console/threads/{of_hana}"))
    assert "One?" in thread and "Two?" not in thread


def test_the_rest_is_also_what_is_still_to_be_written_and_what_waits_in_a_weekly_text(
    world: Harakeke,
) -> None:
    """Holds rest.hold for pages to come, and `digested` in rest._not_gone until its weekly text goes."""
    made = world.asks("Ngaire", "One?", room="room 7")
    rows = world.act(lambda desk: outbox.of_prompt(desk.db, made))
    for it in rows:
        world.act(lambda desk, it=it: outbox.change(desk.db, it["id"], state="sent", sent_at=desk.now))

    def change(words: str) -> int | None:
        return world.act(lambda desk: change_rest(desk, made, [Wording("en", words)]))  # type: ignore[no-any-return]

    assert change("Two?") is None
    world.act(lambda desk: fanning.begin(desk.db, desk.school.id, made))
    assert change("Three?") == 0
    world.act(lambda desk: desk.db.execute(delete(fanning_table)))
    # One of them travels in another one, which stands in for a weekly text.
    line, weekly = (it["id"] for it in rows)
    world.act(lambda desk: desk.db.execute(update(delivery).where(delivery.c.id == weekly).values(
        state="claimed", prompt_id=None)))  # fmt: skip
    world.act(lambda desk: outbox.change(desk.db, line, state="digested", sent_at=None))
    world.act(lambda desk: desk.db.execute(insert(gathered).values(
        school_id=desk.school.id, contact_id=rows[1]["contact_id"], digest_id=weekly, delivery_id=line,
        number=1, at=desk.now)))  # fmt: skip
    assert change("Four?") == 1
    world.act(lambda desk: outbox.change(desk.db, weekly, state="calling"))
    assert change("Five?") is None


def test_a_question_is_followed_in_plain_words(world: Harakeke, console: Console) -> None:
    made = world.asks("Ngaire", "What did you read?", room="room 7")

    def settle(desk: Any) -> None:
        for row in outbox.of_prompt(desk.db, made):
            gone = {"carrier_state": "delivered"} if row["channel"] == "sms" else {}
            outbox.change(desk.db, row["id"], state="sent", sent_at=desk.now, **gone)

    world.act(settle)
    world.says("Sina", "Ioane's", "O le tusi o le i‘a", kind=MessageKind.REPLY, language="sm", prompt=made)
    page = said(console("Ngaire").get(f"{ASK}/{made}"))
    assert "Hana Parata (Māia) SMS — delivered today 15:10" in page
    assert "Sina Leota (Ioane) Telegram — sent today 15:10" in page
    assert "Sina Leota about Ioane" in page and "O le tusi o le i‘a" in page
    assert "Wiremu Parata (Māia) — said STOP" in page


def test_segments_are_counted_as_one_types(world: Harakeke, console: Console) -> None:
    ngaire = console("Ngaire")
    fields = {
        **ngaire.token(),
        "to": f"room {world['room 5']}",
        "words-en": "Plain words",
        "words-mi": "Ngā kupu " * 20,
    }
    assert said(ngaire.sends(f"{ASK}/count/en", fields)).startswith("1 SMS segment, $0.11, for each phone")
    counted = said(ngaire.sends(f"{ASK}/count/mi", fields))
    assert "SMS segments, $" in counted and "ā" in counted and "The macrons stay" in counted
    assert ngaire.sends(f"{ASK}/count/xx", fields).status_code == 404


def test_the_fourth_message_of_a_week_is_said(world: Harakeke, console: Console) -> None:
    for number in range(3):
        world.asks("Ngaire", f"Question {number}?", room="room 7")
    ngaire = console("Ngaire")
    assert "For 2 phones this is at least the fourth message this week" in said(
        ngaire.follows(asks(ngaire, world, words_en="Kia ora?"))
    )


def test_what_is_typed_is_shown_as_typed(world: Harakeke, console: Console) -> None:
    ngaire, typed = console("Ngaire"), "<script>alert(1)</script> {name} {{7*7}} & “ok”\0"
    preview = ngaire.follows(asks(ngaire, world, words_en=typed))
    assert "<script>alert" not in preview.text and typed.rstrip("\0") in said(preview).replace("&amp;", "&")


def test_a_question_that_stopped_by_itself_waits_for_a_word(world: Harakeke, console: Console) -> None:
    """Nothing is lost: the page says why, and its teacher lets it go on with one button."""
    ngaire = console("Ngaire")
    done = ngaire.follows(confirms(ngaire, ngaire.follows(asks(ngaire, world, words_en="Kia ora?"))))
    two_minutes_later(world)
    made = world.act(lambda desk: desk.db.scalar(select(prompt.c.id)))
    world.act(lambda desk: desk.db.execute(prompt.update().values(held_at=desk.now)))
    there = ngaire.get(f"/console/ask/{made}")
    assert "This has stopped by itself" in said(there)
    assert "What was sent to Room 7 has stopped by itself" in said(ngaire.get("/console/"))
    action = f"/console/ask/{made}/go-on"
    done = ngaire.follows(ngaire.sends(action, forms(there.text)[action]))
    assert "It goes on." in said(done) and "stopped by itself" not in said(done)
    row = world.act(lambda desk: desk.db.execute(select(prompt)).mappings().one())
    assert (row["held_at"], row["let_on_at"]) == (None, world.now)


def test_only_who_may_take_it_back_may_let_it_go_on(world: Harakeke, console: Console) -> None:
    ngaire, tom = console("Ngaire"), console("Tom")
    ngaire.follows(confirms(ngaire, ngaire.follows(asks(ngaire, world, words_en="Kia ora?"))))
    two_minutes_later(world)
    made = world.act(lambda desk: desk.db.scalar(select(prompt.c.id)))
    world.act(lambda desk: desk.db.execute(prompt.update().values(held_at=desk.now)))
    there = ngaire.get(f"/console/ask/{made}")
    action = f"/console/ask/{made}/go-on"
    own = forms(tom.get(ASK).text)[ASK]
    assert tom.sends(action, {**forms(there.text)[action], **own}).status_code == 404
    assert world.act(lambda desk: desk.db.scalar(select(prompt.c.held_at))) == world.now


def test_a_change_does_not_make_a_machines_words_a_persons(world: Harakeke, console: Console) -> None:
    """The safeguard: the change form holds only what people worded; what it holds is kept as a person's."""
    ngaire = console("Ngaire")
    asks(ngaire, world, words_en="What made you laugh?", words_mi=MI)
    made = Wording("sm", "o le machine", "machine", "apertium")

    def worded(desk: Any) -> int:
        last = desk.db.execute(select(prompt.c.id, prompt.c.content_id)).one()
        contents.put(desk.db, desk.school.id, last.content_id, [made])
        return int(last.id)

    there = f"/console/ask/{world.act(worded)}/change"
    form = forms(ngaire.get(there).text)[there]
    assert (form["words-en"], form["words-mi"], form["words-sm"]) == ("What made you laugh?", MI, "")
