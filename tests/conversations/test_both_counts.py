"""What we count and what Twilio counts, call by call: it bills what it counts, so a difference is said."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.commands.doctor_texts import look_at_texts, of_texts
from bot.simulated.segments import segments
from bot.simulated.twilio.message import Text
from bot.simulated.twilio.rules import Refusal
from bot.store.tables import attempt, delivery, status_event
from tests.conversations.at_school import IN_ENGLISH, asks
from tests.conversations.conftest import ANNA, PRIYA
from tests.ground.school import School

LONG = "What did you read together this week? " * 5

Counts = list[tuple[int, int | None, int | None]]


def counts(school: School, words: str) -> Counts:
    """Of each call with these words: its delivery, our count and Twilio's."""
    query = (
        select(delivery.c.id, attempt.c.segments, attempt.c.charged)
        .join(attempt, attempt.c.delivery_id == delivery.c.id)
        .where(delivery.c.words.contains(words), delivery.c.channel == "sms")
    )
    return school.act(
        lambda desk: [(it[0], it[1], it[2]) for it in desk.db.execute(query.order_by(delivery.c.id))]
    )


def doctor(school: School) -> str:
    return school.act(lambda desk: "\n".join(of_texts(look_at_texts(desk))))


@pytest.mark.parametrize("public", [True, False])
def test_every_text_is_counted_twice_and_the_counts_agree(
    open_school: Callable[..., School], public: bool
) -> None:
    """Holds `_COUNTED`, where Twilio calls back and where its list is read: nothing is left uncounted."""
    school = open_school(roll_csv=IN_ENGLISH, public=public)
    asks(school, LONG)
    asks(school, "Kia ora e te whānau 😀")
    school.passes(minutes=1)
    found = [*counts(school, "read together"), *counts(school, "whānau")]
    assert len(found) == 12
    assert all(ours == theirs is not None for _id, ours, theirs in found), found
    assert {ours for _id, ours, _theirs in found} == {1, 2}
    assert doctor(school) == ""


def test_twilios_answer_to_the_call_is_a_count_already(open_school: Callable[..., School]) -> None:
    """Holds attempts._COUNTED: no callback comes, and no list is read."""
    school = open_school(roll_csv=IN_ENGLISH)
    school.carriers.twilio.journey = ()
    asks(school, LONG)
    assert {(ours, theirs) for _id, ours, theirs in counts(school, "read together")} == {(2, 2)}


def test_doctor_names_the_texts_that_were_counted_differently(open_school: Callable[..., School]) -> None:
    """Holds store/miscounted: by Twilio's answer to the call, and by a callback that corrects it."""
    school = open_school(roll_csv=IN_ENGLISH)
    twilio = school.carriers.twilio
    asks(school, "What made you laugh?")
    twilio.count = lambda body: segments(body) + 1  # it counts otherwise from now on
    asks(school, LONG)
    changed = counts(school, "read together")
    assert {(ours, theirs) for _id, ours, theirs in changed} == {(2, 3)}
    said = doctor(school)
    assert said.startswith(f"Twilio counted {len(changed)} of the last 30 days' ")
    for id_, _ours, _theirs in changed:
        assert f"  delivery {id_}: 2 by our count, 3 by Twilio's" in said
    assert all((ours, theirs) == (1, 1) for _id, ours, theirs in counts(school, "made you laugh"))
    school.clock.forward(31 * 86_400)
    assert "differently" not in doctor(school)


def test_a_callback_brings_its_own_count(open_school: Callable[..., School]) -> None:
    """Holds NumSegments in opening._receipts: a Messaging Service says 0 at first, and the truth later."""
    school = open_school(roll_csv=IN_ENGLISH)
    honest = school.carriers.twilio.create

    def not_counted_yet(form: Mapping[str, str]) -> Text | Refusal:
        taken = honest(form)
        return replace(taken, segments=0) if isinstance(taken, Text) else taken

    school.carriers.twilio.create = not_counted_yet  # type: ignore[method-assign]
    asks(school, LONG)
    told = school.act(
        lambda desk: desk.db.scalars(
            select(status_event.c.segments).where(status_event.c.state == "delivered")
        ).all()
    )
    assert 2 in told
    assert {(ours, theirs) for _id, ours, theirs in counts(school, "read together")} == {(2, 2)}
    for number in (ANNA, PRIYA):
        school.sms(number).hears("What did you read together")
