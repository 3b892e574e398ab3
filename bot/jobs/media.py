"""Pictures and voice notes: fetched from the carrier, made again without what they carry, and held as files.

A photo knows where it was taken; made again from its pixels alone, it knows nothing.
"""

import asyncio
import io
import warnings
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from bot.acts.desk import AtDesk, Desk
from bot.channels import Channel, Fetched, Unfetched
from bot.model.heard import Sight
from bot.store import media
from bot.store.rows import Row

MOST_TRIES = 5
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
SOUNDS = {b"OggS": "audio/ogg", b"ID3": "audio/mpeg", b"RIFF": "audio/wav", b"\xff\xfb": "audio/mpeg"}


async def fetch_wanted(act: AtDesk, channels: Mapping[str, Channel], folder: Path) -> int:
    """Fetches what is wanted at the school; how many are held now. A failure is tried again, then kept as failed."""
    held = 0
    for row in await act(lambda desk: media.claim(desk.db, desk.school.id, list(channels), desk.now)):
        sight = Sight(row["kind"], row["reference"], row["mime"], row["seconds"])
        got = await channels[row["channel"]].fetch(sight)
        # In a thread: a large picture takes a second to make again, and every phone would wait for it.
        made = await asyncio.to_thread(_made, got, row["kind"]) if isinstance(got, Fetched) else got
        held += await act(_keeping(row, made, folder))
    return held


def _made(got: Fetched, kind: str) -> Fetched | Unfetched:
    return _picture(got.content) if kind == "photo" else _sound(got.content)


def _picture(content: bytes) -> Fetched | Unfetched:
    """The same picture from its pixels alone: upright, no larger than a phone needs, no metadata."""
    from PIL import Image, ImageOps  # until a picture comes, its megabytes stay away

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF")) as found:
                if found.width * found.height > MOST_PIXELS:
                    return Unfetched("too large")
                upright = ImageOps.exif_transpose(found).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        bare = Image.new("RGB", upright.size)
        bare.paste(upright)
        out = io.BytesIO()
        bare.save(out, "JPEG", quality=85)
    except (
        Exception
    ):  # a broken picture breaks its reader in many ways: it must not hold up the next family's
        return Unfetched("not a picture")
    return Fetched(out.getvalue(), "image/jpeg")


def _sound(content: bytes) -> Fetched | Unfetched:
    mime = next((mime for magic, mime in SOUNDS.items() if content.startswith(magic)), None)
    return Fetched(content, mime) if mime else Unfetched("not a voice note")


def _keeping(row: Row, made: Fetched | Unfetched, folder: Path) -> Callable[[Desk], int]:
    def keep(desk: Desk) -> int:
        if isinstance(made, Fetched):
            name = desk.chance(16).hex()
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(made.content)
            if media.settle(desk.db, row, state="held", file=name, mime=made.mime, why=None):
                return 1
            (folder / name).unlink()  # another process was quicker: a second copy would never be found again
            return 0
        tries = row["tries"] + 1
        over = not made.again or tries >= MOST_TRIES
        media.settle(desk.db, row, state="failed" if over else "wanted", tries=tries, why=made.why,
                     again_at=desk.now + timedelta(seconds=5 * 2**tries))  # fmt: skip
        return 0

    return keep
