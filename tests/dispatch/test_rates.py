"""How fast: never more than a sender's rate in any second, and one message a second to one chat."""

import itertools
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.beginning import Call, begin
from bot.dispatch.chunk import Chunk
from bot.dispatch.places import places
from bot.dispatch.tempo import A_SECOND, APART, Begun, Tempo
from bot.model.delivery import Outgoing, Turn
from bot.store import attempts, rates
from bot.store.tables import sender
from tests.dispatch.bench import Bench, Carrier

# Time is the test's own here: it passes only while somebody sleeps.
here_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def calls_at(bench: Bench, carrier: Carrier) -> list[float]:
    """When each call began, once everything has been sent."""
    times: list[float] = []

    async def look(_out: Outgoing) -> None:
        times.append(bench.slept)

    carrier.during = look
    bench.drain()
    return times


def three_seconds_worth(bench: Bench, carrier: Carrier, rate: int) -> list[float]:
    """When each call of so many began, at so many a second."""
    bench.rates["sms"] = rate
    for number in range(3 * rate):
        bench.letter(bench.phone(), f"Number {number}")
    return calls_at(bench, carrier)


def fullest(times: list[float], cells: list[int] | None = None) -> int:
    """The most that any second holds."""
    counted = list(zip(times, cells or [1] * len(times), strict=True))
    return max(sum(n for at, n in counted if begins <= at < begins + 1.0) for begins in times)


@here_only
@pytest.mark.parametrize("rate", [1, 3, 10, 30])
def test_no_second_holds_more_than_the_rate_from_the_first_on(
    bench: Bench, carrier: Carrier, rate: int
) -> None:
    """`rates.take` and the places that `Air` keeps: a bucket that begins full would let twice as many into the first."""
    times = three_seconds_worth(bench, carrier, rate)
    assert len(times) == 3 * rate
    assert fullest(times) <= rate
    assert max(times) < 3 * A_SECOND, "and no slower than that"


@here_only
@pytest.mark.parametrize("rate", [20, 30])
def test_calls_that_stand_close_go_together_and_none_is_later(
    bench: Bench, carrier: Carrier, rate: int
) -> None:
    """`places`: a process that wakes for each call by itself costs half as much again. Nobody waits beyond their own place."""
    times = three_seconds_worth(bench, carrier, rate)
    together = Counter(round(it, 2) for it in times)
    assert len(together) <= 3 * 6
    assert max(together.values()) <= rate / 5, "and no carrier gets all of a second's worth at once"
    assert all(at <= number * A_SECOND / rate + 0.001 for number, at in enumerate(times))


@pytest.mark.parametrize(("apart", "near_after"), [(A_SECOND / 30, 11), (1e-7, 8)])
def test_the_next_chunk_is_got_ready_neither_too_early_nor_too_late(apart: float, near_after: int) -> None:
    """`early` in Chunk.near_its_end: whoever claims too early is sent away for longer than there is. Where no place is
    far from the next, half of the calls have begun."""
    call = Call(1, 1, None, 1, "telegram", "", None, None, 1)  # type: ignore[arg-type]
    chunk = Chunk([call] * 15, 0.0, 0.0)
    told = [
        chunk.near_its_end(begun, apart, early)
        for begun, (_call, _goes, early) in enumerate(places(chunk, apart), 1)
    ]
    assert told.index(True) + 1 == near_after


@here_only
def test_a_sender_may_have_its_own_rate(bench: Bench, carrier: Carrier) -> None:
    bench.change(sender, bench.senders["sms"], per_second=2)
    for number in range(6):
        bench.letter(bench.phone(), f"Number {number}")
    assert fullest(calls_at(bench, carrier)) == 2


