import pytest

from bot.languages.keywords import (
    TWILIO_STOP,
    begins_with_pause,
    is_twilio_start,
    match,
    match_with_rest,
    stop_words,
)
from bot.languages.registry import LANGUAGES


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
@pytest.mark.parametrize("word", sorted(TWILIO_STOP))
def test_the_carriers_stop_words_stop_everybody(word: str, tag: str) -> None:
    assert match(word.upper(), tag) == "STOP"
    assert match(f" {word.capitalize()}.\n", tag) == "STOP"


@pytest.mark.parametrize(
    ("typed", "tag", "keyword"),
    [
        ("/stop", "en", "STOP"),
        ("/stop@AhoBot", "sm", "STOP"),
        ("/START", "en", "START"),
        ("Unstop", "mi", "START"),
        ("info", "sm", "HELP"),
        ("Help!", "zh_Hans", "HELP"),
        ("KATI", "mi", "STOP"),
        ("Kāti.", "mi", "STOP"),
        ("taofi", "sm", "STOP"),
        ("Tuʻu", "to", "STOP"),
        ("tu'u", "to", "STOP"),
        ("Aka'oti", "rar", "STOP"),
        ("ꞌAkaꞌoti.", "rar", "STOP"),
        ("koai?", "rar", "WHO"),
        ("Fakaoti", "niu", "STOP"),
        ("taofi", "tkl", "STOP"),
        ("TAROVA", "fj", "STOP"),
        ("Roko!", "hif", "STOP"),
        ("停止", "zh_Hans", "STOP"),
        ("रोको", "hi", "STOP"),
        ("중지", "ko", "STOP"),
        ("수신거부", "ko", "STOP"),
        ("Itigil po!", "fil", "STOP"),
        ("no mas mensajes", "es", "STOP"),
        ("quien", "es", "WHO"),
        ("hou op", "af", "STOP"),
        ("退訂", "zh_Hant", "STOP"),
        ("ngung", "vi", "STOP"),
        ("gia dinh", "vi", "FAMILY"),
        ("awhina", "mi", "HELP"),
        ("Whānau", "mi", "FAMILY"),
        ("family", "mi", "FAMILY"),
        ("gagana", "sm", "LANGUAGE"),
        ("wrong number", "en", "WRONG"),
        ("please stop texting me", "en", "STOP"),
        ("ALL", "to", "ALL"),
        ("/share", "en", "SHARE"),
        ("/language@AhoBot", "hi", "LANGUAGE"),
    ],
)
def test_keywords(typed: str, tag: str, keyword: str) -> None:
    assert match(typed, tag) == keyword


@pytest.mark.parametrize(
    "sentence",
    [
        "please cancel my lunch order",
        "When does it end?",
        "the end",
        "He can't stop reading",
        "Stop by any time",
        "Help him with his reading please",
        "Who picks up Tama today?",
        "all good",
        "That is wrong",
        "yes",
        "Share this with nobody",
        "Family is fine",
        "/",
        "/unknown",
        "stop/start",
        "",
        "stop " * 40,
    ],
)
@pytest.mark.parametrize("tag", ["en", "mi", "sm"])
def test_sentences_are_no_keywords(sentence: str, tag: str) -> None:
    assert match(sentence, tag) is None


def test_a_word_of_two_languages_is_decided_by_the_persons_own() -> None:
    assert match("tuku", "to") == "STOP"
    assert match("tuku", "mi") == "SHARE"
    assert match("tuku", "mi", {"mi", "to"}) == "SHARE"
    assert match("lea", "to") == "LANGUAGE"
    assert match("lea", "sm") is None


def test_a_stop_word_of_a_switched_on_language_stops_anybody() -> None:
    assert match("taofi", "en") is None
    assert match("taofi", "en", {"mi", "sm"}) == "STOP"
    assert match("gagana", "en", {"mi", "sm"}) is None
    assert "taofi" in stop_words({"sm", "xx"})
    assert "tuku" not in stop_words({"en", "sm"})


@pytest.mark.parametrize("name", ["Dung", "Huy", "Pare", "Tama", "Alto"])
@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_no_name_and_no_voice_in_the_choir_stops_anybody(name: str, tag: str) -> None:
    """Each of these is, or looks like, a word for "stop" somewhere; and a whole answer to a teacher elsewhere."""
    assert match(name, tag, LANGUAGES) is None


