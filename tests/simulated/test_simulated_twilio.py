"""The pretended Twilio, driven by Twilio's own client and checked by Twilio's own validator."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import phonenumbers
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from bot.simulated import Carriers, Fault
from bot.simulated.twilio import Account
from tests.simulated.school import NOON, School

pytestmark = pytest.mark.anyio
MOTHER = "+642000000041"


class Wire(AsyncTwilioHttpClient):
    """Twilio's client, whose base address has no setting."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    async def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        return await super().request(
            method, url.replace("https://api.twilio.com", self.address), *args, **kwargs
        )


@pytest.fixture
async def client(carriers: Carriers) -> AsyncIterator[Client]:
    account = carriers.twilio.account
    async with Wire(carriers.twilio_url) as wire:
        yield Client(account.sid, account.token, http_client=wire)


def signed_in(account: Account) -> dict[str, str]:
    return {"Authorization": aiohttp.encode_basic_auth(account.sid, account.token)}


async def say(client: Client, carriers: Carriers, body: str = "Kia ora", **more: Any) -> Any:
    arguments = {"to": MOTHER, "from_": carriers.twilio.account.number, "body": body} | more
    return await client.messages.create_async(**arguments)


async def refusal(client: Client, carriers: Carriers, **more: Any) -> TwilioRestException:
    with pytest.raises(TwilioRestException) as refused:
        await say(client, carriers, **more)
    return refused.value


async def test_a_text_reaches_the_phone(client: Client, carriers: Carriers) -> None:
    message = await say(client, carriers, "Kia ora, he pātai tā māua?", validity_period=3600)
    heard = await carriers.sms_phone(MOTHER).hears("he pātai")

    assert (message.status, message.direction) == ("queued", "outbound-api")
    assert message.sid == heard.key
    assert len(message.sid) == 34
    assert message.num_segments == "1"
    assert message.date_created == NOON
    assert message.uri == f"/2010-04-01/Accounts/{carriers.twilio.account.sid}/Messages/{message.sid}.json"
    assert (heard.by, heard.at, heard.segments) == ("school", NOON, 1)


async def test_one_macron_makes_a_text_dearer(client: Client, carriers: Carriers) -> None:
    assert (await say(client, carriers, "a" * 160)).num_segments == "1"
    assert (await say(client, carriers, "ā" + "a" * 159)).num_segments == "3"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"to": "021 000 0041"}, 21211),
        ({"from_": "+642000000099"}, 21606),
        ({"from_": "Aho"}, 21212),
        ({"messaging_service_sid": "MG" + "1" * 32}, 21701),
        ({"body": ""}, 21602),
        ({"body": "a" * 1601}, 21617),
        ({"validity_period": 36_001}, 21624),
        ({"validity_period": 0}, 21624),
        ({"status_callback": "/hooks/sms/status"}, 21609),
        ({"status_callback": "ftp://school.example/"}, 21609),
    ],
)
async def test_what_twilio_refuses(
    client: Client, carriers: Carriers, told: dict[str, Any], code: int
) -> None:
    refused = await refusal(client, carriers, **told)

    assert (refused.status, refused.code) == (400, code)
    assert carriers.sms_phone(MOTHER).heard == ()


async def test_a_parameter_that_nobody_documented_is_refused(carriers: Carriers) -> None:
    account = carriers.twilio.account
    form = {"To": MOTHER, "From": account.number, "Body": "x", "IdempotencyKey": "1"}
    url = f"{carriers.twilio_url}{account.path}/Messages.json"
    async with (
        aiohttp.ClientSession(headers=signed_in(account)) as session,
        session.post(url, data=form) as answer,
    ):
        told = await answer.json()
    assert (answer.status, told["code"], told["status"]) == (400, 20001, 400)


async def test_a_wrong_token_is_told_so(carriers: Carriers) -> None:
    async with Wire(carriers.twilio_url) as wire:
        stranger = Client(carriers.twilio.account.sid, "wrong", http_client=wire)
        refused = await refusal(stranger, carriers)
    assert (refused.status, refused.code) == (401, 20003)


