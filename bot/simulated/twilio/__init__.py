"""Twilio, pretended: messages out and in, status callbacks, signatures, opt-outs."""

from bot.simulated.twilio.account import Account
from bot.simulated.twilio.carrier import Twilio

__all__ = ["Account", "Twilio"]
