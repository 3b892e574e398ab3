"""What a document is called: that it is a PDF, how many pages it has, and how many bytes."""

import re

PDF = "application/pdf"
_NAMED = re.compile(r"application/pdf; pages=(\d+); bytes=(\d+)")
_BEFORE = b"\xef\xbb\xbf\r\n\t \0"  #: what some programs write before it


def is_pdf(content: bytes) -> bool:
    return content[:64].lstrip(_BEFORE).startswith(b"%PDF-")


def named(pages: int, size: int) -> str:
    """Its kind as a row keeps it: with what its readers want to know before they open it."""
    return f"{PDF}; pages={pages}; bytes={size}"


def pages_and_bytes(mime: str) -> tuple[int, int]:
    found = _NAMED.fullmatch(mime)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def size_of(mime: str) -> str:
    """As people say it: "40 KB", "2.5 MB"."""
    return bytes_said(pages_and_bytes(mime)[1])


def bytes_said(size: int) -> str:
    return f"{max(1, round(size / 1000))} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
