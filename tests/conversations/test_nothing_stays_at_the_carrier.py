"""A picture that came by text and that nobody at school will ever see is deleted at the carrier all the same."""

import pytest
from sqlalchemy import select, update

from bot.acts import mending
from bot.jobs import retention
from bot.store.tables import content, inbox, media
from tests.conversations.at_school import IN_ENGLISH, a_photo, counted, named
from tests.conversations.conftest import HEMI, STRANGER
from tests.ground.school import School


def lying_there(school: School) -> int:
    for _ in range(2):
        school.passes(minutes=2)
    return sum(len(it.media) for it in school.carriers.twilio.messages.values())


@pytest.mark.parametrize("word", ["2", "STOP"])
def test_a_childs_picture_that_its_guardian_does_not_send(open_school, word: str) -> None:
    """Holds `media.leave` in `drop` of store/learners.py, and `forget` in store/media.py: what was heard is the only
    place that knows where the picture lies, and the family is told "Deleted"."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    hemi.says("PASS")
    hemi.sends_photo(a_photo(), "my eel")
    hemi.says("PASS")
    hemi.hears("Nobody at school has seen it")
    assert lying_there(school) == 1, "or this proves nothing"
    before = counted(school, content)
    hemi.says(word)
    assert lying_there(school) == 0
    assert counted(school, media) == 0
    assert counted(school, content) == before


def test_a_strangers_picture_that_the_office_has_put_away(open_school) -> None:
    """Holds `media.leave` in `dismiss` of acts/mending.py."""
    school = open_school(roll_csv=IN_ENGLISH)
    school.sms(STRANGER).sends_photo(a_photo(), "hello")
    assert lying_there(school) == 1, "until then the office may still make the phone known"

    def dismissed(desk) -> None:
        item = desk.db.scalar(select(inbox.c.id).where(inbox.c.state == "stranger"))
        mending.dismiss(desk, named(desk, "Whaea Moana"), item)

    school.act(dismissed)
    assert lying_there(school) == 0


def test_one_that_was_in_no_hands_when_what_was_heard_is_emptied(open_school) -> None:
    """Holds `leave` in `empty_heard` of store/keeping.py; a picture of ours is deleted there by its own row, once."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    hemi.sends_photo(a_photo(), "our garden")
    assert lying_there(school) == 0, "it is here"
    school.sms(STRANGER).sends_photo(a_photo(), "hello")
    away = update(inbox).where(inbox.c.state == "stranger").values(state="done")
    school.act(lambda desk: desk.db.execute(away))
    assert lying_there(school) == 1
    rows = counted(school, media)
    school.clock.forward(300 * 86_400)
    school.do(retention.delete_all(school.house.act, school.house.media))
    assert lying_there(school) == 0
    assert counted(school, media) == rows


def test_what_nobody_can_read_is_not_left_there(open_school) -> None:
    """Holds `strange` in `sights` of channels/sms/media.py, and its `leave` in `receive` of reception.py."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    school.do(hemi.phone.sends_photo(b"BEGIN:VCARD", "our new number", "text/vcard"))
    last = select(inbox.c.heard).order_by(inbox.c.id.desc()).limit(1)
    assert [it["mime"] for it in school.act(lambda desk: desk.db.scalar(last))["strange"]] == ["text/vcard"]
    assert lying_there(school) == 0
    assert counted(school, media) == 0
