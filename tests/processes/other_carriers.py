"""Another fake of Twilio's Messages API and of the Bot API, written from their public documentation alone.

It shares no line with bot/simulated, is strict where that one may be kind, and has quirks that the documents
allow: fields nobody asked for, tiny pages, dates as in letters (RFC 2822), numbers as text. What it would have
refused stands in `complaints`.

twilio.com/docs/messaging/api/message-resource · twilio.com/docs/usage/security · core.telegram.org/bots/api
"""

import base64
import email.utils
import hashlib
import hmac
import json
import threading
import urllib.request
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

Json = dict[str, Any]
SID, TWILIO_TOKEN, NUMBER = "AC" + "7" * 32, "another-auth-token", "+6421000777"
BOT_TOKEN = "777000:another-bots-token-with_-in-it"
CREATE = set("""To From MessagingServiceSid Body MediaUrl ContentSid ContentVariables StatusCallback ApplicationSid
    MaxPrice ProvideFeedback Attempt ValidityPeriod ForceDelivery ContentRetention AddressRetention SmartEncoded
    PersistentAction ShortenUrls ScheduleType SendAt SendAsMms RiskCheck""".split())  # fmt: skip
LIST = {"To", "From", "DateSent", "DateSent<", "DateSent>", "PageSize", "Page", "PageToken"}
METHODS = {
    "getMe": set(),
    "getWebhookInfo": set(),
    "setWebhook": set("url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token".split()),
    "deleteWebhook": {"drop_pending_updates"},
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "setMyCommands": {"commands", "scope", "language_code"},
    "sendMessage": set("""business_connection_id chat_id message_thread_id text parse_mode entities link_preview_options
        disable_notification protect_content allow_paid_broadcast message_effect_id reply_parameters
        reply_markup""".split()),
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert", "url", "cache_time"},
    "editMessageReplyMarkup": {"business_connection_id", "chat_id", "message_id", "inline_message_id", "reply_markup"},
}  # fmt: skip


