"""Moving in at Telegram: where we listen, what the menu offers; and what the doctor asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram import sending
from bot.channels.telegram.opening import WEBHOOK
from bot.channels.telegram.updates import WANTED
from bot.model.delivery import Halted, Later


@dataclass(frozen=True)
class Settled:
    username: str  #: without the @; for links such as https://t.me/<username>?start=<code>
    without_menu: tuple[str, ...] = ()  #: languages whose menu Telegram did not take


async def settle_in(
    bot: Bot, secret: str, public_url: str | None, menus: Mapping[str, Sequence[tuple[str, str]]]
) -> Settled | Later | Halted:
    try:
        username = (await bot.get_me()).username or ""
        if public_url:
            await bot.set_webhook(
                public_url + WEBHOOK, secret_token=secret, allowed_updates=WANTED, max_connections=40
            )
        else:
            # Waiting updates stay: people may have written while we were away.
            await bot.delete_webhook(drop_pending_updates=False)
        without = [language for language, menu in menus.items() if not await _offered(bot, language, menu)]
    except TelegramError as trouble:
        return _trouble(trouble)
    return Settled(username, tuple(without))


async def _offered(bot: Bot, language: str, menu: Sequence[tuple[str, str]]) -> bool:
    """Telegram knows languages by two letters only; in any other the default menu shows."""
    if language and not (len(language) == 2 and language.isascii() and language.isalpha()):
        return True
    try:
        await bot.set_my_commands(menu, language_code=language or None)
    except BadRequest:
        return False
    return True


async def check(bot: Bot, public_url: str | None) -> list[str]:
    try:
        await bot.get_me()
        hook = await bot.get_webhook_info()
    except TelegramError as trouble:
        why = _trouble(trouble).why
        return [f"{why[:1].upper()}{why[1:]}."]
    wanted = public_url + WEBHOOK if public_url else ""
    found = []
    if hook.url != wanted and wanted:
        found.append(f"Telegram does not send to {wanted} yet. It is told so when Aho starts.")
    if hook.url and not wanted:
        found.append(
            "Telegram still sends to another address, so nothing can be polled. Start Aho to end that."
        )
    if hook.last_error_message and wanted:
        found.append(f"Telegram could not deliver to us lately; it says: {hook.last_error_message}.")
    return found


def _trouble(trouble: TelegramError) -> Later | Halted:
    """Nothing here harms when done twice."""
    if isinstance(trouble, BadRequest):
        return Halted("Telegram does not take our address for updates: check AHO_PUBLIC_URL")
    what = sending.outcome(trouble)
    return what if isinstance(what, Later | Halted) else Later("Telegram could not be asked", 10.0)
