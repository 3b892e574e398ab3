"""Words that mean one thing in one language and another in English: lawful, and decided by the person's language."""

from collections.abc import Mapping

from bot.languages.folding import fold
from bot.languages.registry import ENGLISH, LANGUAGES, Language


def collisions(languages: Mapping[str, Language] = LANGUAGES) -> list[str]:
    """One line for each keyword that is another keyword in English, or thanks or a number in its own language."""
    english = _keywords(languages[ENGLISH])
    found = []
    for tag, known in languages.items():
        kept = {fold(word): "a word of thanks" for word in (*known.thanks, *languages[ENGLISH].thanks)}
        kept |= {fold(word): "a number" for word in (*known.numbers, *languages[ENGLISH].numbers)}
        for word, keyword in _keywords(known).items():
            if word in kept:
                found.append(f"{tag}: “{word}” is {keyword}, and {kept[word]}: {keyword} wins")
            if english.get(word, keyword) != keyword:
                found.append(f"{tag}: “{word}” is {keyword}, and {english[word]} in English: {keyword} wins")
    return found


def _keywords(known: Language) -> dict[str, str]:
    return {fold(word): keyword for keyword, words in known.keywords.items() for word in words}
