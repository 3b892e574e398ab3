"""Twilio's messages: put there, listed, and what came along with one.

Its own `client.messages` does the same, and for that loads every kind of thing that Twilio sells: eleven megabytes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from twilio.base import deserialize, values  # type: ignore[import-untyped]
from twilio.base.domain import Domain  # type: ignore[import-untyped]
from twilio.base.page import Page  # type: ignore[import-untyped]
from twilio.base.version import Version  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

PAGE = 200
MOST_MEDIA = 10  #: more than an MMS holds


@dataclass(frozen=True)
class Message:
    """As Twilio lists it; what it does not say is None."""

    sid: str
    direction: str | None
    from_: str | None
    to: str | None
    body: str | None
    status: str | None
    error_code: object
    num_segments: str | None
    num_media: str | None
    messaging_service_sid: str | None
    date_created: datetime | None
    date_updated: datetime | None


class Messages:
    """Those of one account. Raises what Twilio's client raises: outcomes.EXPECTED."""

    def __init__(self, client: Client) -> None:
        self._api = Version(Domain(client, "https://api.twilio.com"), "2010-04-01")
        self._here = f"/Accounts/{client.account_sid}/Messages"

    async def create(self, form: dict[str, Any]) -> dict[str, Any]:
        """Twilio's answer, as it came."""
        answer: dict[str, Any] = await self._api.create_async("POST", f"{self._here}.json", data=form)
        return answer

    async def page(self, *, to: str = "", sender: str = "", day: str = "") -> Page:
        """The first page, whose items are each a Message; it knows the next."""
        asked = {"To": to, "From": sender, "DateSent>": day}
        params = {name: value for name, value in asked.items() if value} | {"PageSize": PAGE}
        return _Listed(self._api, await self._api.page_async("GET", f"{self._here}.json", values.of(params)))

    async def media(self, sid: str) -> list[tuple[str, str]]:
        """Address and kind of what came along with a message."""
        found = await self._api.page_async("GET", f"{self._here}/{sid}/Media.json", {"PageSize": MOST_MEDIA})
        return [(it["uri"], it["content_type"]) for it in _Page(self._api, found)]


class _Page(Page):  # type: ignore[misc]  # Twilio's library carries no types
    def get_instance(self, payload: dict[str, Any]) -> Any:
        return payload


class _Listed(Page):  # type: ignore[misc]
    def get_instance(self, payload: dict[str, Any]) -> Message:
        said: Any = payload.get
        return Message(
            said("sid"), said("direction"), said("from"), said("to"), said("body"), said("status"),
            deserialize.integer(said("error_code")), said("num_segments"), said("num_media"),
            said("messaging_service_sid"), deserialize.rfc2822_datetime(said("date_created")),
            deserialize.rfc2822_datetime(said("date_updated")),
        )  # fmt: skip
