"""What a browser's form sends: read by ourselves, small, and never trusted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.web.console import uploads

LARGEST = 64 * 1024  # bytes: six wordings of a long question, in any script
MOST_FIELDS = 600  # three hundred children picked by hand, and the words in every language
BIGGEST_ID = 2**63 - 1


class TooBig(Exception):
    """More than any of our forms could send; with words of its own for a file."""


@dataclass(frozen=True)
class Form:
    fields: Mapping[str, str] = field(default_factory=dict)
    file_name: str = ""
    file: bytes = field(default=b"", repr=False)

    def text(self, name: str) -> str:
        """What was typed, its line ends as ours are; NUL, which no database takes, is left out."""
        return self.fields.get(name, "").replace("\r\n", "\n").replace("\0", "")

    def number(self, name: str) -> int | None:
        return number(self.fields.get(name, ""))

    def numbers(self, prefix: str) -> list[int]:
        """The ids of what was ticked: of `child-7` the 7."""
        return [it for rest in self.starting(prefix) if (it := number(rest)) is not None]

    def starting(self, prefix: str) -> dict[str, str]:
        """All fields of a kind, such as `words-mi`, by what follows the prefix."""
        return {name.removeprefix(prefix): self.text(name) for name in self.fields if name.startswith(prefix)}


async def read(request: Request, upload: int = 0) -> Form:
    """Raises TooBig. What is no form at all is an empty one: its token is missing, and it goes no further.

    `upload`: so many bytes a form with a file may have; on most pages none.
    """
    if upload and request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _with_a_file(request, upload)
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


async def _with_a_file(request: Request, upload: int) -> Form:
    try:
        sent = await uploads.read(request, upload)
    except uploads.TooLarge:
        raise TooBig(
            f"A file here may have up to {upload // 1024 // 1024} MB. Nothing was changed."
        ) from None
    return Form(*sent) if sent is not None else Form()


def number(text: str) -> int | None:
    """An id as a database can hold it."""
    if not text.isascii() or not text.isdecimal() or len(text) > 19:
        return None
    return int(text) if int(text) <= BIGGEST_ID else None


def day(text: str) -> date | None:
    """A day as a browser writes it; None where it is none, or lies in no year of ours."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if 2000 < found.year < 2200 else None
