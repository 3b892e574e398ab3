"""STOP while a broadcast goes out: after its answer no call to that phone begins."""

import random
from collections.abc import Iterator

from tests.faults.carriers import Carriers
from tests.faults.conftest import MakeSchool
from tests.faults.program import Run
from tests.faults.school import School
from tests.faults.webhooks import Answer, Webhook, post, text, update
from tests.processes.program import until

FAREWELL = "You will get no more texts"


def test_no_call_begins_after_it_was_answered(open_school: MakeSchool, carriers: Carriers) -> None:
    """Holds that STOP cancels what waits and what is claimed, that the last look sees it, and that its webhook is
    answered only when no call to that phone is in the air (Dispatcher.quiet). The carriers are slow, and take 32 calls
    at once: others have begun on our side and have not reached them yet.
    """
    school = open_school(sms=110, telegram=40)
    for channel in ("sms", "telegram"):
        carriers.chances(channel, seconds=0.6, delay=1.0)
    process = school.opens(Run(rates={"sms": 50, "telegram": 20}, waits=5.0))
    school.asks("He aha te pukapuka?")
    stopped: dict[str, Answer] = {}
    in_the_air = 0
    for those in _moments(school, carriers):
        in_the_air += len(those & set(_calling(school)))
        answers = post([_stop(school, it) for it in sorted(those)], at_once=len(those))
        stopped |= dict(zip(sorted(those), answers, strict=True))
    school.rests(process)

    assert {it.status for it in stopped.values()} == {200}
    begun = [it for it in carriers.calls() if it.to in stopped]
    assert in_the_air and len({it.to for it in begun}) < len(stopped), "some in the call, some before it"
    late = [it for it in begun if it.at > stopped[it.to].at]
    assert [it for it in late if it.carrier == "sms"] == []
    heard = carriers.heard()
    for address in {it.to for it in late}:
        assert len([it for it in late if it.to == address]) == 1, "one farewell"
        assert FAREWELL in heard[address][-1]


def _moments(school: School, carriers: Carriers) -> Iterator[set[str]]:
    """Who says STOP: some whose call has begun and is on its way, and some at random; until everything has gone."""
    chance = random.Random(4)
    left = {*school.addresses("sms"), *school.addresses("telegram")}

    def on_its_way() -> list[set[str]]:
        reached = {it.to for it in carriers.calls()}
        those = {it for it in _calling(school) if it in left and it not in reached}
        return [those] if those or not school.unfinished() else []

    for _moment in range(4):
        [those] = until(on_its_way, lambda: "it does not come to an end")
        if not those:
            return
        these = set(chance.sample(sorted(those), min(6, len(those)))) | set(chance.sample(sorted(left), 6))
        left -= these
        yield these


def _calling(school: School) -> list[str]:
    return [it[0] for it in school.rows("SELECT address FROM delivery WHERE state = 'calling'")]


def _stop(school: School, address: str) -> Webhook:
    if address.startswith("+"):
        return text(school, address, "STOP", f"SM{address[1:]:0>32}")
    return update(school, address, "/stop", 900_000_000 + int(address))
