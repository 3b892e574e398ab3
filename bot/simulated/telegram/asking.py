"""What the bot asks and sets: who it is, its commands, a file. Each returns `result`, or raises Refused."""

import json
from typing import Any

from bot.simulated.forms import Form
from bot.simulated.telegram.carrier import Telegram
from bot.simulated.telegram.refused import bad

Json = dict[str, Any]
_MEGABYTE = 1024 * 1024


async def get_me(telegram: Telegram, form: Form) -> Json:
    return telegram.bot


async def set_my_commands(telegram: Telegram, form: Form) -> bool:
    try:
        commands = json.loads(form.values.get("commands", ""))
        named = [(str(c["command"]), str(c["description"])) for c in commands]
    except (ValueError, KeyError, TypeError):
        bad("can't parse commands JSON object")
    for command, description in named:
        if not (1 <= len(command) <= 32 and command.isascii() and command.replace("_", "a").isalnum()):
            bad("BOT_COMMAND_INVALID")
        if command != command.lower():
            bad("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            bad("BOT_COMMAND_DESCRIPTION_INVALID")
    if len(named) > 100:
        bad("BOT_COMMANDS_TOO_MUCH")
    telegram.commands[_scope(form)] = [{"command": c, "description": d} for c, d in named]
    return True


async def get_my_commands(telegram: Telegram, form: Form) -> list[Json]:
    return telegram.commands.get(_scope(form), [])


async def delete_my_commands(telegram: Telegram, form: Form) -> bool:
    telegram.commands.pop(_scope(form), None)
    return True


async def get_file(telegram: Telegram, form: Form) -> Json:
    file_id = form.values.get("file_id", "")
    file = telegram.files.get(file_id)
    if file is None:
        bad("wrong file_id or the file is temporarily unavailable")
    if len(file.media.content) > 20 * _MEGABYTE:
        bad("file is too big")
    size = len(file.media.content)
    unique = f"AQ{file.media.key}"
    return {"file_id": file_id, "file_unique_id": unique, "file_size": size, "file_path": file.path}


def _scope(form: Form) -> tuple[str, str]:
    try:
        scope = json.dumps(json.loads(form.values.get("scope") or '{"type": "default"}'), sort_keys=True)
    except ValueError:
        bad("can't parse BotCommandScope JSON object")
    return scope, form.values.get("language_code", "")
