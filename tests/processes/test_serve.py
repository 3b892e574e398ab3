"""`serve`, for real families: a public address, webhooks, and the carriers in a process of their own."""

import signal
from collections.abc import Callable

import pytest

from tests.processes.conftest import HINE, Kowhai
from tests.processes.program import Carriers, Phone, Process, Said, free_port, get, until

DELIVERED = 'aho_reports_total{channel="sms",state="delivered"}'


@pytest.fixture(scope="module")
def serving(kowhai: Kowhai, carriers: Carriers, started: Callable[[Process], Process]) -> list[Process]:
    """The school, open; the last one is the one that runs."""
    kowhai.settings["AHO_PUBLIC_URL"] = kowhai.url
    carriers.post("/sms-url", url=f"{kowhai.url}/hooks/sms")
    return [started(kowhai.start("serve"))]


@pytest.fixture(scope="module")
def hine(carriers: Carriers, serving: list[Process]) -> Phone:
    phone = carriers.phone(HINE)
    phone.hears("Kōwhai School", "STOP", "/privacy")
    return phone


def test_a_family_is_asked_and_answers_and_a_script_can_read_it(kowhai: Kowhai, hine: Phone) -> None:
    asked = kowhai.say(
        "ask", "--room", "Room 1", "--text", "What did you read?", "--wording", "mi=He aha te pukapuka?"
    )
    assert (asked.ends(), "It is on its way." in asked.said) == (0, True), asked.complained
    hine.hears("He aha te pukapuka?", "Ms Rata")
    hine.says("Ko te pukapuka mō te tuna 🐟")
    hine.hears("Ms Rata", "Ana")
    assert ("Hine", "Ko te pukapuka mō te tuna 🐟") in kowhai.words_in_the_thread()
    until(lambda: kowhai.counts(DELIVERED) >= 3, lambda: "no status said delivered")


def test_she_goes_on_by_telegram(kowhai: Kowhai, carriers: Carriers, hine: Phone) -> None:
    hine.says("TELEGRAM")
    code = hine.hears("https://t.me/").partition("start=")[2].split()[0]
    chat = carriers.phone("7001", channel="telegram", first_name="Hine", language="mi")
    chat.does("starts", payload=code)
    chat.hears("Kōwhai School")
    chat.says("Kua tae mai au ki konei")
    chat.hears("Ms Rata")
    assert ("Hine", "Kua tae mai au ki konei") in kowhai.words_in_the_thread()


def test_the_carriers_had_nothing_to_complain_about(carriers: Carriers, hine: Phone) -> None:
    told = carriers.ledger()
    assert (told["complaints"], told["troubles"]) == ([], [])


@pytest.mark.parametrize(
    "door", ["/phones", "/phones/live", "/simulated", "/simulated/twilio", "/control/ledger"]
)
def test_nothing_pretended_is_there(kowhai: Kowhai, serving: list[Process], door: str) -> None:
    assert get(kowhai.url + door)[0] == 404


def test_a_second_one_on_the_same_file_says_so(kowhai: Kowhai, serving: list[Process]) -> None:
    says(kowhai.say("serve", AHO_PORT=str(free_port())), "already open on this database")


def test_a_taken_port_says_so(kowhai: Kowhai, serving: list[Process]) -> None:
    says(kowhai.say("serve"), f"Port {kowhai.port} is taken")


def test_killed_in_the_middle_it_loses_nothing_and_sends_nothing_twice(
    kowhai: Kowhai,
    carriers: Carriers,
    serving: list[Process],
    hine: Phone,
    started: Callable[[Process], Process],
) -> None:
    carriers.post("/phones", channel="sms", address=HINE)
    before = carriers.phone("7001", channel="telegram")
    before.does("blocks_bot")  # so that she is reached by SMS again
    carriers.post("/faults", carrier="twilio", queue=[{"kind": "error500_after_accept"}])
    assert (
        kowhai.say("ask", "--room", "Room 1", "--text", "Q", "--wording", "mi=Kei te pēhea a Ana?").ends()
        == 0
    )
    hine.hears("Kei te pēhea a Ana?")  # Twilio took it, and our side saw it fail
    serving[-1].kill()
    hine.says("Kei te pai ia")  # nobody answers the webhook
    serving.append(started(kowhai.start("serve")))
    hine.hears("Ms Rata")  # they have been heard all the same, by looking at Twilio's list
    assert ("Hine", "Kei te pai ia") in kowhai.words_in_the_thread()
    until(lambda: kowhai.counts("aho_open_attempts") == 0, lambda: "the call was never settled")
    assert hine.count("Kei te pēhea a Ana?") == 1


def test_it_ends_when_it_is_told_to(serving: list[Process]) -> None:
    assert serving[-1].ends(signal.SIGTERM) == 0
    assert "Traceback" not in serving[-1].complained


def says(process: Said, words: str) -> None:
    """One clear line, on the side where complaints go, and the code 2."""
    assert (process.ends(), len(process.complained.splitlines())) == (2, 1), process.complained
    assert words in process.complained
