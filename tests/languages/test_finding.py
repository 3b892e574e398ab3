"""Words as they are looked for, in the ways in which families and teachers type them."""

import pytest

from bot.languages.finding import asked, marked, tokens


@pytest.mark.parametrize(
    ("kept", "looked_for"),
    [
        ("Kei te hāngī a Māia", "hangi maia"),
        ("Kei te hangi a Maia", "HĀNGĪ"),
        ("Faʻafetai tele", "fa'afetai"),
        ("Fa'afetai tele", "faafetai"),
        ("وصلت الرِّسالة إلى المدرسة", "رسالة الى"),
        ("أحمد مريض", "احمد"),
        ("我们学校的孩子", "学校"),
        ("ขอบคุณมากครับ", "คุณ"),
        ("Hana's hat", "hana"),
        ("학교에서 배웠어요", "학교"),
    ],
)
def test_either_way_of_typing_finds_the_other(kept: str, looked_for: str) -> None:
    there, wanted = tokens(kept), asked(looked_for)
    assert wanted and all(any(token.startswith(it) for token in there) for it in wanted)
    assert any(hit for _text, hit in marked(kept, wanted))


@pytest.mark.parametrize(
    "typed", ['"', "' OR 1=1 --", "a* NEAR b", "(hat", "words:x", "{{7*7}}", "\\", "&|!<->"]
)
def test_nothing_that_is_typed_is_more_than_words(typed: str) -> None:
    assert all(it.isalnum() for it in asked(typed))


def test_what_is_shown_is_what_was_said() -> None:
    words = "Kei te hāngī mātou i te rā nei, ka kai tahi ai"
    pieces = marked(words, asked("hangi"))
    assert "".join(text for text, _hit in pieces) == words and [text for text, hit in pieces if hit] == [
        "hāngī"
    ]
    long = "x " * 300 + "hāngī"
    assert [text for text, hit in marked(long, ["hangi"]) if hit] == ["hāngī"]
