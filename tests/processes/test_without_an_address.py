"""`serve` where nobody can knock: Telegram is polled, texts and their fate are listed. Looking begins at once."""

from collections.abc import Callable

from tests.processes.conftest import HINE, Kowhai
from tests.processes.program import Carriers, Process, until

DELIVERED = 'aho_reports_total{channel="sms",state="delivered"}'


def test_what_came_while_nobody_was_there_is_heard_at_once(
    kowhai: Kowhai, carriers: Carriers, started: Callable[[Process], Process]
) -> None:
    hine = carriers.phone(HINE)
    hine.says("Kia ora, kei te māuiui a Ana")
    first = started(kowhai.start("serve"))
    assert "/privacy" not in hine.hears("Kōwhai School")  # without an address there is no page to point at
    hine.hears("Ms Rata", "Ana")
    until(
        lambda: kowhai.counts('aho_deliveries{channel="sms",state="waiting"}') == 0,
        lambda: "something still waits",
    )
    first.kill()

    hine.says("TELEGRAM")
    started(kowhai.start("serve"))
    until(lambda: kowhai.counts(DELIVERED) >= 2, lambda: "no status was listed")
    code = hine.hears("https://t.me/").partition("start=")[2].split()[0]
    chat = carriers.phone("7002", channel="telegram", first_name="Hine", language="mi")
    chat.does("starts", payload=code)
    chat.hears("Kōwhai School")
    chat.says("Kua pai ake ia")
    chat.hears("Ms Rata")
    # The second start listed the first hour again, and told the teacher nothing twice.
    said = [words for who, words in kowhai.words_in_the_thread() if who == "Hine"]
    assert said == ["Kia ora, kei te māuiui a Ana", "Kua pai ake ia"]
    assert carriers.ledger()["complaints"] == []
