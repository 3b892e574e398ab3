"""The methods that this carrier knows, with the parameters documented for each (Bot API 9 and 10)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.simulated.forms import Form
from bot.simulated.telegram import asking, hearing, speaking
from bot.simulated.telegram.carrier import Telegram

Call = Callable[[Telegram, Form], Awaitable[object]]
_SENT = (
    "business_connection_id chat_id message_thread_id direct_messages_topic_id parse_mode "
    "disable_notification protect_content allow_paid_broadcast message_effect_id "
    "suggested_post_parameters reply_parameters reply_markup "
)
_CAPTIONED = _SENT + "caption caption_entities "
_EDITED = "business_connection_id chat_id message_id inline_message_id reply_markup "


@dataclass(frozen=True, slots=True)
class Method:
    """`says` marks those that put something on a phone: they are the ones that meet faults."""

    call: Call
    parameters: frozenset[str]
    says: bool = False


def _method(
    call: Callable[[Telegram, Form], Awaitable[object]], parameters: str = "", says: bool = False
) -> Method:
    return Method(call, frozenset(parameters.split()), says)


#: Names are matched without regard to case, as the real API does.
METHODS = {
    "getme": _method(asking.get_me),
    "sendmessage": _method(speaking.send_message, _SENT + "text entities link_preview_options", says=True),
    "sendphoto": _method(
        speaking.send_photo, _CAPTIONED + "photo show_caption_above_media has_spoiler", says=True
    ),
    "sendvoice": _method(speaking.send_voice, _CAPTIONED + "voice duration", says=True),
    "senddocument": _method(
        speaking.send_document, _CAPTIONED + "document disable_content_type_detection", says=True
    ),
    "sendchataction": _method(
        speaking.send_chat_action, "business_connection_id chat_id message_thread_id action"
    ),
    "editmessagetext": _method(
        speaking.edit_message_text, _EDITED + "text parse_mode entities link_preview_options", says=True
    ),
    "editmessagereplymarkup": _method(speaking.edit_message_reply_markup, _EDITED, says=True),
    "answercallbackquery": _method(
        speaking.answer_callback_query, "callback_query_id text show_alert url cache_time"
    ),
    "setmycommands": _method(asking.set_my_commands, "commands scope language_code"),
    "getmycommands": _method(asking.get_my_commands, "scope language_code"),
    "deletemycommands": _method(asking.delete_my_commands, "scope language_code"),
    "getfile": _method(asking.get_file, "file_id"),
    "setwebhook": _method(
        hearing.set_webhook,
        "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
    ),
    "deletewebhook": _method(hearing.delete_webhook, "drop_pending_updates"),
    "getwebhookinfo": _method(hearing.get_webhook_info),
    "getupdates": _method(hearing.get_updates, "offset limit timeout allowed_updates"),
}