async def test_statuses_come_back_signed(client: Client, carriers: Carriers, school: School) -> None:
    url = f"{school.address}/hooks/sms/status?attempt=7"
    message = await say(client, carriers, status_callback=url)
    await carriers.settled()

    assert [form["MessageStatus"] for _, _, form, _ in school.heard] == ["sent", "delivered"]
    validator = RequestValidator(carriers.twilio.account.token)
    for _, headers, form, _ in school.heard:
        assert form["MessageSid"] == message.sid
        assert validator.validate(url, form, headers["x-twilio-signature"])
        assert not validator.validate(url, form | {"MessageStatus": "failed"}, headers["x-twilio-signature"])
    assert (await message.fetch_async()).status == "delivered"


async def test_statuses_may_overtake_each_other(client: Client, carriers: Carriers, school: School) -> None:
    carriers.twilio.journey = ("delivered", "sent")
    await say(client, carriers, status_callback=f"{school.address}/status")
    await carriers.settled()

    assert [form["MessageStatus"] for _, _, form, _ in school.heard] == ["delivered", "sent"]


async def test_a_number_out_of_reach(client: Client, carriers: Carriers, school: School) -> None:
    carriers.twilio.errors[MOTHER] = 30003
    message = await say(client, carriers, status_callback=f"{school.address}/status")
    await carriers.settled()

    _, _, form, _ = school.heard[-1]
    assert (form["MessageStatus"], form["ErrorCode"]) == ("undelivered", "30003")
    assert (await message.fetch_async()).error_code == 30003
    assert carriers.sms_phone(MOTHER).heard == ()


async def test_what_a_phone_says_is_posted_signed_with_every_parameter(
    carriers: Carriers, school: School
) -> None:
    carriers.twilio.sms_url = f"{school.address}/hooks/sms"
    await carriers.sms_phone(MOTHER).says("  Kei te pai + 100% & {name} 🌱 ")

    [(path, headers, form, _)] = school.heard
    assert path == "/hooks/sms"
    assert form["Body"] == "  Kei te pai + 100% & {name} 🌱 "
    assert (form["From"], form["To"]) == (MOTHER, carriers.twilio.account.number)
    assert form["MessageSid"] == form["SmsSid"] == form["SmsMessageSid"]
    assert form["FromCity"] == ""
    assert "OptOutType" not in form
    validator = RequestValidator(carriers.twilio.account.token)
    assert validator.validate(carriers.twilio.sms_url, form, headers["x-twilio-signature"])
    without_blanks = {name: value for name, value in form.items() if value}
    assert validator.validate(carriers.twilio.sms_url, without_blanks, headers["x-twilio-signature"]) is False


async def test_a_webhook_is_not_posted_again(carriers: Carriers, school: School) -> None:
    carriers.twilio.sms_url, school.answers = f"{school.address}/hooks/sms", [500]
    await carriers.sms_phone(MOTHER).says("Tēnā koe")

    assert len(school.heard) == 1
    assert carriers.ledger.troubles == ["twilio: a webhook was answered with 500"]


async def test_stop_blocks_the_number_and_start_lets_it_in(
    client: Client, carriers: Carriers, school: School
) -> None:
    carriers.twilio.sms_url = f"{school.address}/hooks/sms"
    mother = carriers.sms_phone(MOTHER)

    await mother.says(" Stop ")
    assert (await mother.hears("unsubscribed")).by == "carrier"
    assert (await refusal(client, carriers)).code == 21610

    await mother.says("STOP PLEASE")
    await mother.says("yes")
    await mother.hears("re-subscribed")
    await say(client, carriers, "Haere mai anō")
    await mother.hears("Haere mai")
    assert [form["Body"] for _, _, form, _ in school.heard] == [" Stop ", "STOP PLEASE", "yes"]


async def test_yes_from_someone_who_never_stopped_gets_no_answer_of_twilios(carriers: Carriers) -> None:
    mother = carriers.sms_phone(MOTHER)
    await mother.says("YES")
    await mother.says("HELP")

    assert [bubble.by for bubble in mother.heard] == ["phone", "phone", "carrier"]


