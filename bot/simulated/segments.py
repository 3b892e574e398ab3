"""How many segments a text takes over the air (3GPP TS 23.038): what is reported as `num_segments`."""

_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = set("\f^{}\\[~]|€")


def segments(text: str) -> int:
    """GSM-7: 160 septets, or 153 in each part. One character outside it makes all of it UCS-2: 70, or 67."""
    letters = set(text)
    if letters <= _BASIC | _EXTENDED:
        return _parts(text, _EXTENDED & letters, 160, 153)
    return _parts(text, {c for c in letters if ord(c) > 0xFFFF}, 70, 67)


def _parts(text: str, wide: set[str], alone: int, joined: int) -> int:
    """`wide`: those letters that take two places."""
    if not wide:
        return 1 if len(text) <= alone else -(-len(text) // joined)
    widths = [2 if c in wide else 1 for c in text]
    if sum(widths) <= alone:
        return 1
    parts, room = 1, joined
    for width in widths:
        if width > room:
            parts, room = parts + 1, joined
        room -= width
    return parts
