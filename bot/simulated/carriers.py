"""Both carriers over one ledger, and the phones that use them."""

from collections.abc import Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.routing import Mount

from bot.simulated.ledger import Ledger
from bot.simulated.phones import SmsPhone, TelegramPhone
from bot.simulated.post import Post
from bot.simulated.telegram import Telegram
from bot.simulated.telegram import door as telegram_door
from bot.simulated.twilio import Account, Twilio
from bot.simulated.twilio import door as twilio_door


class Carriers:
    """`address` is where `app` can be reached from the school: media links point there. `pause` is the wait
    in seconds between a text's statuses, `patience` the wait before the n-th retry of a Telegram webhook."""

    def __init__(
        self,
        now: Callable[[], datetime],
        post: Post,
        *,
        address: str = "http://127.0.0.1:8000/simulated",
        account: Account | None = None,
        pause: float = 0.05,
        patience: Callable[[int], float] = lambda tries: min(60.0, 0.5 * 2**tries),
    ) -> None:
        self.ledger = Ledger()
        self.twilio = Twilio(self.ledger, now, post, account=account, pause=pause)
        self.telegram = Telegram(self.ledger, now, post, patience=patience)
        self.phones: dict[str, SmsPhone | TelegramPhone] = {}
        self.move_to(address)

    def move_to(self, address: str) -> None:
        """For a server that learns its port only when it has begun to listen."""
        self.address = address.rstrip("/")
        self.twilio.address = self.twilio_url

    @property
    def twilio_url(self) -> str:
        return f"{self.address}/twilio"

    @property
    def telegram_url(self) -> str:
        """Before the token: `…/bot`."""
        return f"{self.address}/telegram/bot"

    def sms_phone(self, number: str) -> SmsPhone:
        """The phone with that number (E.164); always the same one."""
        phone = self.phones.setdefault(number, SmsPhone(self.twilio, number))
        assert isinstance(phone, SmsPhone)
        return phone

    def telegram_phone(self, user_id: int, first_name: str = "", language_code: str = "") -> TelegramPhone:
        phone = self.phones.get(str(user_id))
        if phone is None:
            phone = TelegramPhone(self.telegram, user_id, first_name or "Someone", language_code)
            self.phones[str(user_id)] = phone
        assert isinstance(phone, TelegramPhone)
        return phone

    async def settled(self) -> None:
        """Until every webhook and status callback that is due has been posted."""
        await self.twilio.settled()
        await self.telegram.updates.settled()

    def close(self) -> None:
        """Let go of long polls and live pages, and stop posting: call it before the server waits for its
        connections to end."""
        self.telegram.updates.close()
        self.ledger.close()


def mount(carriers: Carriers) -> Mount:
    """`app`, for a server that has other doors too."""
    return Mount("/simulated", app(carriers))


def app(carriers: Carriers) -> Starlette:
    """To be mounted at `/simulated`, or served by `python -m bot.simulated`."""
    return Starlette(
        routes=[
            Mount("/twilio", twilio_door.app(carriers.twilio)),
            Mount("/telegram", telegram_door.app(carriers.telegram)),
        ]
    )
