"""`GET Messages.json`: which messages, in which order, on which page."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from bot.simulated.twilio.message import Text
from bot.simulated.twilio.rules import Refusal

PARAMETERS = frozenset(["To", "From", "DateSent", "DateSent<", "DateSent>", "PageSize", "Page", "PageToken"])
_LARGEST_PAGE = 1000


def matching(messages: Iterable[Text], query: Mapping[str, str]) -> list[Text] | Refusal:
    """Newest first. `DateSent` is a day in GMT; `DateSent<` and `DateSent>` include their moment."""
    try:
        day = _moment(query, "DateSent")
        until = _moment(query, "DateSent<")
        since = _moment(query, "DateSent>")
    except ValueError:
        return Refusal(20001, "A date is not valid.")
    found = [
        text
        for text in messages
        if query.get("To") in (None, "", text.to)
        and query.get("From") in (None, "", text.sender)
        and (day is None or (text.sent is not None and day <= text.sent < day + timedelta(days=1)))
        and (until is None or (text.sent is not None and text.sent <= until))
        and (since is None or (text.sent is not None and text.sent >= since))
    ]
    return sorted(found, key=lambda text: text.sent or text.created, reverse=True)


def page(
    found: list[Text], query: Mapping[str, str], path: str
) -> tuple[list[Text], dict[str, object]] | Refusal:
    """The texts of the page that was asked for, and the fields that lead to its neighbours."""
    try:
        size = int(query.get("PageSize", "50"))
        number = int(query.get("Page", "0"))
    except ValueError:
        return Refusal(20001, "Page and PageSize are whole numbers.")
    if not 1 <= size <= _LARGEST_PAGE or number < 0:
        return Refusal(20001, f"PageSize is between 1 and {_LARGEST_PAGE}.")

    def uri(page: int) -> str:
        wanted = {
            name: value for name, value in query.items() if name not in ("Page", "PageToken", "PageSize")
        }
        token = {"PageToken": f"PA{page}"} if page else {}
        return f"{path}?{urlencode({**wanted, 'PageSize': size, 'Page': page, **token})}"

    start = number * size
    texts = found[start : start + size]
    return texts, {
        "end": max(start, start + len(texts) - 1),
        "first_page_uri": uri(0),
        "next_page_uri": uri(number + 1) if start + size < len(found) else None,
        "page": number,
        "page_size": size,
        "previous_page_uri": uri(number - 1) if number else None,
        "start": start,
        "uri": uri(number),
    }


def _moment(query: Mapping[str, str], name: str) -> datetime | None:
    if not query.get(name):
        return None
    moment = datetime.fromisoformat(query[name])
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
