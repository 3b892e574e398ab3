"""Pictures and voice notes of the play. A picture is made again on its way, so that it is known by its colour."""

import io
from pathlib import Path

from PIL import Image

SOUND = Path(__file__).parents[1] / "web" / "static" / "voice-note.ogg"
VOICE = "a voice note"
COLOURS = {"a red picture": (200, 40, 40), "a blue picture": (40, 60, 200)}


def picture(named: str) -> bytes:
    """A JPEG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), COLOURS[named]).save(out, "JPEG")
    return out.getvalue()


def voice() -> bytes:
    return SOUND.read_bytes()


def fingerprint(kind: str, content: bytes) -> str:
    """By what is in it, whatever it was called on its way."""
    if kind != "photo":
        return VOICE
    with Image.open(io.BytesIO(content)) as opened:
        seen = opened.convert("RGB").resize((1, 1)).getpixel((0, 0))
    assert isinstance(seen, tuple)
    return min(COLOURS, key=lambda it: sum(abs(a - b) for a, b in zip(COLOURS[it], seen, strict=True)))
