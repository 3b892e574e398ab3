"""A file that a browser sends with a form: read by Starlette's own parser, never larger than its page allows."""

from collections.abc import AsyncGenerator

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

DRAINED = (
    5  #: so many times the limit is read to its end, so that the browser hears why, and not of a broken line
)


class TooLarge(Exception):
    """More than the page takes."""


async def read(request: Request, limit: int) -> tuple[dict[str, str], str, bytes] | None:
    """The fields, the file's name and its bytes; None for what is no such form. Raises TooLarge."""
    parser = MultiPartParser(request.headers, _counted(request, limit), max_files=1, max_fields=40)
    try:
        sent = await parser.parse()
    except MultiPartException:
        return None
    fields, name, content = {}, "", b""
    for key, value in sent.multi_items():
        if isinstance(value, UploadFile):
            name, content = value.filename or "", await value.read()
        else:
            fields[key] = value
    await sent.close()
    return fields, name, content


async def _counted(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > DRAINED * limit:
            break
        if size <= limit:
            yield chunk
    if size > limit:
        raise TooLarge
