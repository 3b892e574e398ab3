"""What a text cannot carry is behind a link in it: a picture, a voice note, the rest of long words."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.acts import showing
from bot.acts.desk import Links
from bot.languages import segments
from bot.store import lanes
from bot.store.tables import delivery, message
from tests.conversations.at_school import IN_ENGLISH, OGG, a_photo, asks, named
from tests.conversations.conftest import HEMI, MERE
from tests.conversations.test_kept_out import keep_out
from tests.ground.school import Person, School

DEAD = "This link does not work any more"
LONG = "We read about the eel and the river. " * 40


@pytest.fixture
def school(open_school: Callable[..., School]) -> School:
    return open_school(roll_csv=IN_ENGLISH)


def link_in(words: str) -> str:
    return re.findall(r"https://aho\.test(/see/\S+)", words)[-1]


def a_voice_note(school: School) -> tuple[Person, str]:
    """Mere on Telegram sends one; Hemi reads texts: his phone, and the link in its last one."""
    mere, hemi = school.on_telegram(MERE, 777_001, "Mere"), school.sms(HEMI).forgets()
    mere.says("SHARE")
    mere.sends_voice(OGG)
    return hemi, link_in(hemi.hears("Mere sent a voice note about Tama.", "Hear it here for a week:"))


def test_a_voice_note_is_heard_and_a_picture_seen_by_who_has_no_other_way(school: School) -> None:
    """Holds opened and showing: the file, as an attachment that can do nothing; its address names nobody."""
    hemi, link = a_voice_note(school)
    page = school.request("GET", link).text
    assert "Mere sent a voice note about Tama." in re.sub("[\u2066-\u2069]", "", page)
    heard = school.request("GET", re.findall(r'<audio[^>]* src="([^"]+)"', page)[0])
    assert (len(heard.content), heard.headers["content-type"]) == (len(OGG), "audio/ogg")
    assert heard.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in heard.headers["content-security-policy"]
    assert not re.search("(?i)tama|mere|hemi", link)
    school.do(school.carriers.telegram_phone(777_001, "Mere", "en").sends_photo(a_photo(), "SHARE: boots"))
    link = link_in(hemi.hears("Mere sent a photo about Tama. boots", "See it here for a week:"))
    seen = re.findall(r'<img src="([^"]+)"', school.request("GET", link).text)[0]
    assert school.request("GET", seen).headers["content-type"] == "image/jpeg"
    # Another's picture is not to be had by this link, nor anything by a link that we have not signed.
    number = int(re.findall(r"/(\d+)\?small", seen)[0])
    assert school.request("GET", f"{link}/{number - 1}").status_code == 404
    forged = link[:-1] + ("A" if link[-1] != "A" else "B")
    assert school.request("GET", forged).status_code == 404
    assert school.request("GET", f"{forged}/{number}").status_code == 404


def test_a_teacher_is_not_told_to_ask_the_school_for_the_rest(school: School) -> None:
    """Holds `staff` in rendering, and for_staff: words longer than a chat holds end in the address of their thread."""
    mere, teacher = school.on_telegram(MERE, 777_001, "Mere"), school.teacher()
    mere.says("SHARE: " + "We read about the eel and the river. " * 108 + "The end of it.")
    said = teacher.hears("We read about the eel", "The rest is here for a week:")
    assert "Ask the school" not in said and len(said) <= 4096
    thread = school.act(
        lambda desk: desk.db.scalar(select(message.c.thread_id).order_by(message.c.id.desc()).limit(1))
    )
    assert said.endswith(f"https://aho.test/console/threads/{thread}")


@pytest.mark.parametrize("why", ["a stop", "left the lane", "kept out", "kept out by number", "a week later"])
def test_the_link_is_dead(school: School, why: str) -> None:
    """Holds each look of opened, at the moment of opening."""
    hemi, link = a_voice_note(school)
    file = re.findall(r'<audio[^>]* src="([^"]+)"', school.request("GET", link).text)[0]
    match why:
        case "a stop":
            hemi.says("STOP")
        case "left the lane":
            school.act(lambda desk: [lanes.end_membership(desk.db, it.membership_id, desk.now)
                                     for it in lanes.lanes_of(desk.db, named(desk, "Hemi").id, desk.now)])  # fmt: skip
        case "kept out":
            keep_out(school, "Hemi")
        case "kept out by number":
            keep_out(school, "nobody", HEMI)
        case _:
            school.clock.forward(7 * 24 * 3600 + 60)
    answer = school.request("GET", link)
    assert answer.status_code == 404 and DEAD in answer.text and "Tama" not in answer.text
    assert school.request("GET", file).status_code == 404


def test_a_link_in_a_text_of_which_nobody_knows_whether_it_came_ends_too(school: School) -> None:
    """Holds went_at in reopening: its call was cut off, so that it was never settled."""
    _hemi, link = a_voice_note(school)
    school.act(lambda desk: desk.db.execute(delivery.update().values(state="unsure", sent_at=None)))
    assert "Tama" in school.request("GET", link).text
    school.clock.forward(timedelta(days=8).total_seconds())
    assert DEAD in school.request("GET", link).text


def test_words_over_six_segments_arrive_as_their_opening_and_a_link(school: School) -> None:
    """Holds MOST_SEGMENTS: from a family, and from the school; what our own sentence says after them stays."""
    mere, hemi = school.on_telegram(MERE, 777_001, "Mere"), school.sms(HEMI).forgets()
    mere.says("SHARE")
    mere.says("SHARE: " + LONG)
    text = hemi.hears("Mere about Tama: We read about the eel", "The rest is here for a week:")
    assert segments.count(text).segments == 6
    assert school.request("GET", link_in(text)).text.count("the eel and the river") == 40
    asks(school, "Ngā mihi nui. " + LONG[:1000])
    asked = hemi.hears(
        "Ngā mihi nui.", "The rest is here for a week:", "If you answer, Mere will see it too."
    )
    assert segments.count(asked).segments <= 6
    assert school.request("GET", link_in(asked)).text.count("the eel and the river") == LONG[:1000].count(
        "the river"
    )
    highest = school.act(lambda desk: desk.db.scalar(select(func.max(delivery.c.id))))
    another = showing.link(Links("https://aho.test", "", "", "another key"), highest)
    assert school.request("GET", another).status_code == 404


def test_without_an_address_of_ours_a_text_has_no_link(open_school: Callable[..., School]) -> None:
    """Holds showing.link: a link that leads nowhere is worse than none."""
    school = open_school(roll_csv=IN_ENGLISH, public=False)
    mere, hemi = school.on_telegram(MERE, 777_001, "Mere"), school.sms(HEMI).forgets()
    mere.says("SHARE")
    school.passes(seconds=20)
    mere.sends_photo(a_photo(), "boots")
    school.passes(seconds=20)
    assert "http" not in hemi.hears("Mere sent a photo about Tama. boots")
