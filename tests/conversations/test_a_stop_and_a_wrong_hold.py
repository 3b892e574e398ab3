"""A STOP and a WRONG hold, in whatever order things are said, listed, refused or tried again."""

from collections.abc import Callable

import pytest

from bot.store.tables import delivery
from handlers.anyone import start
from tests.conversations.at_school import IN_ENGLISH, asks, count, counted, lists, unheard
from tests.conversations.conftest import MERE
from tests.conversations.unhappy import MERE_IN_MAORI
from tests.ground.school import School

CALLED = (delivery.c.address == MERE, delivery.c.tries > 0)


def test_wrong_after_stop_stays_wrong_through_a_start(open_school: Callable[..., School]) -> None:
    """Twilio refuses the farewell (21610), and that must not turn WRONG into a STOP that a START undoes."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere = school.sms(MERE).forgets()
    for words in ("STOP", "WRONG", "START"):
        mere.says(words)
    asks(school, "What did you read?")
    mere.never_heard("Tama", "Welcome back")


def test_a_late_status_does_not_undo_a_wrong(open_school: Callable[..., School]) -> None:
    """The farewell could not be delivered (30005): the phone is still not theirs, and a START opens nothing."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere = school.sms(MERE).forgets()
    school.carriers.twilio.errors[MERE] = 30005
    mere.says("WRONG")
    del school.carriers.twilio.errors[MERE]
    mere.says("START")
    asks(school, "What did you read?")
    mere.never_heard("Tama", "Welcome back")


def test_no_call_goes_to_a_number_that_twilio_has_stopped(open_school: Callable[..., School]) -> None:
    """Promise 3: none at all where Twilio handled the STOP; a WRONG after it draws no farewell either."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere = school.sms(MERE)
    mere.says("STOP")
    before = counted(school, delivery, *CALLED)
    mere.says("WRONG")
    assert counted(school, delivery, *CALLED) == before


@pytest.mark.parametrize(
    ("roll_csv", "first", "again", "farewell"),
    [
        (MERE_IN_MAORI, "kāti", "whakamutu", "Kua mutu ngā karere"),
        (IN_ENGLISH, "WRONG", "wrong number", "Sorry to have bothered you"),
    ],
)
def test_one_farewell_is_the_last_text(
    open_school: Callable[..., School], roll_csv: str, first: str, again: str, farewell: str
) -> None:
    """Promise 3: one farewell apart, nothing goes after a STOP. A second STOP (or a robot's echo) draws no second."""
    school = open_school(roll_csv=roll_csv)
    mere = school.sms(MERE).forgets()
    mere.says(first)
    mere.says(again)
    assert count(mere, farewell) == 1


def test_an_older_start_that_we_hear_late_lifts_no_newer_stop(open_school: Callable[..., School]) -> None:
    """The webhook of a TĪMATA is lost, then she says KĀTI; the list brings the TĪMATA afterwards."""
    school = open_school(roll_csv=MERE_IN_MAORI)
    mere = school.sms(MERE).forgets()
    lists(school)
    unheard(school, mere, "tīmata")
    school.clock.forward(60)
    mere.says("kāti")
    school.clock.forward(60)
    lists(school)
    asks(school, "What did you read?")
    mere.never_heard("What did you read?")


def test_an_older_start_that_is_tried_again_lifts_no_newer_stop(
    open_school: Callable[..., School], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A STOP does not wait behind what is in trouble: so what was in trouble must not undo it."""
    school = open_school(roll_csv=MERE_IN_MAORI)
    mere = school.sms(MERE).forgets()
    mere.says("kāti")
    with monkeypatch.context() as broken:
        broken.setattr(start, "handle", lambda heard, talk: 1 / 0)
        mere.says("tīmata")
    mere.says("kāti")
    school.passes(minutes=2)
    asks(school, "What did you read?")
    mere.never_heard("What did you read?")


def test_a_stop_said_now_holds_whatever_our_clock_said_before(open_school: Callable[..., School]) -> None:
    """Holds `late` in stopping.stop, and that no START of the future counts: the clock ran two hours ahead."""
    school = open_school(roll_csv=MERE_IN_MAORI)
    mere = school.sms(MERE).forgets()
    mere.says("kāti")
    school.clock.forward(7200)
    mere.says("tīmata")
    school.clock.forward(300 - 7200)
    mere.says("kāti")
    asks(school, "What did you read?")
    mere.never_heard("What did you read?")


@pytest.mark.parametrize(("seconds", "heard"), [(600, True), (60, False)], ids=["surely later", "who knows"])
def test_an_older_stop_that_we_hear_late_undoes_no_newer_start(
    open_school: Callable[..., School], seconds: int, heard: bool
) -> None:
    """Holds _started_since and SURELY_LATER: by two clocks a minute apart nobody knows, and STOP holds."""
    school = open_school(roll_csv=MERE_IN_MAORI)
    mere = school.sms(MERE).forgets()
    lists(school)
    unheard(school, mere, "kāti")
    school.clock.forward(seconds)
    mere.says("tīmata")
    school.clock.forward(60)
    lists(school)
    asks(school, "What did you read?")
    assert (count(mere, "What did you read?") == 1) is heard