@here_only
def test_an_sms_counts_its_segments(bench: Bench, carrier: Carrier) -> None:
    """`Call.cells`: Twilio's rate is of segments. What has no room in this second waits, and keeps its turn."""
    bench.rates["sms"] = 10
    letters = [
        bench.letter(bench.phone(), "ā" + "a" * 60 * segments, turn=turn)
        for turn, segments in zip(
            (Turn.NUDGE, Turn.PROMPT, Turn.WORDS, Turn.ANSWER) * 3, [1, 4, 2] * 4, strict=True
        )
    ]
    times = calls_at(bench, carrier)
    cells = [bench.delivery(it)["segments"] for it in letters]
    assert sorted(set(cells)) == [1, 2, 4]
    by_words = {bench.delivery(it)["words"]: bench.delivery(it)["segments"] for it in letters}
    assert fullest(times, [by_words[words] for words in carrier.words]) <= 10
    assert len(times) == 12
    assert all(len(bench.attempts(it)) == 1 for it in letters), "a claim without room leaves nothing behind"


@here_only
def test_a_text_longer_than_a_seconds_worth_goes_alone(bench: Bench, carrier: Carrier) -> None:
    bench.rates["sms"] = 2
    letters = [bench.letter(bench.phone(), "ā" + "a" * 200) for _one in range(3)]
    times = calls_at(bench, carrier)
    assert bench.states(*letters) == ["sent"] * 3
    assert all(later - earlier >= 1.0 for earlier, later in itertools.pairwise(times))


@here_only
def test_one_chat_rests_a_second_between_two_messages(open_bench: Callable[..., Bench]) -> None:
    """`rates.rest`, and the front of the queue that leaves out a chat that rests; other chats go meanwhile."""
    telegram = Carrier("telegram")
    bench = open_bench(telegram)
    bench.chat_rest = 1.0
    bench.dispatcher = bench.new_dispatcher()
    phone = bench.phone("telegram")
    for number in range(3):
        bench.letter(phone, f"Number {number}")
    other = bench.letter(bench.phone("telegram"), "to another")
    times = calls_at(bench, telegram)
    assert telegram.words[:2] == ["Number 0", "to another"]
    assert [times[0], *times[2:]] == pytest.approx([0.0, 1.0, 2.0], abs=0.3)
    assert min(times[2] - times[0], times[3] - times[2]) > 0.9999
    assert bench.states(other) == ["sent"]


def test_rates_and_rests_outlive_a_restart_and_are_everybodys(open_bench: Callable[..., Bench]) -> None:
    """Rows, not memory: after a new start, and for another process, a second and a chat's rest count on."""
    telegram = Carrier("telegram")
    bench = open_bench(telegram)
    bench.chat_rest, bench.rates["telegram"] = 1.0, 2
    bench.dispatcher = bench.new_dispatcher()
    phones = [bench.phone("telegram") for _one in range(2)]
    for phone in phones:
        bench.letter(phone, "first")
    times = calls_at(bench, telegram)
    bench.letter(phones[1], "second")
    bench.letter(bench.phone("telegram"), "to another")
    bench.dispatcher = bench.new_dispatcher()
    times += calls_at(bench, telegram)
    assert telegram.words == ["first", "first", "to another", "second"]
    assert fullest(times) <= 2
    assert times[3] - times[1] > 0.9999


@here_only
def test_what_began_late_counts_for_whoever_sends_next(bench: Bench, carrier: Carrier) -> None:
    """`Air._write`: after a stall the places of the rows lie behind the calls; another process sees only the rows."""
    bench.rates["sms"] = 10
    for number in range(5):
        bench.letter(bench.phone(), f"Number {number}")
    times: list[float] = []

    async def stalls(_out: Outgoing) -> None:
        times.append(bench.slept)
        if len(times) == 1:
            bench.slept += 0.9

    carrier.during = stalls
    bench.drain()
    assert max(times) - times[1] < 0.1, "the late ones go at once"
    for number in range(12):
        bench.letter(bench.phone(), f"Number {number}")
    bench.dispatcher = bench.new_dispatcher()
    times += calls_at(bench, carrier)
    assert len(times) == 17
    assert fullest(times) <= 10


