"""What a school's words are about, where that is not for every ear: absences, progress, health, behaviour.

Guardians hear of it; supporters only where every guardian of the lane agreed. A net, drawn wide: whoever writes can say
so themselves, and where they do not, plain English words tell.
"""

from collections.abc import Sequence

from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.model.chat import PromptKind, Wording
from bot.store import translations
from bot.store.rows import Row
from bot.translate.delicate import topic_of

MATTERS = ("attendance", "assessment", "health", "behaviour")
_WORDS = {
    "attendance": """absent absence absences attendance truant truancy wagging unexplained-absence
        missed-school""",
    "assessment": """assessment assessments below-standard reading-level reading-age test-result test-results
        school-report report-card grades""",
}
#: Its writer ticked that it is about safety, health, behaviour or law: which of them is not known.
DELICATE = "delicate"


def matter_of(wordings: Sequence[Wording], *, delicate: bool = False) -> str | None:
    """Which matter these words are about, or None: then everybody in the thread may read them."""
    if delicate:
        return DELICATE
    return next((found for it in wordings if (found := _heard(it))), None)


def of_prompt(kind: PromptKind, wordings: Sequence[Wording], delicate: bool) -> str | None:
    """What cannot wait is for everybody at home, whatever its words are about, unless its writer says otherwise."""
    return matter_of(() if kind.overrides else wordings, delicate=delicate)


def of_changed(
    desk: Desk, row: Row, wordings: Sequence[Wording], delicate: bool | None
) -> tuple[str | None, str | None]:
    """The topic and the matter of a prompt that is worded anew.

    `delicate` None: whoever changes it says nothing of that, and what its writer said before stands.
    """
    said = DELICATE if delicate else None
    topic = translations.topic(desk.db, row["content_id"]) if delicate is None else said
    return topic, of_prompt(PromptKind(row["kind"]), wordings, topic is not None)


def _heard(wording: Wording) -> str | None:
    if wording.language != "en":
        return None
    plain = f" {fold(wording.words)} "
    for matter, words in _WORDS.items():
        if any(f" {fold(word.replace('-', ' '))} " in plain for word in words.split()):
            return matter
    topic = topic_of(wording.words, wording.language)
    return topic if topic in MATTERS else None
