"""Nobody hears anything from us before they have been told who writes, and why."""

from collections.abc import Callable

from tests.conversations.at_school import IN_ENGLISH, asks, at, count, school_with
from tests.conversations.conftest import ANNA, HEMI, MERE, SINA
from tests.ground.school import ROLL, School


def test_at_night_the_notice_waits_for_the_morning_and_everything_else_waits_for_the_notice(
    open_school: Callable[..., School],
) -> None:
    """Holds `_eligible` in store/attempts.py and `greet`'s hours: a prompt confirmed at 22:05 goes after both."""
    school = open_school(at=at(24, 22), roll_csv=ROLL.replace(",sm,", ",to,"))
    mere, anna, sina = school.sms(MERE), school.sms(ANNA), school.sms(SINA)
    asks(school, "What made you laugh today?", mi="He aha koe i kata ai i tēnei rā?")
    for waiting in (mere, anna, sina):
        waiting.hears_nothing()
    school.goes_to(days=1, hour=7, minute=59)
    anna.hears_nothing()
    school.goes_to(hour=8)
    first = anna.hears(
        "Kia ora from Harakeke School", "A reply costs", "111", "09 555 0100", "STOP", "/privacy"
    )
    assert all(name not in first for name in ("Ruby", "Jack", "Anna", "Ms Tane", "Room"))
    anna.hears("What made you laugh today?", "Ruby")
    anna.hears_nothing()
    # Te reo Māori is switched on: two texts, the second in it. Tongan is not: English only.
    assert [it.segments for it in mere.screen][0] in (1, 2)
    mere.hears("Kia ora from Harakeke School")
    second = mere.hears("Harakeke School")
    assert "Kia ora from" not in second and "Tama" not in second
    mere.hears("He aha koe i kata ai i tēnei rā?", "Tama")
    mere.hears_nothing()
    assert [it.text[:8] for it in sina.screen] == ["Kia ora ", "Ms Tane,"]


def test_a_school_that_switched_on_nothing_writes_in_english_only(open_school: Callable[..., School]) -> None:
    """Holds `_can_greet` in acts/greeting.py and `spoken` in acts/rendering.py."""
    school = open_school(toml=school_with(languages='["en"]'))
    mere = school.sms(MERE)
    mere.hears("Kia ora from Harakeke School")
    mere.hears_nothing()
    asks(school, "What did you cook?", mi="I tunu koutou i te aha?")
    mere.hears("What did you cook?", "Ms Tane, Harakeke School, for Tama")
    mere.never_heard("I tunu koutou")


def test_whoever_writes_first_at_night_gets_the_notice_at_once_and_then_the_answer(
    open_school: Callable[..., School],
) -> None:
    """Holds `greet_now` in reception.py: without it the answer waits for the notice until the morning."""
    school = open_school(at=at(24, 23))
    anna, mere, hemi = school.sms(ANNA), school.sms(MERE), school.sms(HEMI)
    anna.says("WHO")
    anna.hears("Kia ora from Harakeke School")
    anna.hears("About Ruby")
    mere.says("Kei te māuiui a Tama")
    assert ["Tama" in it.text for it in mere.screen if it.by != "phone"] == [False, False, True]
    hemi.says("STOP")  # the notice is not pressed upon somebody who wants nothing
    assert count(hemi, "Kia ora") == 0
    school.goes_to(days=1, hour=9)
    assert count(anna, "Kia ora from Harakeke School") == 1
    assert count(hemi, "Kia ora") == 0


def test_words_of_their_own_home_wait_for_the_notice_too(open_school: Callable[..., School]) -> None:
    """Holds the notice in `_eligible`: on Labour Day words may reach a home, but a notice never does."""
    school = open_school(at=at(26, 12, month=10), roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE), school.sms(HEMI)
    mere.says("SHARE")
    mere.hears("Kia ora from Harakeke School")
    mere.hears("Ms Tane and Hemi will see it.")
    mere.says("We baked rēwena bread")
    mere.hears("Hemi can see it too.")
    hemi.hears_nothing()
    school.goes_to(days=1, hour=9)
    hemi.hears("Kia ora from Harakeke School")
    hemi.hears("Mere about Tama: We baked rēwena bread")


def test_a_carrier_that_is_slow_to_take_the_notice_holds_back_everything_else(
    open_school: Callable[..., School],
) -> None:
    """Holds "before that is Sent": put is not enough (settling.py calls `given` for a sent notice only)."""
    from bot.simulated import Fault

    school = open_school(
        at=at(24, 23), roll_csv=ROLL.splitlines()[0] + "\nRoom 5,Ruby,Anna,mother,020 000 00003,en,home\n"
    )
    anna = school.sms(ANNA)
    school.fault("sms", Fault("rate_limit", 600))
    anna.says("She has a sore foot")
    anna.hears_nothing()
    school.passes(minutes=9)
    anna.hears_nothing()
    school.passes(minutes=2)
    anna.hears("Kia ora from Harakeke School")
    anna.hears("Ruby")


def test_whoever_comes_to_telegram_by_their_own_link_is_told_first_too(school: School) -> None:
    hemi = school.sms(HEMI).forgets()
    hemi.says("TELEGRAM")
    link = hemi.hears("https://t.me/")
    there = school.telegram(777_004, "Hemi")
    there.starts(link.partition("start=")[2].split()[0])
    first = there.hears("Kia ora from Harakeke School", "STOP")
    assert "A reply costs" not in first and "Tama" not in first  # Telegram costs nobody a text
    there.hears("You are in")
    asks(school, "What did you cook?")
    there.hears("What did you cook?", "Tama")
    hemi.hears_nothing()  # once, on one phone