@here_only
def test_after_a_death_in_the_calls_a_second_passes(bench: Bench, carrier: Carrier) -> None:
    """`Dispatcher._take_over`: nobody knows how many of them the carrier has seen in this very second."""
    bench.letter(bench.phone(), "in the air")
    line = bench.senders["sms"]
    ids = bench.act(lambda desk: attempts.claim(desk.db, line, desk.now, 9, lambda many: ["a token"] * many))
    bench.act(lambda desk: begin(desk, ids, lambda _name: None))
    bench.letter(bench.phone(), "after it")
    bench.dispatcher = bench.new_dispatcher()
    [began] = calls_at(bench, carrier)
    assert began >= 1.0


def test_places_are_taken_one_after_the_other(bench: Bench) -> None:
    """One statement, so that two that take at once stand in line; and the clock is the database's own."""
    line = bench.senders["sms"]
    begins = [bench.act(lambda desk: rates.take(desk.db, line, 10.0)) for _one in range(3)]
    assert begins == pytest.approx([0.0, 10.0, 20.0], abs=5.0)
    assert begins[2] > begins[1] > 0.0
    assert bench.act(lambda desk: rates.take(desk.db, line, 1.0, at=9e9)) == 0.0, "long after"


def test_who_is_a_moment_late_for_the_next_chunk_keeps_its_place(bench: Bench) -> None:
    """`rates.LATE`: to get a chunk ready takes a moment, and each would lose it. Who was away longer begins anew."""
    line = bench.senders["sms"]
    times = (1000.0, 1000.56, 1001.3)
    begins = [bench.act(lambda desk, at=at: rates.take(desk.db, line, 0.5, at=at)) for at in times]
    assert begins == pytest.approx([0.0, -0.06, 0.0])


def test_a_clock_that_was_put_back_stops_no_sender(bench: Bench) -> None:
    """`rates.free_at`: a row that is hours ahead says nothing about carriers."""
    line = bench.senders["sms"]
    bench.act(lambda desk: rates.take(desk.db, line, 1.0, at=1_000_000.0))
    bench.act(lambda desk: rates.rest(desk.db, line, [(7, 1.0)], at=1_000_000.0))
    assert bench.act(lambda desk: rates.wait(desk.db, line, at=1_000_000.5)) == pytest.approx(0.5)
    assert bench.act(lambda desk: rates.wait(desk.db, line, at=900_000.0)) == 0.0
    assert bench.act(lambda desk: rates.take(desk.db, line, 1.0, at=900_000.0)) == 0.0


@here_only
def test_a_clock_that_the_demo_moves_leaves_the_rates_alone(bench: Bench, carrier: Carrier) -> None:
    """Rates keep the real time: a school's clock that jumps a day ahead makes no second longer."""
    bench.rates["sms"] = 4
    times: list[float] = []
    began = bench.now.timestamp()
    bench.dispatcher = bench.new_dispatcher(clock=lambda: began + bench.slept)

    async def jumps(_out: Outgoing) -> None:
        times.append(bench.slept)
        bench.passes(minutes=7)

    carrier.during = jumps
    for number in range(12):
        bench.letter(bench.phone(), f"Number {number}")
    bench.drain()
    assert len(times) == 12
    assert fullest(times) <= 4


def test_calls_that_begin_late_do_not_crowd_the_next_second() -> None:
    """`Tempo`: places are handed out ahead; after a stall the late ones and the next ones would meet."""
    tempo, now, begun = Tempo(10), 0.0, []
    stalls = {7: 0.8, 31: 2.5, 32: 0.3}
    for number in range(60):
        now = max(now, number * tempo.apart) + stalls.get(number, 0.0)
        now += tempo.wait(now, 1)
        tempo.begin(now, 1)
        begun.append(now)
    assert fullest(begun) <= 10
    assert fullest([number * tempo.apart for number in range(60)]) <= 10


def test_a_call_that_arrives_late_shares_its_second_with_no_more_than_the_limit() -> None:
    """`Tempo.answered`: without it, what travelled long meets those that begin a second after it had begun."""
    tempo, now, arrived = Tempo(10), 0.0, []
    flights: list[tuple[float, Begun]] = []
    for number in range(90):
        now, wait = max(now, number * tempo.apart), 1.0
        while wait:
            for answer, begun in [it for it in flights if it[0] <= now]:
                tempo.answered(begun, answer)
                flights.remove((answer, begun))
            wait = tempo.wait(now, 1)
            now += wait
        travels = 0.2 if number % 7 == 3 else 0.02
        arrived.append(now + travels)
        flights.append((now + travels + 0.01, tempo.begin(now, 1)))
    assert fullest(sorted(arrived)) <= 10


