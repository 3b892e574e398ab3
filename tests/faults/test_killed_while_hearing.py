"""`kill -9` in the middle of what families write: by SMS, which knocks, and on Telegram, which is polled."""

import random
from collections import Counter
from collections.abc import Sequence

import pytest

from tests.faults.carriers import Carriers
from tests.faults.conftest import MakeSchool
from tests.faults.program import Run
from tests.faults.school import TEACHER, School
from tests.faults.webhooks import Postman, text
from tests.processes.program import until

DEATHS = (
    ("heard, not committed", 12),
    ("committed, not answered", 10),
    ("a commit", 30),
    ("committed, not answered", 3),
)
WORDS = "Kua pānuihia e mātou te pukapuka {number}, ā, he pai ki a ia"


def test_what_was_answered_is_in_its_thread_once(open_school: MakeSchool, carriers: Carriers) -> None:
    """Holds that a webhook is answered after the commit (before it, words that we said yes to are lost), that the
    offset of Telegram's poll moves after the commit, and the inbox's unique key, which makes their coming again
    harmless; and that an acknowledgement is a row of the same transaction, so that it is neither lost nor doubled.
    """
    school = open_school(sms=25, telegram=25, AHO_TELEGRAM_MODE="polling")
    _writing_through(school, carriers, DEATHS)


@pytest.mark.long
def test_a_hundred_deaths_while_hearing(open_school: MakeSchool, carriers: Carriers) -> None:
    """Holds the same at every aimed point many times over: before and after the commit, and after the answer."""
    chance = random.Random(3)
    school = open_school(sms=400, telegram=400, AHO_TELEGRAM_MODE="polling")
    _writing_through(
        school, carriers, [(point, chance.randint(1, nth)) for _ in range(25) for point, nth in DEATHS]
    )


def _writing_through(school: School, carriers: Carriers, deaths: Sequence[tuple[str, int]]) -> None:
    """Every family writes twice, all of them at once, while the program dies and comes back."""
    by_sms = [(it, WORDS.format(number=f"{it[-4:]}{n}")) for n in "ab" for it in school.addresses("sms")]
    chatting = [
        (it, WORDS.format(number=f"{it[-4:]}{n}")) for n in "ab" for it in school.addresses("telegram")
    ]
    carriers.chat(chatting)
    postman = Postman([text(school, who, words, f"SM{n:032}") for n, (who, words) in enumerate(by_sms)])
    for death in deaths:
        process = school.start(Run(dies=death))
        until(lambda: not process.alive, lambda: f"it did not get to {death}: {process.complained}")
        assert process.ends() == -9, process.complained
    process = school.opens()
    postman.comes_back()
    process.until(lambda: school.count("inbox") == len(by_sms) + len(chatting), "not everything was heard")
    school.rests(process)

    said = Counter(it[0] for it in school.rows("SELECT words FROM message JOIN wording USING (content_id)"))
    assert said == Counter(words for _who, words in (*by_sms, *chatting)), "each in its thread, exactly once"
    assert school.rows("SELECT DISTINCT state FROM inbox") == [("done",)]
    _are_answered_once(school, carriers, chatting)
    assert school.whole()


def _are_answered_once(school: School, carriers: Carriers, chatting: Sequence[tuple[str, str]]) -> None:
    heard = carriers.heard()
    thanks = {it: len(heard.get(it, [])) for it in school.addresses("sms")}
    assert {it: n for it, n in thanks.items() if n != 1} == {}, "one acknowledgement a phone and day"
    marked = {(it[0], it[1]) for it in school.rows("SELECT address, words FROM delivery WHERE again")}
    for address in (TEACHER, *school.addresses("telegram")):
        shown = Counter(heard.get(address, []))
        assert {(address, words) for words, n in shown.items() if n > 1} <= marked, (
            "what may have come twice is shown"
        )
        assert address == TEACHER or len(shown) == 1, "one acknowledgement, in whatever number of copies"
    for _who, words in chatting:
        assert sum(words in it for it in set(heard[TEACHER])) == 1, "each came to their teacher"
