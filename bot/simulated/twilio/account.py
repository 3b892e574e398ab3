"""The pretended customer account and its one telephone number."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """The number is made up: no New Zealand carrier has given out a block that begins 020 0000 00."""

    sid: str = "AC" + "0" * 29 + "a40"
    token: str = "5" * 29 + "a40"
    number: str = "+642000000040"
    number_sid: str = "PN" + "0" * 29 + "a40"
    service_sid: str = ""  # a Messaging Service ("MG…"), where the school has one
    name: str = "A pretended account"

    @property
    def path(self) -> str:
        return f"/2010-04-01/Accounts/{self.sid}"
