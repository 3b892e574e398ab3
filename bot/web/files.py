"""Pictures, voice notes and documents as a browser gets them: to be seen or heard, and able to do nothing."""

from pathlib import Path

from starlette.responses import FileResponse

from bot.model.documents import PDF
from bot.store.rows import Row
from bot.web.plain_headers import PAGE

#: What a browser may be told that it is, and how its name ends where somebody keeps it.
KNOWN = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif", "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/aac": ".aac", "audio/amr": ".amr", "audio/wav": ".wav",
    "audio/webm": ".webm", PDF: ".pdf",
}  # fmt: skip
ALONE = {
    **PAGE,
    "Content-Security-Policy": "default-src 'none'; media-src 'self'; frame-ancestors 'none'; sandbox",
}


def held(folder: Path, row: Row | None, *, small: bool = False) -> Path | None:
    """The file of a picture or voice note that may be seen; its smaller copy, where there is one."""
    if row is None or not row["file"]:  # only what is held has one
        return None
    names = [row["small"]] if small and row["small"] else []
    paths = [folder / Path(name).name for name in (*names, row["file"])]
    return next((it for it in paths if it.is_file()), None)


def sent(path: Path, mime: str, name: str) -> FileResponse:
    """As an attachment: a page of ours shows it, and opened by itself it is a file to keep, whatever is in it."""
    mime = mime.partition(";")[0]
    return FileResponse(
        path,
        media_type=mime if mime in KNOWN else "application/octet-stream",
        headers=ALONE,
        filename=name + KNOWN.get(mime, ""),
    )
