"""In which order a wording is looked for, and what becomes of it where there is none."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from bot.translate import Guarded, Phrase, Translated, Trouble, Untranslated, translate
from bot.translate.phrases import trouble
from tests.translate.engines import Pretend, backwards

BOOK = (
    Phrase("en", "sm", "Please bring togs.", "Fa'amolemole aumai togs."),
    Phrase("en", "sm", "{name} was a star today!", "O se fetu {name} i le aso!"),
    Phrase("en", "sm", "There is no school on {day}", "E leai se a'oga i le {day}"),
)
KNOWN = Guarded(names=frozenset({"Tama", "Mere Ngata"}))


def said(words: str, target: str = "sm", *, engine: Pretend | None = None, human: Mapping[str, str] | None = None,
         book: Sequence[Phrase] = BOOK, source: str = "en") -> Translated | Untranslated:  # fmt: skip
    return asyncio.run(translate(words, source, target, human=human, book=book, guarded=KNOWN, engine=engine))


def test_a_persons_wording_comes_before_the_book_and_the_machine() -> None:
    engine = Pretend(backwards)
    assert said("Please bring togs", engine=engine, human={"sm": "Aumai"}) == Translated("Aumai", "person")
    assert engine.given == []


@pytest.mark.parametrize("words", ["Please bring togs.", "please bring TOGS", " Please  bring togs! "])
def test_the_book_is_matched_folded_and_comes_before_the_machine(words: str) -> None:
    engine = Pretend(backwards)
    assert said(words, engine=engine) == Translated("Fa'amolemole aumai togs.", "phrase book")
    assert engine.given == []


def test_a_slot_takes_a_name_or_a_day_and_nothing_else() -> None:
    """A free word in a slot would arrive in English in the middle of a Samoan sentence."""
    assert said("Tama was a star today!") == Translated("O se fetu Tama i le aso!", "phrase book")
    assert isinstance(said("Everybody was a star today!"), Untranslated)
    friday = said("There is no school on Friday 4 December.")
    assert friday == Translated("E leai se a'oga i le Aso Faraile 4 Tesema", "phrase book")


def test_several_sentences_are_said_by_the_book_only_when_all_of_them_are_in_it() -> None:
    whole = said("Tama was a star today! Please bring togs.")
    assert whole == Translated("O se fetu Tama i le aso! Fa'amolemole aumai togs.", "phrase book")
    assert isinstance(said("Please bring togs. See you at assembly."), Untranslated)


def test_a_brace_in_what_a_person_wrote_is_only_a_brace() -> None:
    odd = (Phrase("en", "sm", "Hello {name}", "Talofa {name}"),)
    known = Guarded(names=frozenset({"{0.__class__}"}))
    found = asyncio.run(translate("Hello {0.__class__}", "en", "sm", book=odd, guarded=known))
    assert isinstance(found, Untranslated) or "{0.__class__}" in found.words


def test_without_an_engine_the_answer_is_honest() -> None:
    assert said("See you at assembly") == Untranslated("no translator is switched on for it")


def test_an_engines_words_are_named_as_a_machines() -> None:
    assert said("See you soon", engine=Pretend(backwards)) == Translated("ees uoy noos", "machine", "pretend")


def test_an_engine_in_trouble_is_asked_again_when_it_says_so() -> None:
    assert said("See you soon", engine=Pretend(lambda _: Trouble("busy", 30.0))) == Untranslated("busy", 30.0)


@pytest.mark.parametrize(
    "words", ["ok", "ae", "io", "👍", "2", "Ok!", "ka pai", "thanks 👍", "7:30", "Mere Ngata"]
)
def test_short_replies_are_never_sent_to_an_engine(words: str) -> None:
    engine = Pretend(backwards)
    assert isinstance(said(words, engine=engine, book=()), Untranslated)
    assert engine.given == []


def test_no_name_travels_to_an_engine() -> None:
    engine = Pretend(backwards)
    made = said("Mere Ngata picks up Tama and TAMA at 3:15 pm", engine=engine)
    assert isinstance(made, Translated)
    assert made.words.count("Tama") == 1 and "TAMA" in made.words and "Mere Ngata" in made.words
    assert not any(name in engine.given[0].lower() for name in ("mere", "ngata", "tama", "3:15"))


@pytest.mark.parametrize(
    ("ours", "theirs", "fine"),
    [
        ("Hi {name}", "Talofa {name}", True),
        ("Hi {name}", "Talofa", False),
        ("{a} {a}", "{a}", False),
        ("", "x", False),
    ],
)
def test_a_pair_that_would_lose_a_slot_is_refused(ours: str, theirs: str, fine: bool) -> None:
    assert (trouble(Phrase("en", "sm", ours, theirs)) == "") is fine
