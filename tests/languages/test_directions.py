"""Names and links in sentences that read the other way: whole and in their place on Telegram, untouched by SMS."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.acts.rendering import render
from bot.languages import catalogue, directions, po_files
from bot.languages.catalogue import Catalogues
from bot.languages.directions import FSI, PDI, by_sms, isolated
from bot.languages.registry import LANGUAGES
from bot.model.chat import Say, Wording

SENTENCE = "{teacher} of {school}, for {children}: {words} Call {office}. {link}"
ARABIC = "{teacher} من {school}، عن {children}: {words} اتصل {office}. {link}"
VALUES = {"teacher": "Ms Tane", "school": "Harakeke School", "office": "09 555 0100"}


@pytest.fixture
def speech(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogues:
    """Te reo's place is taken by a language that reads from right to left, whatever the registry has."""
    arabic = replace(
        LANGUAGES["mi"], direction="rtl", script="Arab", joined="{0} و{1}", plural="nplurals=1; plural=0;"
    )
    known = {"en": LANGUAGES["en"], "mi": arabic}
    monkeypatch.setattr(catalogue, "LANGUAGES", known)
    monkeypatch.setattr(directions, "language", lambda tag: known.get(tag, known["en"]))
    monkeypatch.setattr("bot.languages.dates.language", lambda tag: known.get(tag, known["en"]))
    head = po_files.begun(arabic).head
    (tmp_path / "mi.po").write_text(f'{head}\nmsgid "{SENTENCE}"\nmsgstr "{ARABIC}"\n', encoding="utf-8")
    return Catalogues(tmp_path)


def said(speech: Catalogues, channel: str, language: str, words: str = "What?\n\nTell us.") -> str:
    return render(
        speech, channel=channel, language=language, parts=[Say(SENTENCE, VALUES)], wordings=[Wording("en", words)],
        children=["Tama", "Māia"], link="https://aho.test/privacy",
    ).words  # fmt: skip


def test_on_telegram_each_name_line_and_link_is_set_apart(speech: Catalogues) -> None:
    """Holds `isolated` in render."""
    text = said(speech, "telegram", "mi")
    for value in (
        "Ms Tane",
        "Harakeke School",
        "Tama",
        "Māia",
        "What?",
        "Tell us.",
        "09 555 0100",
        "https://aho.test/privacy",
    ):
        assert f"{FSI}{value}{PDI}" in text
    assert f"{FSI}Tama{PDI} و{FSI}Māia{PDI}" in text
    assert text.count(FSI) == text.count(PDI) == 8
    assert all(line.count(FSI) == line.count(PDI) for line in text.split("\n"))


def test_never_by_sms_where_a_phone_number_becomes_one_word(speech: Catalogues) -> None:
    """Holds `by_sms`: among Arabic words the groups of "09 555 0100" would be read in the other order."""
    text = said(speech, "sms", "mi")
    assert FSI not in text
    assert PDI not in text
    assert "095550100" in text
    assert "Ms Tane من Harakeke School، عن Tama وMāia: What?" in text


def test_a_latin_sentence_has_marks_only_round_what_reads_the_other_way(speech: Catalogues) -> None:
    text = said(speech, "telegram", "en")
    assert FSI not in text
    assert "09 555 0100" in said(speech, "sms", "en")
    assert f": {FSI}ضحكنا كثيرا{PDI} Call" in said(speech, "telegram", "en", "ضحكنا كثيرا")
    assert FSI not in said(speech, "sms", "en", "ضحكنا كثيرا")


def test_an_english_sentence_for_an_arabic_reader_reads_from_left_to_right(speech: Catalogues) -> None:
    """What is not translated is English, and so is its direction."""
    assert speech.say("mi", "Hello {name}", {"name": "Mere"}, isolated) == "Hello Mere"


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("+64 20 (000) 0001", "+64200000001"),
        ("111", "111"),
        ("Room 5", "Room 5"),
        ("Rooms 2, 5", "Rooms 2, 5"),
        ("", ""),
    ],
)
def test_only_a_number_loses_its_spaces(speech: Catalogues, typed: str, sent: str) -> None:
    assert by_sms(typed, "mi") == sent
    assert by_sms(typed, "en") == typed


def test_names_in_braces_and_inner_sentences_are_set_apart_once(speech: Catalogues) -> None:
    values = {
        **VALUES,
        "words": {"words": "It was {who}.", "values": {"who": "{Nana}"}},
        "children": {"names": []},
    }
    text = speech.say("mi", SENTENCE, {**values, "link": ""}, isolated)
    assert "It was {Nana}." in text  # an English sentence in itself
