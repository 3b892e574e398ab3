"""Who goes first from a phone's queue, and what waits for whom."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.acts import stopping
from bot.dispatch.beginning import begin
from bot.model.chat import Say, Wording
from bot.model.delivery import Gate, Turn
from bot.store import attempts, contents, people
from bot.store.tables import media
from tests.dispatch.bench import Bench, Carrier


def test_a_phone_hears_safety_notice_answers_words_prompts_nudges_in_that_order(
    bench: Bench, carrier: Carrier
) -> None:
    """The turn comes before the hour: a prompt that fell due long ago waits for the answer somebody needs now."""
    phone = bench.phone()
    for earlier, turn in enumerate(Turn):
        gate = Gate.NOTICE if turn == Turn.NOTICE else Gate.OWN
        bench.letter(phone, turn.name, turn=turn, gate=gate, due_at=bench.now - timedelta(hours=earlier))
    bench.drain()
    assert carrier.words == ["SAFETY", "NOTICE", "ANSWER", "WORDS", "PROMPT", "NUDGE"]


def test_a_stop_comes_back_only_when_the_call_in_the_air_has_settled(bench: Bench, carrier: Carrier) -> None:
    """`quiet`: a STOP answered earlier would be followed by a text."""
    phone, order = bench.phone(), []
    bench.letter(phone, "on its way")
    behind = bench.letter(phone, "behind it")

    async def scene() -> None:
        in_the_air, lands = asyncio.Event(), asyncio.Event()

        async def hangs(_out: object) -> None:
            in_the_air.set()
            await lands.wait()

        async def stop() -> None:
            bench.act(
                lambda desk: stopping.stop(desk, people.contact_by_id(desk.db, phone), "STOP", farewell=False)
            )
            await bench.dispatcher.quiet(phone)
            order.append("STOP is answered")

        carrier.during = hangs
        sending = asyncio.create_task(bench.dispatcher.drain())
        await in_the_air.wait()
        stopping_ = asyncio.create_task(stop())
        await asyncio.sleep(0.06)
        order.append("the call lands")
        lands.set()
        await asyncio.gather(sending, stopping_)

    asyncio.run(scene())
    assert order == ["the call lands", "STOP is answered"]
    assert (carrier.words, bench.states(behind)) == (["on its way"], ["cancelled"])


def test_a_call_that_hangs_at_one_carrier_holds_up_no_other(open_bench: Callable[..., Bench]) -> None:
    """Each sender has its own lane: families on Telegram do not wait for Twilio's timeouts."""
    hanging, other = Carrier("sms"), Carrier("telegram")
    bench = open_bench(hanging, other)
    stuck = bench.letter(bench.phone("sms"))
    phone = bench.phone("telegram")
    going = [bench.letter(phone) for _one in range(3)]

    async def scene() -> None:
        lands = asyncio.Event()

        async def hangs(_out: object) -> None:
            await lands.wait()

        hanging.during = hangs
        for _round in range(50):
            await bench.dispatcher.round(0.05)
            if bench.states(*going) == ["sent"] * 3:
                break
        assert bench.states(stuck, *going) == ["calling", "sent", "sent", "sent"]
        lands.set()
        await bench.dispatcher.stop()

    asyncio.run(scene())
    assert bench.states(stuck) == ["sent"]


@pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True
)  # a rule of ours: no database has a say in it
@pytest.mark.parametrize("length", [900, 1024, 3000])
def test_long_words_with_a_picture_are_never_more_than_the_carrier_takes(
    open_bench: Callable[..., Bench], length: int
) -> None:
    """Telegram refuses 1,025 units beside a picture: the family would get neither the picture nor the words."""
    bench = open_bench(Carrier("telegram"))
    phone = bench.phone("telegram")
    words = ("ē😀" * length)[:length]
    kept = bench.act(lambda desk: contents.keep(desk.db, desk.school.id, [Wording("en", words)]))
    bench.add(media, content_id=kept, kind="photo", channel="telegram", reference="r", state="held", file="f",
              mime="image/jpeg", again_at=bench.now)  # fmt: skip
    bench.letter(phone, parts=(Say("Mere sent a photo: {words}"),), content_id=kept, turn=Turn.WORDS)
    ids = bench.act(
        lambda desk: attempts.claim(
            desk.db, bench.senders["telegram"], desk.now, 9, lambda many: ["token"] * many
        )
    )
    [call] = bench.act(lambda desk: begin(desk, ids, lambda name: b"picture"))
    units = len(call.outgoing.words.encode("utf-16-le")) // 2
    assert "sent a photo" in call.outgoing.words
    assert units <= (1024 if call.outgoing.enclosure else 4096)
    assert words[:600] in call.outgoing.words
    assert (call.outgoing.enclosure is None) == (units > 1024), "every word goes: the console has the picture"