def test_what_was_answered_before_the_quickest_way_was_known_is_counted_anew() -> None:
    """`Tempo._counted`: the first answers are the slow ones, and their calls may have arrived just before them."""
    tempo = Tempo(2)
    tempo.answered(tempo.begin(0.0, 1), 0.3)
    tempo.answered(tempo.begin(0.31, 1), 0.33)
    assert tempo.wait(0.34, 1) == pytest.approx(0.28 + APART - 0.34)


def test_a_call_that_is_answered_after_its_second_still_counts() -> None:
    """`Tempo._over`: while nobody has answered, it may be on its way still."""
    tempo = Tempo(1)
    tempo.answered(tempo.begin(0.0, 1), 0.02)
    stalls = tempo.begin(2.0, 1)
    assert tempo.wait(3.1, 1) == 0.0
    tempo.answered(stalls, 3.2)
    assert tempo.wait(3.3, 1) == pytest.approx(3.18 + APART - 3.3)


@given(st.lists(st.tuples(st.floats(0.0, 0.2), st.integers(1, 3), st.none() | st.floats(0.0, 0.9)), max_size=40),
       st.integers(1, 3))  # fmt: skip
def test_who_waits_is_told_the_same_as_by_a_look_at_all_that_began(
    began: list[tuple[float, int, float | None]], cells: int
) -> None:
    """`Tempo._first` reads no more than the first few: where it stopped too early, a second would hold too many."""
    tempo, now = Tempo(10), 0.0
    for later, held, answered in began:
        now += later
        it = tempo.begin(now, held)
        if answered is not None:
            tempo.answered(it, now + answered)
    told = tempo.wait(now, cells)
    over, until = sum(it.cells for it in tempo._begun) + cells - 10, now
    for counts_from, held in sorted(map(tempo._counted, tempo._begun)):
        if over > 0:
            over, until = over - held, counts_from + APART
    assert told == max(0.0, until - now)


def test_a_full_second_is_not_looked_through_for_each_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """`Tempo._first`: it was sorted whole for each call, thirty looks each at Telegram's rate."""
    tempo = Tempo(30)
    for number in range(30):
        tempo.begin(number * tempo.apart, 1)
    looked: list[Begun] = []
    counted = tempo._counted
    monkeypatch.setattr(tempo, "_counted", lambda it: looked.append(it) or counted(it))  # type: ignore[func-returns-value]
    assert tempo.wait(1.0, 1) == pytest.approx(0.005)
    assert len(looked) <= 3


def test_the_quickest_way_is_not_forgotten_at_once_and_a_longer_one_is_learnt() -> None:
    """`Tempo.STRETCH`: one that crept up with each slower answer let a busy machine's second hold 32."""
    tempo = Tempo(10)

    def counts_later(number: int) -> float:
        begun = tempo.begin(number * 0.2, 1)
        tempo.answered(begun, begun.at + (0.12 if number else 0.02))
        return tempo._counted(begun)[0] - begun.at

    late = [counts_later(number) for number in range(120)]
    assert late[1:50] == pytest.approx([0.1] * 49)
    assert late[-1] == pytest.approx(0.0, abs=1e-6)


def test_whoever_sends_next_on_a_sender_waits_out_this_ones_second() -> None:
    """`Tempo.clear_in`: what `Air` writes to the row, so that a new process crowds nothing either."""
    tempo = Tempo(10)
    for _late in range(6):
        tempo.begin(5.0, 1)  # bunched by a stall
    begins = 5.0 + tempo.clear_in(5.0)
    fresh = [begins + number * tempo.apart for number in range(20)]
    assert fullest([5.0] * 6 + fresh) <= 10
    assert begins < 5.7, "and no longer than needed"
