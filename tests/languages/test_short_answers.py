import pytest

from bot.languages.short_answers import choice, looks_like_thanks


@pytest.mark.parametrize(
    ("typed", "tag", "number"),
    [("1", "en", 1), (" 2. ", "en", 2), ("3)", "en", 3), ("(2)", "en", 2), ("two", "sm", 2),
     ("Tahi", "mi", 1), ("whā", "mi", 4), ("wha", "mi", 4), ("lua", "sm", 2), ("二", "zh_Hans", 2),
     ("둘", "ko", 2), ("Dalawa", "fil", 2), ("dos", "es", 2), ("twee", "af", 2), ("二", "zh_Hant", 2), ("hai", "vi", 2),
     ("２", "en", 2), ("२", "hi", 2),
     ("2️⃣", "en", 2), ("0", "en", None), ("5", "en", None), ("1.5", "en", None),
     ("1 2", "en", None), ("2 loaves", "en", None), ("0211234567", "en", None), ("", "en", None),
     ("tahi", "en", None), ("²²", "en", None)],
)  # fmt: skip
def test_the_number_of_a_choice_among_four(typed: str, tag: str, number: int | None) -> None:
    assert choice(typed, 4, tag) == number


@pytest.mark.parametrize(
    ("typed", "tag"),
    [("ok", "en"), ("OK thanks!", "hi"), ("Ka pai", "en"), ("Ngā mihi nui", "mi"),
     ("Fa'afetai tele lava", "sm"), ("Mālō", "to"), ("👍", "en"), ("👍🏽👍🏽", "sm"), ("thank you ❤️", "en"),
     ("谢谢", "zh_Hans"),
     ("감사합니다!", "ko"), ("Salamat po, ok po", "fil"), ("¡Muchas gracias!", "es"), ("Baie dankie juffrou", "af"),
     ("唔該晒", "zh_Hant"), ("Cam on co", "vi"), ("kia ora, ok 👍", "mi")],
)  # fmt: skip
def test_thanks(typed: str, tag: str) -> None:
    assert looks_like_thanks(typed, tag)


@pytest.mark.parametrize(
    "typed",
    ["", "?", "1", "no", "yes", "ok but he was sad today", "thanks, he was sick", "😢", "He read 👍",
     "not ok", "stop"],
)  # fmt: skip
def test_what_says_more_than_thanks_is_not_thanks(typed: str) -> None:
    assert not looks_like_thanks(typed, "en")
