"""What a browser's form sends: read by ourselves, small, and never trusted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

LARGEST = 64 * 1024  # bytes: six wordings of a long question, in any script
MOST_FIELDS = 600  # three hundred children picked by hand, and the words in every language
BIGGEST_ID = 2**63 - 1


class TooBig(Exception):
    """More than any of our forms could send."""


@dataclass(frozen=True)
class Form:
    fields: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What was typed, its line ends as ours are; NUL, which no database takes, is left out."""
        return self.fields.get(name, "").replace("\r\n", "\n").replace("\0", "")

    def number(self, name: str) -> int | None:
        return number(self.fields.get(name, ""))

    def starting(self, prefix: str) -> dict[str, str]:
        """All fields of a kind, such as `words-mi`, by what follows the prefix."""
        return {name.removeprefix(prefix): self.text(name) for name in self.fields if name.startswith(prefix)}


async def read(request: Request) -> Form:
    """Raises TooBig. What is no form at all is an empty one: its token is missing, and it goes no further."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise TooBig
    try:
        return Form(
            dict(
                parse_qsl(
                    bytes(body).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
                )
            )
        )
    except ValueError:
        return Form()


def number(text: str) -> int | None:
    """An id as a database can hold it."""
    if not text.isascii() or not text.isdecimal() or len(text) > 19:
        return None
    return int(text) if int(text) <= BIGGEST_ID else None
