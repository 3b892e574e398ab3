"""Every webhook comes one to five times, at the same time, in any order; on PostgreSQL at two processes' doors."""

import random
from collections import Counter
from collections.abc import Sequence

from tests.faults.carriers import Carriers
from tests.faults.conftest import MakeSchool
from tests.faults.program import Run
from tests.faults.school import TEACHER, School
from tests.faults.webhooks import Webhook, at, post, status, text, update
from tests.processes.program import free_port

WORDS = "Kua oti te mahi kāinga, {number}, engari he uaua te whārangi tuarua"


def test_its_effects_are_there_once(open_school: MakeSchool, carriers: Carriers) -> None:
    """Holds the unique keys of inbox (a thing heard), of status_event (a carrier's word) and of delivery (an
    acknowledgement, a copy to the teacher): remembered by the rows, so that no process need remember anything.
    """
    school = open_school(sms=12, telegram=12)
    doors = [school.port, free_port()] if school.postgres else [school.port]
    processes = [school.opens(Run(lease=60.0), AHO_PORT=str(it)) for it in doors]
    school.asks("He aha tēnei?", "sms")
    school.rests(processes[0])

    texts = [(it, WORDS.format(number=it[-4:])) for it in school.addresses("sms")]
    chats = [(it, WORDS.format(number=it[-4:])) for it in school.addresses("telegram")]
    sent = school.rows(
        "SELECT external_id, token FROM delivery JOIN attempt ON attempt.delivery_id = delivery.id"
    )
    webhooks = [
        *(text(school, who, words, f"SM{n:032}") for n, (who, words) in enumerate(texts)),
        *(update(school, who, words, 800_000_000 + n) for n, (who, words) in enumerate(chats)),
        *(status(school, sid, word, token) for sid, token in sent for word in ("read", "sent")),
    ]
    answers = post(_each_one_to_five_times(school, webhooks, doors), at_once=24)
    assert {it.status for it in answers} == {200}
    for it in processes:
        school.rests(it)

    said = Counter(it[0] for it in school.rows("SELECT words FROM message JOIN wording USING (content_id)"))
    assert said == Counter(words for _who, words in (*texts, *chats))
    assert school.count("inbox") == len(texts) + len(chats)
    events = Counter(school.rows("SELECT external_id, state FROM status_event"))
    assert {events[sid, word] for sid, _token in sent for word in ("read", "sent")} == {1}
    assert school.rows("SELECT DISTINCT carrier_state FROM delivery WHERE prompt_id IS NOT NULL") == [
        ("read",)
    ]
    heard = carriers.heard()
    for who, _words in (*texts, *chats):
        assert len([it for it in heard[who] if "He aha" not in it]) == 1, "one acknowledgement"
    assert sorted(Counter(heard[TEACHER]).values()) == [1] * len(chats), "one copy to the teacher"


def _each_one_to_five_times(
    school: School, webhooks: Sequence[Webhook], doors: Sequence[int]
) -> list[Webhook]:
    chance = random.Random(2)
    again = [at(it, school, chance.choice(doors)) for it in webhooks for _time in range(chance.randint(1, 5))]
    chance.shuffle(again)
    return again