class OtherCarriers:
    """Both, on one port; `door` is where texts are posted, and None while nobody can knock."""

    def __init__(self) -> None:
        self.texts: list[Json] = []
        self.chats: list[Json] = []
        self.updates: list[Json] = []
        self.webhook: Json = {}
        self.door: str | None = None
        self.complaints: list[str] = []
        self.news = threading.Condition()
        self.closing = False
        outer = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                outer._answer(self)

            do_GET = do_POST

            def log_message(self, format: str, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.settings = {
            "AHO_TWILIO_API_URL": self.url, "AHO_TWILIO_ACCOUNT_SID": SID, "AHO_TWILIO_AUTH_TOKEN": TWILIO_TOKEN,
            "AHO_TWILIO_FROM": NUMBER, "AHO_TELEGRAM_API_URL": f"{self.url}/bot", "AHO_TELEGRAM_TOKEN": BOT_TOKEN,
        }  # fmt: skip
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        with self.news:
            self.closing = True
            self.news.notify_all()
        self.server.shutdown()
        self.server.server_close()

    # What people do.

    def text(self, sender: str, words: str) -> None:
        self.texts.append(_message(len(self.texts), sender, NUMBER, words, "inbound", "received"))
        if self.door:
            said = {"Body": words, "From": sender, "To": NUMBER, "MessageSid": self.texts[-1]["sid"], "NumMedia": "0",
                    "AccountSid": SID, "FromCity": "", "FromCountry": "NZ", "SomethingNew": "added without notice",
                    "SmsMessageSid": self.texts[-1]["sid"], "ApiVersion": "2010-04-01"}  # fmt: skip
            self._sign_and_post(self.door, said)

    def chat(self, chat_id: int, words: str) -> None:
        person = {
            "id": chat_id,
            "is_bot": False,
            "first_name": "Tavita",
            "language_code": "sm",
            "is_premium": True,
        }
        message = {"message_id": 40 + len(self.updates), "from": person, "date": _seconds(), "text": words,
                   "chat": {"id": chat_id, "type": "private", "first_name": "Tavita"}, "field_of_tomorrow": [1]}  # fmt: skip
        if words.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(words.split()[0])}]
        with self.news:
            self.updates.append({"update_id": 900_000 + len(self.updates), "message": message})
            self.news.notify_all()
        if self.webhook.get("url"):
            headers = {"content-type": "application/json"}
            if "secret_token" in self.webhook:
                headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook["secret_token"]
            self._post(self.webhook["url"], json.dumps(self.updates[-1]).encode(), headers)

    def heard_at(self, number: str) -> list[str]:
        return [it["body"] for it in self.texts if it["to"] == number and it["direction"] == "outbound-api"]

    # What the school calls.

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        content = request.rfile.read(int(request.headers.get("content-length") or 0))
        parts = urlsplit(request.path)
        given = dict(parse_qsl(parts.query, keep_blank_values=True))
        kind = request.headers.get_content_type()
        if content and kind == "application/x-www-form-urlencoded":
            given |= dict(parse_qsl(content.decode(), keep_blank_values=True))
        elif content and kind == "application/json":
            given |= json.loads(content)
        elif content:
            self.complaints.append(f"{parts.path}: content type {kind}")
        if parts.path.startswith("/bot"):
            status, told = self._telegram(parts.path, given)
        else:
            status, told = self._twilio(request, parts.path, given)
        body = json.dumps(told).encode()
        request.send_response(status)
        request.send_header("content-type", "application/json; charset=utf-8")
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _twilio(self, request: BaseHTTPRequestHandler, path: str, given: Json) -> tuple[int, Json]:
        wanted = "Basic " + base64.b64encode(f"{SID}:{TWILIO_TOKEN}".encode()).decode()
        if request.headers.get("authorization") != wanted:
            return 401, {"code": 20003, "message": "Authenticate", "status": 401}
        if path == f"/2010-04-01/Accounts/{SID}/Messages.json":
            return self._create(given) if request.command == "POST" else self._page(given)
        self.complaints.append(f"twilio has no {path}")
        return 404, {"code": 20404, "message": "not found", "status": 404}

    def _create(self, form: Json) -> tuple[int, Json]:
        self._only("create a message", form, CREATE)
        if (
            form.get("From") != NUMBER
            or not form.get("Body")
            or not 1 <= int(form.get("ValidityPeriod", 1)) <= 36_000
        ):
            self.complaints.append("create a message: sender, body or validity")
        callback = form.get("StatusCallback")
        if callback is not None and not (urlsplit(callback).scheme and urlsplit(callback).hostname):
            self.complaints.append("StatusCallback is not absolute")
        made = _message(len(self.texts), NUMBER, form["To"], form["Body"], "outbound-api", "queued")
        self.texts.append(made | {"status": "delivered", "date_sent": made["date_created"]})
        if callback:
            for status in ("delivered", "sent"):  # out of order, as they may come
                told = {"MessageSid": made["sid"], "MessageStatus": status, "AccountSid": SID, "To": form["To"],
                        "From": NUMBER, "ApiVersion": "2010-04-01", "RawDlrDoneDate": ""}  # fmt: skip
                threading.Thread(target=self._sign_and_post, args=(callback, told), daemon=True).start()
        return 201, made

    def _page(self, query: Json) -> tuple[int, Json]:
        """Two to a page, whatever was asked for: what comes next stands in `next_page_uri`, and there alone."""
        self._only("list messages", query, LIST)
        after = query.get("DateSent>", "")
        found = [
            it for it in reversed(self.texts)
            if query.get("To", it["to"]) == it["to"] and query.get("From", it["from"]) == it["from"]
            and (not after or email.utils.parsedate_to_datetime(it["date_created"]).date().isoformat() >= after)
        ]  # fmt: skip
        start = int(query.get("PageToken", "PT0").removeprefix("PT"))
        here = f"/2010-04-01/Accounts/{SID}/Messages.json"
        more = urlencode({**query, "Page": "1", "PageToken": f"PT{start + 2}"})
        return 200, {
            "messages": found[start : start + 2], "page": start // 2, "page_size": 2, "start": start, "end": start + 1,
            "uri": here, "first_page_uri": here, "previous_page_uri": None,
            "next_page_uri": f"{here}?{more}" if start + 2 < len(found) else None,
        }  # fmt: skip

    def _telegram(self, path: str, given: Json) -> tuple[int, Json]:
        token, _, method = path.removeprefix("/bot").partition("/")
        if token != BOT_TOKEN:
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        if method not in METHODS:
            self.complaints.append(f"telegram has no {method}")
            return 404, {"ok": False, "error_code": 404, "description": "Not Found"}
        self._only(method, given, METHODS[method])
        match method:
            case "getMe":
                result: Any = {"id": 777000, "is_bot": True, "first_name": "School", "username": "OtherSchoolBot",
                               "can_join_groups": True, "has_main_web_app": False, "unheard_of": {}}  # fmt: skip
            case "setWebhook":
                self.webhook, result = given, True
            case "deleteWebhook":
                self.webhook, result = {}, True
            case "getWebhookInfo":
                result = {
                    "url": self.webhook.get("url", ""),
                    "has_custom_certificate": False,
                    "pending_update_count": 0,
                }
            case "getUpdates":
                if self.webhook:
                    return 409, {
                        "ok": False,
                        "error_code": 409,
                        "description": "Conflict: a webhook is active",
                    }
                result = self._since(int(given.get("offset", 0)), int(given.get("timeout", 0)))
            case "sendMessage":
                self.chats.append(given)
                chat = {"id": int(given["chat_id"]), "type": "private", "first_name": "Tavita"}
                result = {"message_id": 5000 + len(self.chats), "date": _seconds(), "chat": chat, "text": given["text"],
                          "from": {"id": 777000, "is_bot": True, "first_name": "School"}, "invented_later": None}  # fmt: skip
            case _:
                result = True
        return 200, {"ok": True, "result": result}

    def _since(self, offset: int, seconds: int) -> list[Json]:
        with self.news:
            waiting = lambda: [it for it in self.updates if it["update_id"] >= offset]  # noqa: E731
            self.news.wait_for(lambda: waiting() or self.closing, min(seconds, 25))
            return waiting()

    def _only(self, what: str, given: Json, known: set[str]) -> None:
        if unknown := set(given) - known:
            self.complaints.append(f"{what}: unknown {sorted(unknown)}")

    def _sign_and_post(self, url: str, form: Json) -> None:
        signed = url + "".join(name + form[name] for name in sorted(form))
        mac = hmac.new(TWILIO_TOKEN.encode(), signed.encode(), hashlib.sha1).digest()
        headers = {"X-Twilio-Signature": base64.b64encode(mac).decode(),
                   "content-type": "application/x-www-form-urlencoded"}  # fmt: skip
        self._post(url, urlencode(form).encode(), headers)

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> None:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=15) as answer:
                answer.read()
        except OSError as refused:
            self.complaints.append(f"{urlsplit(url).path} answered {refused}")


def _message(number: int, sender: str, to: str, words: str, direction: str, status: str) -> Json:
    """As the documents show it: RFC 2822 dates, counts as text, and a field that nobody has heard of."""
    now = email.utils.format_datetime(datetime.now(UTC))
    sid = f"SM{number:032x}"
    return {
        "account_sid": SID, "api_version": "2010-04-01", "body": words, "date_created": now, "date_sent": None,
        "date_updated": now, "direction": direction, "error_code": None, "error_message": None, "from": sender,
        "messaging_service_sid": None, "num_media": "0", "num_segments": "1", "price": None, "price_unit": "NZD",
        "sid": sid, "status": status, "to": to, "uri": f"/2010-04-01/Accounts/{SID}/Messages/{sid}.json",
        "subresource_uris": {"media": f"/2010-04-01/Accounts/{SID}/Messages/{sid}/Media.json"}, "tags": {"a": "b"},
    }  # fmt: skip


def _seconds() -> int:
    return int(datetime.now(UTC).timestamp())
