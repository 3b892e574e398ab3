"""[translation] in the school's file: off unless written, and te reo Māori only with a decision of its own."""

import pytest

from bot.acts import schools
from bot.acts.schools import BadSchool
from bot.acts.translating import machine_for
from bot.model.school import School, Translating
from tests.ground.school import SCHOOL


def school(*lines: str) -> School:
    return schools.read(SCHOOL + "\n[translation]\n" + "\n".join(lines))


def test_without_a_word_about_it_all_of_it_is_off() -> None:
    assert schools.read(SCHOOL).translating == Translating()
    assert machine_for(schools.read(SCHOOL), "en", "sm") == ""


def test_a_machine_is_on_only_when_it_is_named() -> None:
    assert machine_for(school(), "en", "sm") == ""
    assert machine_for(school('engine = "azure"'), "en", "sm") == "azure"


def test_te_reo_needs_who_decided_and_when() -> None:
    """The safeguard: without it no engine, not even one for this language by name."""
    assert machine_for(school('engine = "azure"'), "en", "mi") == ""
    assert (
        machine_for(school('engine = "azure"', "[translation.languages]", 'mi = "apertium"'), "mi", "en")
        == ""
    )
    decided = 'te_reo = { decided_by = "the board", on = 2026-11-02 }'
    assert machine_for(school('engine = "azure"', decided), "en", "mi") == "azure"
    for half in ("te_reo = true", 'te_reo = { decided_by = "the board" }', "te_reo = { on = 2026-11-02 }"):
        with pytest.raises(BadSchool, match=r"translation\.te_reo|te_reo"):
            school(half)


def test_a_language_may_have_another_machine_or_none_and_stay_at_home() -> None:
    by = school(
        'engine = "azure"',
        'not_overseas = ["Hindi"]',
        "[translation.languages]",
        'sm = "apertium"',
        'to = "none"',
    )
    assert machine_for(by, "en", "sm") == machine_for(by, "sm", "en") == "apertium"
    assert machine_for(by, "en", "to") == ""
    assert machine_for(by, "en", "hi") == ""
    assert machine_for(by, "en", "zh_Hans") == "azure"


@pytest.mark.parametrize(("said", "here", "overseas"), [("none", "", ""), ("not overseas", "apertium", "")])
def test_a_family_may_want_less_than_the_school(said: str, here: str, overseas: str) -> None:
    assert machine_for(school('engine = "apertium"'), "en", "sm", [said]) == here
    assert machine_for(school('engine = "azure"'), "en", "sm", [said]) == overseas


def test_a_server_of_the_schools_own_is_not_overseas() -> None:
    theirs = school('engine = "libretranslate"', 'not_overseas = ["Samoan"]')
    ours = school('engine = "libretranslate"', 'not_overseas = ["Samoan"]', "own_server = true")
    assert (machine_for(theirs, "en", "sm"), machine_for(ours, "en", "sm")) == ("", "libretranslate")


@pytest.mark.parametrize(
    "line",
    ['engine = "bablefish"', "wait_seconds = -1", 'wait_seconds = "60"', 'not_overseas = ["Klingon"]', "own_server = 1",
     'engin = "azure"', "languages = 5", 'people = "Anna"', 'glossary = "Awahou"'],
)  # fmt: skip
def test_a_slip_is_named(line: str) -> None:
    with pytest.raises(BadSchool, match="translation"):
        school(line)


def test_a_languages_none_wins_over_the_other_languages_engine_and_offline_over_online() -> None:
    """The safeguard: both languages are looked at, whichever of them is written in."""
    named = ("[translation.languages]", 'hi = "none"', 'sm = "apertium"', 'es = "azure"')
    by = school('engine = "azure"', *named)
    for source, target in (("hi", "sm"), ("sm", "hi"), ("hi", "es"), ("es", "hi")):
        assert machine_for(by, source, target) == ""
    assert machine_for(by, "es", "sm") == machine_for(by, "sm", "es") == "apertium"
    assert machine_for(by, "en", "es") == "azure"