def test_yes_only_takes_a_stopped_number_back() -> None:
    assert match("YES", "en") is None
    assert is_twilio_start(" Yes! ")
    assert is_twilio_start("start")
    assert not is_twilio_start("yes please")


@pytest.mark.parametrize(
    ("typed", "tag", "found"),
    [
        ("LANGUAGE Samoan", "en", ("LANGUAGE", "Samoan")),
        ("language: Klingon", "en", ("LANGUAGE", "Klingon")),
        ("/language@AhoBot te reo Māori", "sm", ("LANGUAGE", "te reo Māori")),
        ("Gagana Peretania", "sm", None),
        ("gagana samoa", "sm", ("LANGUAGE", "samoa")),
        ("reo Hāmoa", "mi", ("LANGUAGE", "Hāmoa")),
        ("reo papa'a", "rar", ("LANGUAGE", "papa'a")),
        ("VOSA vakavavalagi", "fj", ("LANGUAGE", "vakavavalagi")),
        ("Language is hard for him", "en", None),
        ("LANGUAGE", "en", None),
        ("SHARE We baked bread {name}", "en", ("SHARE", "We baked bread {name}")),
        ("Share: we baked bread", "en", ("SHARE", "we baked bread")),
        ("share - we baked bread", "en", ("SHARE", "we baked bread")),
        ("share\nWe baked bread\nand ate it", "en", ("SHARE", "We baked bread\nand ate it")),
        ("/share we baked bread", "mi", ("SHARE", "we baked bread")),
        ("TOHATOHA I tunu parāoa mātou", "mi", ("SHARE", "I tunu parāoa mātou")),
        ("Fa'asoa: na matou kuka", "sm", ("SHARE", "na matou kuka")),
        ("分享：我们做了面包", "zh_Hans", ("SHARE", "我们做了面包")),
        ("Share this with nobody but you", "en", None),
        ("share this with his dad and I will be angry: please", "en", None),
        ("SHARE THIS WITH NOBODY", "en", None),
        ("Share-market night on Friday", "en", None),
        ("Sharemarket", "en", None),
        ("SHARE:", "en", None),
        ("STOP reading to him", "en", None),
        ("FAMILY dinner was lovely", "en", None),
    ],
)
def test_keywords_with_words_after_them(typed: str, tag: str, found: tuple[str, str] | None) -> None:
    assert match_with_rest(typed, tag) == found


@pytest.mark.parametrize(
    ("typed", "tag", "rest"),
    [
        ("pause 2 wiki", "mi", "2 wiki"),
        ("PAUSE for the tangi", "en", "for the tangi"),
        ("malolo 2 vaiaso", "sm", "2 vaiaso"),
        ("malolo lua vaiaso", "sm", "lua vaiaso"),
        ("MALOLO i le lua vaiaso", "sm", "i le lua vaiaso"),
        ("Malolo lelei", "sm", None),
        ("malolo i le vaiaso fou", "sm", None),
        ("whakatā i te rā nei", "mi", None),
        ("Malolo i le Aso Lua", "sm", None),
        ("tạm dừng tháng này", "vi", None),
        ("暂停一天可以吗", "zh_Hans", "一天可以吗"),
        ("暂停一下游戏", "zh_Hans", None),
        ("Pause button is broken", "en", None),
        ("Pause and reflect is great", "en", None),
        ("pause game then homework", "en", None),
        ("Pause these texts please", "en", "these texts please"),
        ("pause it", "en", "it"),
        ("Pause, our koro has died", "en", "our koro has died"),
        ("pause a while", "en", "a while"),
        ("tạm dừng 2 tuần", "vi", "2 tuần"),
        ("Pause for a moment: is school open?", "en", None),
        ("We pause on 2 May", "en", None),
        ("pause", "en", None),
    ],
)
def test_a_pause_of_any_length(typed: str, tag: str, rest: str | None) -> None:
    """Holds that an everyday word of theirs pauses nobody, and that a sentence does not."""
    assert begins_with_pause(typed, tag) == rest


@pytest.mark.parametrize(
    "typed", ["PAUSE six weeks", "Pause two weeks please", "PAUSE until 20 Dec", "pause for 10 days."]
)
def test_a_pause_as_people_say_it(typed: str) -> None:
    assert match_with_rest(typed, "en") is not None
