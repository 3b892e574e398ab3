import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.languages.segments import Count, count, plain

GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [
        ("", "GSM-7", 0, 0),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        # 153 is odd: each segment has room for 76 euros, not 76 and a half.
        ("€" * 153, "GSM-7", 306, 3),
        ("a" * 152 + "€" + "a" * 10, "GSM-7", 164, 2),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),
        ("ā" * 70, "UCS-2", 70, 1),
        ("ā" * 71, "UCS-2", 71, 2),
        ("ā" * 134, "UCS-2", 134, 2),
        ("ā" * 135, "UCS-2", 135, 3),
        ("😀" * 35, "UCS-2", 70, 1),
        # 67 is odd too: 33 faces a segment.
        ("😀" * 67, "UCS-2", 134, 3),
    ],
)
def test_segments_counted_by_hand(text: str, encoding: str, units: int, segments: int) -> None:
    counted = count(text)
    assert (counted.encoding, counted.units, counted.segments) == (encoding, units, segments)


def test_the_costly_characters_are_named_once_and_in_order() -> None:
    assert count("Ka kite anō, whānau, anō 👍").costly == ("ō", "ā", "👍")
    assert count("Ka kite") == Count("GSM-7", 7, 1, ())


def test_decomposed_macrons_cost_no_more_than_composed_ones() -> None:
    assert count(unicodedata.normalize("NFD", "ā" * 70)).segments == 1


def test_a_backtick_and_a_small_c_cedilla_are_not_gsm() -> None:
    assert count("`ç").costly == ("`", "ç")


def test_plain_words_keep_macrons_and_okina_and_lose_what_costs_unseen() -> None:
    assert plain("9:30\u202fam “ā” – Toʻonaʻi’s…\u200e") == '9:30 am "ā" - Toʻonaʻi\'s...'
    assert count(plain("9:30\u202fam – it’s on…")).encoding == "GSM-7"


cheap, costly = st.sampled_from(GSM + "€[]{}~^|\\\f"), st.sampled_from("āō😀中ʻ\u202f")
letters = st.one_of(cheap, costly, st.characters(codec="utf-8"))


@given(st.one_of(st.text(letters, max_size=400), st.text(cheap, max_size=400)))
@example("a" * 152 + "€" + "a" * 152)
def test_the_segments_are_what_cutting_the_text_up_gives(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    extended = set("\f^{}\\[~]|€")
    if set(text) <= set(GSM) | extended:
        septets = [mark if mark in GSM else "\x1b" + mark for mark in text]
        most, encoding = (160, 153), "GSM-7"
    else:
        septets = [mark.encode("utf-16-be").decode("latin-1") for mark in text]
        most, encoding = (140, 134), "UCS-2"
    pieces = ["".join(septets)] if sum(map(len, septets)) <= most[0] else _cut(septets, most[1])
    counted = count(text)
    assert counted.encoding == encoding
    assert counted.segments == (len(pieces) if text else 0)
    assert counted.units == len("".join(septets)) // (1 if encoding == "GSM-7" else 2)


def _cut(symbols: list[str], room: int) -> list[str]:
    pieces = [""]
    for symbol in symbols:
        if len(pieces[-1] + symbol) > room:
            pieces.append("")
        pieces[-1] += symbol
    return pieces
