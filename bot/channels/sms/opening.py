"""What Twilio posts to us: verified first, as it came, then read."""

import hmac
from urllib.parse import parse_qs, parse_qsl, urlsplit

from twilio.request_validator import HMAC_SHA1, RequestValidator, get_signature_algorithm  # type: ignore[import-untyped]

from bot.channels.sms import outcomes
from bot.channels.sms.media import kind_of, sights
from bot.config import Config
from bot.model.heard import Forged, Hook, Incoming, Receipt, Unreadable

INBOUND, STATUS = "/hooks/sms", "/hooks/sms/status"
_LONGEST_BODY = 64 * 1024  # bytes: ten pictures, 1600 letters of four bytes, all percent-encoded, and room
_MOST_FIELDS = 200
_LONGEST_NAME = 100  # letters: Twilio's ids have 34, a number 16


class Form(dict[str, str]):
    """By name, the last value; `getall` gives all of them, which is what Twilio's validator looks for first."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        super().__init__(pairs)
        self._all: dict[str, list[str]] = {}
        for name, value in pairs:
            self._all.setdefault(name, []).append(value)

    def getall(self, name: str) -> list[str]:
        return self._all.get(name, [])


def opened(hook: Hook, config: Config) -> list[Incoming | Receipt]:
    """Raises Forged or Unreadable. The signature is checked on what came; the words stay as they came."""
    signature = hook.headers.get("x-twilio-signature", "")
    token = config.twilio_auth_token.get_secret_value()
    # Without our public address there is nothing to check against, and Twilio was never given a door.
    if not (signature and token and config.public_url):
        raise Forged
    form = _form(hook)
    algorithm = get_signature_algorithm(hook.headers.get("x-twilio-webhooks-signature-settings"))
    if not _signed(RequestValidator(token), config.public_url + hook.path, form, signature, algorithm):
        raise Forged
    if form.get("AccountSid") != config.twilio_account_sid:
        raise Forged
    match urlsplit(hook.path).path:
        case path if path == INBOUND:
            return [_incoming(form)]
        case path if path == STATUS:
            return list(_receipts(form, hook.path))
    raise Unreadable("there is no such door")


def _signed(validator: RequestValidator, url: str, form: Form, signature: str, algorithm: str) -> bool:
    """The address as it was given to Twilio is what it mostly signs; `validate` works out two more, with a port and
    without, and that is most of what a webhook costs at the door."""
    if algorithm == HMAC_SHA1:
        mostly = validator.compute_signature(url, form, algorithm)
        if hmac.compare_digest(mostly.encode(), signature.encode("utf-8", "surrogatepass")):
            return True
    return bool(validator.validate(url, form, signature, algorithm))


def _form(hook: Hook) -> Form:
    """Every parameter, blank and repeated ones too: all are signed, and Twilio adds new ones unannounced."""
    kind = hook.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Unreadable("a form was expected")
    if len(hook.body) > _LONGEST_BODY:
        raise Unreadable("too long")
    try:
        text = hook.body.decode("utf-8")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:  # of which UnicodeDecodeError is one
        raise Unreadable("this is not a form") from None
    return Form(pairs)


def _incoming(form: Form) -> Incoming:
    key, address, words = _name(form, "MessageSid"), _name(form, "From"), form.get("Body", "")
    many = outcomes.counted(form.get("NumMedia")) or 0
    seen, strange = sights(
        (form.get(f"MediaUrl{n}", ""), form.get(f"MediaContentType{n}", "")) for n in range(min(many, 10))
    )
    return Incoming("sms", key, address, kind_of(words, seen, many), words=words, sights=seen, strange=strange,
                    hint=form.get("OptOutType", ""))  # fmt: skip


def _receipts(form: Form, path: str) -> list[Receipt]:
    key = _name(form, "MessageSid")
    state = outcomes.state(form.get("MessageStatus") or form.get("SmsStatus"))
    if state is None:
        return []  # a word of Twilio's that is no step of ours
    attempt = parse_qs(urlsplit(path).query).get("attempt", [""])[0]
    error = form.get("ErrorCode", "")
    counted = outcomes.counted(form.get("NumSegments"))
    return [
        Receipt("sms", key, state, error=_plain(error), attempt=_plain(attempt) or None, segments=counted)
    ]


def _name(form: Form, field: str) -> str:
    """An id or a number: short, printable, and there."""
    name = form.get(field, "")
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise Unreadable(f"without {field}")
    return name


def _plain(word: str) -> str:
    """A code or a token as carriers and we write them; anything else is none."""
    return word if word.isascii() and word.isprintable() and len(word) <= _LONGEST_NAME else ""
