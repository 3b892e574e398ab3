"""What people type arrives as they typed it: braces are only braces, markup is only text."""

from collections.abc import Callable

from bot.languages.directions import FSI, PDI
from tests.conversations.at_school import IN_ENGLISH, asks
from tests.conversations.conftest import HEMI, MERE
from tests.ground.school import School

WILD = [
    "{name} {words} {0} {children!r} {} {{7*7}} }{ %s %(words)s ${x}",
    "<script>alert('1')</script> <b>&amp;</b> _a_ *b* `c` [d](http://e.example)",
    "he said \u202eneddih\u202c and \u2066this\u2069 \u200f!",
    "Kei te pānui ia 👩🏽\u200d🏫 ʻo e faʻafetai \\n \\u0041 'quoted' \"twice\"",
]


def kept_apart(words: str) -> str:
    """On Telegram words that run from right to left turn nothing around them: each line stands in marks that nobody sees."""
    return "\n".join(f"{FSI}{line}{PDI}" for line in words.split("\n"))


def test_every_sentence_of_a_family_and_of_a_teacher_arrives_as_typed(
    open_school: Callable[..., School],
) -> None:
    """Holds `fill` (the template is formatted, never the values) and plain text on both channels."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    hemi = school.on_telegram(HEMI, 777_004, "Hemi {name} <b>")
    wild = "\n".join(WILD)
    asks(school, "Q " + wild)
    assert mere.hears("Ms Tane, Harakeke School, for Tama: Q " + wild)
    hemi.hears("for Tama: " + kept_apart("Q " + wild))
    mere.says("A " + wild)
    teacher.hears("Mere (mother of Tama, Room 5): " + kept_apart("A " + wild))
    hemi.hears("Mere about Tama: " + kept_apart("A " + wild))
    teacher.replies_to(kept_apart("A " + wild), "R " + wild)
    mere.hears("Ms Tane, Harakeke School, about Tama: R " + wild)
    hemi.hears(kept_apart("R " + wild))
    assert not school.carriers.ledger.complaints
    assert not school.carriers.ledger.troubles


def test_names_are_only_names_too(open_school: Callable[..., School]) -> None:
    """Names from the roll, and the words for the next prompt on Telegram, pass through every frame unread."""
    roll = (
        IN_ENGLISH.replace("Mere", "Mere {child}")
        .replace("Tama", "Tama {{7*7}}")
        .replace("Hemi", "<i>Hemi</i>")
    )
    school = open_school(roll_csv=roll)
    mere, hemi, teacher = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.teacher()
    teacher.says("/ask")
    teacher.says("{teacher}, {school}: {words}?")
    teacher.hears("{teacher}, {school}: {words}?", "Tama {{7*7}}")
    teacher.taps("Send")
    mere.hears(
        "for Tama {{7*7}}: {teacher}, {school}: {words}?", "If you answer, <i>Hemi</i> will see it too."
    )
    mere.says("{writer}")
    mere.hears("Ms Tane has your words about Tama {{7*7}}.", "<i>Hemi</i> can see it too.")
    hemi.hears("Mere {child} about Tama {{7*7}}: {writer}")
    teacher.hears("Mere {child} (mother of Tama {{7*7}}, Room 5): {writer}")
    mere.says("WHO")
    mere.hears("About Tama {{7*7}}: Mere {child} (mother) and <i>Hemi</i> (father)")
