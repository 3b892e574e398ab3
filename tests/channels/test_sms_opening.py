"""Twilio knocks: who is let in, and what we hear."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from bot.channels.sms.opening import opened
from bot.model.heard import Forged, Hook, Incoming, Kind, Receipt, Sight, Unreadable
from tests.channels.school import MUM, NUMBER, PUBLIC, SID, TOKEN, config

FORM = "application/x-www-form-urlencoded; charset=UTF-8"
MEDIA = f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages/MM1/Media/ME1"
CARD = (Sight("other", MEDIA, "text/vcard"),)
HEARD = {"MessageSid": "SM1", "AccountSid": SID, "From": MUM, "To": NUMBER, "Body": "Kia ora", "FromCity": ""}


def knock(
    form: dict[str, str],
    *,
    path: str = "/hooks/sms",
    body: bytes | None = None,
    token: str = TOKEN,
    host: str = PUBLIC,
    kind: str = FORM,
    algorithm: str = "",
) -> Hook:
    headers = {"content-type": kind}
    headers["x-twilio-signature"] = RequestValidator(token).compute_signature(
        host + path, form, algorithm or None
    )
    if algorithm:
        headers["x-twilio-webhooks-signature-settings"] = f"key=webhooks_sharedkey_1,algorithm={algorithm}"
    return Hook(path, headers, urlencode(form).encode() if body is None else body)


@pytest.mark.parametrize(
    ("more", "heard"),
    [
        ({}, Incoming("sms", "SM1", MUM, Kind.TEXT, words="Kia ora")),
        ({"Body": "  Tēnā koe 🌱 \n"}, Incoming("sms", "SM1", MUM, Kind.TEXT, words="  Tēnā koe 🌱 \n")),
        ({"Body": "a\u0304e"}, Incoming("sms", "SM1", MUM, Kind.TEXT, words="a\u0304e")),
        ({"Body": ""}, Incoming("sms", "SM1", MUM, Kind.TEXT)),
        (
            {"Body": "STOP", "OptOutType": "STOP"},
            Incoming("sms", "SM1", MUM, Kind.TEXT, words="STOP", hint="STOP"),
        ),
        (
            {"Body": "", "NumMedia": "1", "MediaUrl0": MEDIA, "MediaContentType0": "image/jpeg"},
            Incoming("sms", "SM1", MUM, Kind.PHOTO, sights=(Sight("photo", MEDIA, "image/jpeg"),)),
        ),
        (
            {"Body": "hear her", "NumMedia": "1", "MediaUrl0": MEDIA, "MediaContentType0": "audio/amr"},
            Incoming(
                "sms", "SM1", MUM, Kind.VOICE, words="hear her", sights=(Sight("voice", MEDIA, "audio/amr"),)
            ),
        ),
        (
            {"Body": "", "NumMedia": "1", "MediaUrl0": MEDIA, "MediaContentType0": "text/vcard"},
            Incoming("sms", "SM1", MUM, Kind.OTHER, strange=CARD),
        ),
        (
            {
                "Body": "our new number",
                "NumMedia": "1",
                "MediaUrl0": MEDIA,
                "MediaContentType0": "text/vcard",
            },
            Incoming("sms", "SM1", MUM, Kind.TEXT, words="our new number", strange=CARD),
        ),
        ({"NumMedia": "many"}, Incoming("sms", "SM1", MUM, Kind.TEXT, words="Kia ora")),
    ],
)
def test_what_a_family_texts_is_heard_as_it_was_written(more: dict[str, str], heard: Incoming) -> None:
    assert opened(knock(HEARD | more), config()) == [heard]


@pytest.mark.parametrize(
    ("more", "state", "error"),
    [
        ({"MessageStatus": "sent"}, "sent", ""),
        ({"SmsStatus": "delivered"}, "delivered", ""),
        ({"MessageStatus": "undelivered", "ErrorCode": "30003"}, "undelivered", "30003"),
        ({"MessageStatus": "canceled"}, "failed", ""),
    ],
)
def test_a_receipt_carries_our_own_token_back(more: dict[str, str], state: str, error: str) -> None:
    form = {"MessageSid": "SM9", "AccountSid": SID, **more}
    hook = knock(form, path="/hooks/sms/status?attempt=a-17")
    assert opened(hook, config()) == [Receipt("sms", "SM9", state, error=error, attempt="a-17")]


def test_a_status_that_is_no_step_of_ours_is_let_in_and_ignored() -> None:
    form = {"MessageSid": "SM9", "AccountSid": SID, "MessageStatus": "receiving"}
    assert opened(knock(form, path="/hooks/sms/status?attempt=a"), config()) == []


@pytest.mark.parametrize("algorithm", ["HMAC_SHA1", "HMAC_SHA256", "hmac_sha256"])
def test_both_of_twilios_ways_to_sign_are_known(algorithm: str) -> None:
    assert opened(knock(HEARD, algorithm=algorithm), config())


def forged() -> dict[str, tuple[Hook, dict[str, str]]]:
    fine = knock(HEARD)
    dropped = {name: value for name, value in HEARD.items() if name != "FromCity"}
    unsigned = Hook(fine.path, {"content-type": FORM}, fine.body)
    stranger = knock(HEARD | {"AccountSid": "AC" + "9" * 32})
    return {
        "another host": (knock(HEARD, host="https://elsewhere.example"), {}),
        "http in place of https": (knock(HEARD, host=PUBLIC.replace("https", "http")), {}),
        "another path": (Hook("/hooks/sms/status", fine.headers, fine.body), {}),
        "another attempt": (Hook("/hooks/sms?attempt=b", fine.headers, fine.body), {}),
        "a blank parameter dropped": (Hook(fine.path, fine.headers, urlencode(dropped).encode()), {}),
        "a parameter added": (Hook(fine.path, fine.headers, fine.body + b"&Extra=1"), {}),
        "a repeated parameter": (Hook(fine.path, fine.headers, fine.body + b"&Body=Hello"), {}),
        "other words": (Hook(fine.path, fine.headers, fine.body.replace(b"Kia", b"Kua")), {}),
        "another token": (knock(HEARD, token="3" * 32), {}),
        "no signature": (unsigned, {}),
        "no signature and unreadable": (Hook(fine.path, {}, b"\xff"), {}),
        "a strange signature": (Hook(fine.path, {**fine.headers, "x-twilio-signature": "āē"}, fine.body), {}),
        "an unknown algorithm": (knock(HEARD, algorithm="HMAC_SHA1"), {"algorithm": "HMAC_MD5"}),
        "another account": (stranger, {}),
        "no public address of ours": (fine, {"public_url": ""}),
        "no token of ours": (knock(HEARD, token=""), {"twilio_auth_token": ""}),
    }


@pytest.mark.parametrize("case", forged())
def test_a_forged_knock_is_turned_away(case: str) -> None:
    hook, changes = forged()[case]
    if algorithm := changes.pop("algorithm", ""):
        headers = {**hook.headers, "x-twilio-webhooks-signature-settings": f"algorithm={algorithm}"}
        hook = Hook(hook.path, headers, hook.body)
    with pytest.raises(Forged):
        opened(hook, config(**changes))


@pytest.mark.parametrize(
    "hook",
    [
        knock(HEARD, body=b"Body=\xff\xfe"),
        knock(HEARD, body=b"Body=%FF%FE"),
        knock(HEARD, body=b"a=" + b"b" * 70_000),
        knock(HEARD, body=b"&".join(b"a%d=b" % n for n in range(300))),
        knock(HEARD, kind="application/json"),
        knock(HEARD, kind=""),
        knock(HEARD, path="/hooks/sms/other"),
        knock({name: value for name, value in HEARD.items() if name != "From"}),
        knock({name: value for name, value in HEARD.items() if name != "MessageSid"}),
        knock({"AccountSid": SID, "MessageStatus": "sent"}, path="/hooks/sms/status"),
    ],
    ids=lambda hook: hook.body[:20].decode("latin-1"),
)
def test_what_nobody_can_read_is_said_to_be_so(hook: Hook) -> None:
    with pytest.raises(Unreadable):
        opened(hook, config())


def test_parameters_that_come_twice_are_all_signed() -> None:
    body = urlencode([*HEARD.items(), ("Note", "b"), ("Note", "a")]).encode()
    signed = (
        PUBLIC
        + "/hooks/sms"
        + "".join(n + v for n, v in sorted([*HEARD.items(), ("Note", "a"), ("Note", "b")]))
    )
    signature = RequestValidator(TOKEN).compute_signature(signed, {})
    hook = Hook("/hooks/sms", {"content-type": FORM, "x-twilio-signature": signature}, body)
    assert opened(hook, config())


# A NUL or half a character cannot be put on a phone; everything else can.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.dictionaries(st.text("ABCabc019", min_size=1, max_size=8), words, max_size=8))
def test_whatever_twilio_adds_blank_or_not_is_part_of_what_was_signed(more: dict[str, str]) -> None:
    form = {**{f"X{name}": value for name, value in more.items()}, **HEARD}
    assert opened(knock(form), config())
    for name in more:
        thinner = {key: value for key, value in form.items() if key != f"X{name}"}
        fine = knock(form)
        with pytest.raises(Forged):
            opened(Hook(fine.path, fine.headers, urlencode(thinner).encode()), config())
