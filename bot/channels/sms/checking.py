"""What the doctor asks Twilio."""

from twilio.rest import Client  # type: ignore[import-untyped]

from bot.channels.sms import outcomes
from bot.channels.sms.opening import INBOUND
from bot.config import Config
from bot.model.delivery import Unsure


async def check(client: Client, config: Config) -> list[str]:
    try:
        account = await client.api.v2010.accounts(config.twilio_account_sid).fetch_async()
        if account.status != "active":
            return ["Twilio says that the account is not active. Look at its balance and its notices."]
        # A short code is not among the telephone numbers, and a service has its own list elsewhere.
        if not config.twilio_from.startswith("+"):
            return [] if not config.public_url else [_set_it_there(config)]
        found = await client.incoming_phone_numbers.list_async(phone_number=config.twilio_from, limit=5)
    except outcomes.EXPECTED as trouble:
        what = outcomes.outcome(trouble)
        why = "Twilio could not be asked" if isinstance(what, Unsure) else getattr(what, "why", "")
        return [f"{why[:1].upper()}{why[1:]}."]
    ours = [number for number in found if number.phone_number == config.twilio_from]
    if not ours:
        return ["The number in AHO_TWILIO_FROM is not a number of this Twilio account."]
    wanted = config.public_url + INBOUND
    if config.public_url and ours[0].sms_url != wanted:
        return [f"At Twilio, set the number's “A message comes in” to {wanted} (webhook, HTTP POST)."]
    if config.public_url and ours[0].sms_method not in (None, "POST"):
        return ["At Twilio, set the number's “A message comes in” to HTTP POST; it is GET now."]
    return []


def _set_it_there(config: Config) -> str:
    return (
        "Aho cannot look into a Messaging Service or a short code. At Twilio, see that what comes in is sent "
        f"to {config.public_url + INBOUND} (webhook, HTTP POST), and that smart encoding is off."
    )
