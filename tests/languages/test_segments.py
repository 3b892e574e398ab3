import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.languages.segments import Count, count, plain, segmented, without_costly

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


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", []),
        ("a" * 160, [160]),
        ("a" * 161, [153, 8]),
        ("a" * 306, [153, 153]),
        # An escape would be the 153rd septet: the euro goes whole into the next segment, and one septet stays empty.
        ("a" * 152 + "€" + "a" * 20, [152, 22]),
        # It ends just at the seam, and fills it.
        ("a" * 151 + "€" + "a" * 20, [153, 20]),
        ("a" * 153 + "€" + "a" * 20, [153, 22]),
        ("ā" * 70, [70]),
        ("ā" * 71, [67, 4]),
        # The first half of a face would be the 67th unit.
        ("ā" * 66 + "😀" + "ā" * 10, [66, 12]),
        ("ā" * 65 + "😀" + "ā" * 10, [67, 10]),
        ("ā" * 67 + "😀" + "ā" * 10, [67, 12]),
        # In UCS-2 a euro is a letter like any other.
        ("ā" * 66 + "€" + "ā" * 10, [67, 10]),
        # Letter and macron typed apart are one letter, counted and sent as one.
        ("a\u0304" * 71, [67, 4]),
    ],
)
def test_what_each_segment_holds_by_hand(text: str, units: list[int]) -> None:
    """Holds `_ends`: neither an escape nor a surrogate pair is parted by a seam."""
    parts = segmented(text)
    assert [it.units for it in parts] == units
    assert "".join(it.text for it in parts) == unicodedata.normalize("NFC", text)
    assert count(text).segments == len(units)


def test_how_much_the_costly_characters_cost() -> None:
    assert (count("Kia ora whānau. " * 9).segments, without_costly("Kia ora whānau. " * 9)) == (3, 1)
    assert without_costly("a€" * 90) == count("a€" * 90).segments == 2


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


EXTENSION = "\f^{}\\[~]|€"
cheap, costly = st.sampled_from(GSM + EXTENSION), st.sampled_from("āō😀中ʻ\u202f")
letters = st.one_of(cheap, costly, st.characters(codec="utf-8"))


@given(st.one_of(st.text(letters, max_size=400), st.text(cheap, max_size=400)))
@example("a" * 152 + "€" + "a" * 152)
@example("ā" * 66 + "😀" * 40)
def test_the_segments_are_what_slicing_the_coded_stream_gives(text: str) -> None:
    """An independent count: the whole text is coded first, and the stream is cut up as bytes, from its front.

    Holds everything in `segmented` and `count`; nothing here looks at one character at a time.
    """
    text = unicodedata.normalize("NFC", text)
    slices = _sevens(text) if set(text) <= set(GSM + EXTENSION) else _wide(text)
    counted, parts = count(text), segmented(text)
    assert counted.segments == len(slices) == len(parts)
    assert [it.units for it in parts] == [units for units, _words in slices]
    assert [it.text for it in parts] == [words for _units, words in slices]
    assert counted.units == sum(units for units, _words in slices)


def _sevens(text: str) -> list[tuple[int, str]]:
    """The septets of GSM-7, each as its letter, an escape before those of the second table."""
    stream = re.sub("([" + re.escape(EXTENSION) + "])", "\x1b\\1", text)
    if len(stream) <= 160:
        return [(len(stream), text)] if text else []
    found = []
    while stream:
        piece = stream[:153]
        if piece.endswith("\x1b"):
            piece = piece[:-1]
        found.append((len(piece), piece.replace("\x1b", "")))
        stream = stream[len(piece) :]
    return found


def _wide(text: str) -> list[tuple[int, str]]:
    """UTF-16; a piece that cannot be read by itself ends in half a pair, which belongs to the next one."""
    stream, found = text.encode("utf-16-be"), []
    if len(stream) <= 140:
        return [(len(stream) // 2, text)]
    while stream:
        piece = stream[:134]
        try:
            words = piece.decode("utf-16-be")
        except UnicodeDecodeError:
            piece = piece[:-2]
            words = piece.decode("utf-16-be")
        found.append((len(piece) // 2, words))
        stream = stream[len(piece) :]
    return found
