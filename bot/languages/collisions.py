"""Words that mean one thing in one language and another in another: lawful, and decided by the person's language."""

from collections.abc import Mapping

from bot.languages.folding import fold
from bot.languages.registry import ENGLISH, LANGUAGES, Language


def collisions(languages: Mapping[str, Language] = LANGUAGES) -> list[str]:
    """One line for each keyword that is another one in English, that is thanks or a number in its own language, or
    that means STOP and is something else in another."""
    english = _keywords(languages[ENGLISH])
    found = []
    for tag, known in languages.items():
        kept = _ordinary(languages[ENGLISH]) | _ordinary(known)
        for word, keyword in _keywords(known).items():
            if word in kept:
                found.append(f"{tag}: “{word}” is {keyword}, and {kept[word]}: {keyword} wins")
            if english.get(word, keyword) != keyword:
                found.append(f"{tag}: “{word}” is {keyword}, and {english[word]} in English: {keyword} wins")
            if keyword == "STOP":
                found += _elsewhere(tag, word, languages)
    return found


def _elsewhere(tag: str, word: str, languages: Mapping[str, Language]) -> list[str]:
    found = []
    for other, theirs in languages.items():
        meant = _keywords(theirs).get(word) or _ordinary(theirs).get(word)
        if other not in (tag, ENGLISH) and meant not in (None, "STOP"):
            found.append(f"{tag}: “{word}” is STOP, and {meant} for who reads {other}: there it stops nobody")
    return found


def _keywords(known: Language) -> dict[str, str]:
    return {fold(word): keyword for keyword, words in known.keywords.items() for word in words}


def _ordinary(known: Language) -> dict[str, str]:
    named = (
        ("a word of thanks", known.thanks),
        ("a number", known.numbers),
        ("an ordinary word", known.ordinary),
    )
    return {fold(word): what for what, words in named for word in words}
