"""“Please stop texting me” in a sentence; and what only sounds like it."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.languages import wishes
from bot.languages.keywords import match
from bot.languages.registry import LANGUAGES
from bot.languages.wishes import says_wrong_number, wants_to_stop

ASKS = [
    "pls stop sending me these", "Please stop texting me at work, I've had enough", "please STOP with all these messages!",
    "can you stop all these messages", "I don’t want to receive these any more", "i dont want any more of your texts",
    "Take me off your list please", "no more texts thanks, we moved", "Kindly remove my number from your system",
    "Please do not text me again.", "we do not wish to receive these", "stop your stupid messages",
    "Could you please stop messaging my phone", "PLEASE UNSUBSCRIBE ME FROM THIS", "quit texting this number",
]  # fmt: skip
OTHERWISE = [
    "please stop by the school", "the bus stop is closed", "make him stop biting", "stop sending him to the office",
    "He can't stop reading", "Stop, I can't find his hat", "Please stop the other kids teasing her",
    "Do we get off at the last stop?", "don't send his togs, we have them", "he does not want to go to school",
    "I don't want to be late", "Can you text me when he arrives", "no more lollies please", "",
]  # fmt: skip


@pytest.mark.parametrize("words", ASKS)
def test_whoever_has_had_enough_is_heard(words: str) -> None:
    assert wants_to_stop(words, "en")
    assert wants_to_stop(words, "sm")  # English is heard from everybody
    assert match(words, "en") is None  # and it is no STOP by itself


@pytest.mark.parametrize("words", OTHERWISE)
def test_a_false_friend_is_not_asked(words: str) -> None:
    assert not wants_to_stop(words, "en", LANGUAGES)


@pytest.mark.parametrize("words", ["make his dad stop texting me", "He keeps saying leave me alone"])
def test_these_cost_a_question_and_never_a_stop(words: str) -> None:
    """Nobody can tell them from the real thing by their words: that is why Aho asks."""
    assert wants_to_stop(words, "en")
    assert match(words, "en", LANGUAGES) is None


def heard(monkeypatch: pytest.MonkeyPatch, script: str, *stopping: str) -> None:
    known = replace(LANGUAGES["mi"], script=script, stopping=stopping)
    monkeypatch.setattr(wishes, "language", lambda tag: known)
    monkeypatch.setattr(wishes, "_phrases", wishes._phrases.__wrapped__)


def test_a_gap_is_a_few_words_and_order_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    heard(monkeypatch, "Latn", "kāti … karere", "fe'au")
    assert wants_to_stop("Kati te tuku karere mai.", "mi")
    assert wants_to_stop("KĀTI, KARERE", "mi")
    assert wants_to_stop("aua le toe lafo feʻau", "mi")
    assert not wants_to_stop("karere, kāti", "mi")
    assert not wants_to_stop("kāti tahi rua toru whā rima karere", "mi")
    assert not wants_to_stop("kātia ngā karere", "mi")  # another word


@pytest.mark.parametrize(
    ("script", "phrase", "words"),
    [
        ("Hans", "不要再给我发", "请不要再给我发短信了"),
        ("Hang", "문자 … 보내지 마세요", "문자를 더 보내지마세요!"),
        ("Arab", "توقفوا عن مراسلتي", "من فضلكم توقّفوا عن مراسلتي، شكرا"),
        ("Deva", "संदेश भेजना बंद करें", "कृपया मुझे संदेश भेजना बंद करें।"),
    ],
)
def test_where_words_are_not_set_apart(
    monkeypatch: pytest.MonkeyPatch, script: str, phrase: str, words: str
) -> None:
    heard(monkeypatch, script, phrase)
    assert wants_to_stop(words, "mi")
    assert not wants_to_stop(words[: len(words) // 2], "mi")


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_each_language_hears_its_own(tag: str) -> None:
    for phrase in LANGUAGES[tag].stopping:
        assert wants_to_stop(f"({phrase.replace('…', ' ')}!)", tag), phrase


WRONG_NUMBER = [
    ("en", "Sorry you have the wrong number"), ("en", "Wrong number sorry"), ("en", "this is the wrong number"),
    ("en", "I think you have the wrong number"), ("en", "You’ve got the wrong person"), ("en", "oops, wrong number"),
    ("en", "hi this is no longer Mere's number"), ("en", "we dont have a child at your school"),
    ("sm", "Ua sese le numera"), ("sm", "sorry you have the wrong number"), ("es", "Creo que se equivocó de número"),
    ("ko", "번호를 잘못 아신 것 같아요"), ("zh_Hans", "不好意思，您打错了"), ("zh_Hant", "你好，你傳錯人了"),
    ("ar", "عفوا هذا رقم خطأ"), ("ur", "یہ غلط نمبر ہے"), ("vi", "Bạn nhầm số rồi"), ("af", "Jy het die verkeerde nommer"),
]  # fmt: skip
RIGHT_NUMBER = [
    "He wrote the wrong number in his book", "wrong", "It was wrong of him to push her", "She got nine wrong today",
    "something is wrong with his shoe", "You are wrong about the hui", "what is wrong number five about then",
    "We read a funny story today of a man whom everybody rang and told him sorry you have the wrong number",
]  # fmt: skip


def test_somebody_else_says_so_in_a_few_words() -> None:
    """Holds `wrong_number` in the registry, `_with_a_word` and `_MOST`: and no WRONG by itself."""
    unheard = [it for it in WRONG_NUMBER if not says_wrong_number(it[1], it[0]) or match(it[1], it[0])]
    taken = [it for it in RIGHT_NUMBER if says_wrong_number(it, "en", LANGUAGES)]
    own = [(tag, it) for tag, known in LANGUAGES.items() for it in known.wrong_number
           if not says_wrong_number(f"({it.replace('…', ' ')}!)", tag)]  # fmt: skip
    assert (unheard, taken, own) == ([], [], [])


KEYWORDS = [
    (tag, name, word)
    for tag, known in LANGUAGES.items()
    for name, words in known.keywords.items()
    for word in words
]
GLOTTALS, ENDS = "ʻ’'‘ꞌ`", st.text(st.sampled_from(" .!?…,。،؟\u200f\u202f"), max_size=3)


@given(st.sampled_from(KEYWORDS), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), st.booleans(),
       st.sampled_from(GLOTTALS), st.sampled_from([str, str.upper, str.capitalize]), ENDS, ENDS)  # fmt: skip
def test_a_keyword_is_heard_however_it_is_typed(keyword, form, bare, glottal, cased, before, after) -> None:  # type: ignore[no-untyped-def]
    """Holds every step of `fold`: composition, case, macrons, the ʻokina as phones write it, punctuation around it."""
    tag, name, word = keyword
    for mark in GLOTTALS:
        word = word.replace(mark, glottal)
    if bare and LANGUAGES[tag].script == "Latn":
        word = "".join(it for it in unicodedata.normalize("NFD", word) if not unicodedata.combining(it))
    assert match(before + cased(unicodedata.normalize(form, word)) + after, tag, LANGUAGES) == name


TABLE = [
    ("tuku", "to", "STOP"), ("tuku", "mi", "SHARE"), ("tuku", "en", "STOP"), ("lea", "to", "LANGUAGE"),
    ("lea", "sm", None), ("lima", "sm", None), ("reo", "mi", "LANGUAGE"), ("reo", "en", None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "tag", "keyword"), TABLE)
def test_a_short_word_is_decided_by_the_persons_language(typed: str, tag: str, keyword: str | None) -> None:
    assert match(typed, tag, {"en", "mi", "sm", "to"}) == keyword


def test_an_ordinary_word_stops_nobody_because_another_language_stops_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Holds `_ordinary` in keywords.py: “oti” is said for “done” where Niuean, say, would stop with it."""
    from bot.languages import keywords

    known = {
        **LANGUAGES,
        "mi": replace(LANGUAGES["mi"], ordinary=("oti",), keywords={"STOP": ("kāti",)}),
        "to": replace(LANGUAGES["to"], keywords={"STOP": ("oti", "tahi", "ka pai")}),
    }
    monkeypatch.setattr(keywords, "LANGUAGES", known)
    monkeypatch.setattr(keywords, "language", lambda tag: known.get(tag, known["en"]))
    for kept in ("_words", "_ordinary"):
        monkeypatch.setattr(keywords, kept, getattr(keywords, kept).__wrapped__)
    assert keywords.match("oti", "to", known) == "STOP"
    assert keywords.match("oti", "en", known) == "STOP"
    for word in ("oti", "tahi", "ka pai"):  # an ordinary word, a number, thanks
        assert keywords.match(word, "mi", known) is None, word
