"""The Telegram Bot API, pretended: methods, updates by webhook or long poll, files."""

from bot.simulated.telegram.carrier import Telegram

__all__ = ["Telegram"]
