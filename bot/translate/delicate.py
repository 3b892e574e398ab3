"""Words about which no machine may speak to a family before a person has looked: safety, health, behaviour, law.

A net, not a judge: it is drawn wide, and whoever writes can say so themselves.
"""

from collections.abc import Collection
from functools import cache

from bot.languages.folding import fold, openings, words_in

TOPICS = ("safety", "health", "behaviour", "legal")
_WORDS = {
    "safety": """emergency lockdown evacuate evacuated evacuation danger dangerous unsafe missing police fire
        earthquake tsunami abuse abused harm self-harm suicide weapon knife threat threatened stranger""",
    "health": """hospital ambulance doctor nurse medicine medication dose allergy allergic allergies asthma inhaler
        epipen anaphylaxis injury injured hurt bleeding concussion vomiting fever measles covid infection infectious
        seizure diabetes insulin unwell sick vaccination immunisation nits lice surgery""",
    "behaviour": """suspended suspension stood-down stand-down excluded exclusion expelled bullying bullied bully
        fight fighting fought hit punched kicked swore swearing stole stolen theft vaping vape drugs detention
        discipline""",
    "legal": """court custody lawyer legal protection-order oranga-tamariki guardianship parenting-order trespass
        complaint consent liability rights""",
}


@cache
def _folded() -> dict[str, str]:
    return {fold(word): topic for topic, words in _WORDS.items() for word in words.split()}


@cache
def _openings() -> frozenset[str]:
    return openings(_folded())


def topic_of(words: str, language: str, more: Collection[str] = ()) -> str | None:
    """Which of the topics these words seem to be about, or None. English is read; `more` in any language."""
    plain = f" {fold(words)} "
    if any(f" {fold(it)} " in plain for it in more if fold(it)):
        return "safety"
    return next(iter(topics_of(words)), None) if language == "en" else None


def topics_of(words: str) -> list[str]:
    """All of the topics that these English words seem to be about."""
    said = fold(words)
    if _openings().isdisjoint(words_in(said)):
        return []  # as most messages: not looked through word by word
    plain = f" {said} "
    return list(dict.fromkeys(topic for word, topic in _folded().items() if f" {word} " in plain))