async def test_a_message_is_listed_by_number_and_day(client: Client, carriers: Carriers) -> None:
    for number in range(3):
        await say(client, carriers, f"text {number}")
    await carriers.sms_phone(MOTHER).says("back")
    await carriers.settled()

    async def bodies(**asked: Any) -> set[str]:
        return {m.body for m in await client.messages.list_async(**asked)}

    assert await bodies(to=MOTHER) == {"text 0", "text 1", "text 2"}
    assert await bodies(to=MOTHER, page_size=2) == {"text 0", "text 1", "text 2"}
    assert await bodies(from_=MOTHER) == {"back"}
    assert await bodies(date_sent=NOON.date()) == {"text 0", "text 1", "text 2", "back"}
    assert await bodies(date_sent_after=NOON) == await bodies()
    assert await bodies(date_sent_after=NOON + timedelta(seconds=1)) == set()
    assert await bodies(date_sent_before=NOON - timedelta(seconds=1)) == set()
    [inbound] = await client.messages.list_async(to=carriers.twilio.account.number)
    assert (inbound.direction, inbound.status) == ("inbound", "received")
    assert carriers.ledger.complaints == []


async def test_words_can_be_taken_away_and_a_message_deleted(client: Client, carriers: Carriers) -> None:
    carriers.twilio.pause = 0.05
    message = await say(client, carriers)
    with pytest.raises(TwilioRestException) as early:
        await client.messages(message.sid).delete_async()
    await carriers.settled()

    assert early.value.code == 20009
    assert (await client.messages(message.sid).update_async(body="")).body == ""
    assert carriers.sms_phone(MOTHER).heard[0].text == "Kia ora"
    assert await client.messages(message.sid).delete_async()
    with pytest.raises(TwilioRestException) as gone:
        await client.messages(message.sid).fetch_async()
    assert (gone.value.status, gone.value.code) == (404, 20404)


async def test_a_photo_by_mms_is_fetched_with_the_account_only(carriers: Carriers, school: School) -> None:
    carriers.twilio.sms_url = f"{school.address}/hooks/sms"
    await carriers.sms_phone(MOTHER).sends_photo(b"\xff\xd8 a picture", "Nana's kūmara")

    [(_, _, form, _)] = school.heard
    assert (form["NumMedia"], form["MediaContentType0"]) == ("1", "image/jpeg")
    account = carriers.twilio.account
    async with aiohttp.ClientSession() as session:
        async with session.get(form["MediaUrl0"]) as stranger:
            assert stranger.status == 401
        async with session.get(form["MediaUrl0"], headers=signed_in(account)) as own:
            assert await own.read() == b"\xff\xd8 a picture"


async def test_a_messaging_service_chooses_the_sender(client: Client, carriers: Carriers) -> None:
    service = "MG" + "2" * 32
    carriers.twilio.account = Account(service_sid=service)
    message = await client.messages.create_async(to=MOTHER, body="Kia ora", messaging_service_sid=service)
    await carriers.settled()

    assert (message.status, message.num_segments) == ("accepted", "0")
    assert (await message.fetch_async()).num_segments == "1"


async def test_a_doctor_can_ask_about_account_and_number(client: Client, carriers: Carriers) -> None:
    account = carriers.twilio.account
    assert (await client.api.accounts(account.sid).fetch_async()).status == "active"

    [number] = await client.incoming_phone_numbers.list_async(phone_number=account.number)
    await client.incoming_phone_numbers(number.sid).update_async(sms_url="https://school.example/hooks/sms")
    assert carriers.twilio.sms_url == "https://school.example/hooks/sms"


@pytest.mark.parametrize(
    ("kind", "arrived"), [("error500_before", 0), ("error500_after_accept", 1), ("drop_after_accept", 1)]
)
async def test_faults_before_and_after_the_message_was_taken(
    client: Client, carriers: Carriers, kind: Any, arrived: int
) -> None:
    carriers.twilio.faults.put(Fault(kind))
    with pytest.raises((TwilioRestException, aiohttp.ClientError)) as failure:
        await say(client, carriers)

    assert len(carriers.sms_phone(MOTHER).heard) == arrived
    assert isinstance(failure.value, aiohttp.ServerDisconnectedError) == (kind == "drop_after_accept")
    assert (await say(client, carriers)).status == "queued"


async def test_too_many_requests(client: Client, carriers: Carriers) -> None:
    carriers.twilio.faults.put(Fault("rate_limit", 2))
    refused = await refusal(client, carriers)
    assert (refused.status, refused.code) == (429, 20429)


def test_the_pretended_number_would_pass_as_a_mobile_of_aotearoa() -> None:
    number = phonenumbers.parse(Account().number)
    assert phonenumbers.is_valid_number(number)
    assert phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    assert urlsplit(Account().path).path.startswith("/2010-04-01/Accounts/AC")
    assert len(Account().sid) == 34
