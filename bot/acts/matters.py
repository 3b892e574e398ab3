"""What a school's words are about, where that is not for every ear: absences, progress, health, behaviour.

Guardians hear of it; supporters only where every guardian of the lane agreed. A net, drawn wide: whoever writes can say
so themselves, and where they do not, plain English words tell.
"""

from collections.abc import Collection, Sequence
from functools import cache

from bot.acts.desk import Desk
from bot.languages import absences
from bot.languages.folding import fold, openings, words_in
from bot.languages.registry import ENGLISH
from bot.model.chat import PromptKind, Wording
from bot.model.school import School
from bot.store import translations
from bot.store.rows import Row
from bot.translate.delicate import topic_of, topics_of

ATTENDANCE = "attendance"
MATTERS = (ATTENDANCE, "assessment", "health", "behaviour")
_WORDS = {
    "attendance": """absent absence absences attendance truant truancy wagging unexplained-absence
        missed-school not-here-today was-not-here was-not-at-school not-at-school-today was-away-today
        was-late-today late-to-school late-again""",
    "assessment": """assessment assessments below-standard reading-level reading-age test-result test-results
        school-report report-card grades years-behind year-behind months-behind falling-behind
        below-expectation below-the-standard below-her-age below-his-age below-their-age""",
    "behaviour": """hitting-other hitting-others hitting-another hitting-children hurting-other hurting-others
        kicking-other kicking-others biting-other biting-others pushing-other pushing-others""",
}
#: Drafts, not yet checked by fluent speakers: only words that mean little else.
_ELSEWHERE = {
    "mi": "tamō hōhipera tākuta māuiui",
    "sm": "falemaʻi fōmaʻi gasegase",
    "to": "falemahaki mahaki toketā",
}
#: Its writer ticked that it is about safety, health, behaviour or law: which of them is not known.
DELICATE = "delicate"


def matter_of(school: School, wordings: Sequence[Wording], *, delicate: bool = False) -> str | None:
    """Which matter these words are about, or None: then everybody in the thread may read them."""
    if delicate:
        return DELICATE
    listed = school.translating.delicate
    return next((found for it in wordings if (found := _heard(it, listed))), None)


def of_family(school: School, wording: Wording) -> str | None:
    """As `matter_of`, of a family's own words. They write in their language, in English, or in both at once, and no
    translation may be there yet.

    Never ATTENDANCE: that are words which the school got as an absence, and which stay with it.
    """
    here = {wording.language, ENGLISH}
    found = matter_of(school, [Wording(it, wording.words) for it in here])
    if found is None and any(absences.is_spoken_of(wording.words, it) for it in here):
        return DELICATE
    return DELICATE if found == ATTENDANCE else found


def of_prompt(school: School, kind: PromptKind, wordings: Sequence[Wording], delicate: bool) -> str | None:
    """What cannot wait is for everybody at home, whatever its words are about, unless its writer says otherwise."""
    return matter_of(school, () if kind.overrides else wordings, delicate=delicate)


def of_changed(
    desk: Desk, row: Row, wordings: Sequence[Wording], delicate: bool | None
) -> tuple[str | None, str | None]:
    """The topic and the matter of a prompt that is worded anew.

    `delicate` None: whoever changes it says nothing of that, and what its writer said before stands.
    """
    said = DELICATE if delicate else None
    topic = translations.topic(desk.db, row["content_id"]) if delicate is None else said
    return topic, of_prompt(desk.school, PromptKind(row["kind"]), wordings, topic is not None)


def _heard(wording: Wording, listed: Collection[str]) -> str | None:
    if topic_of(wording.words, "", listed):
        return DELICATE  # by the school's own list, in whatever language
    said = fold(wording.words)
    plain = f" {said} "
    if wording.language != ENGLISH:
        words = _folded(_ELSEWHERE.get(wording.language, ""))
        return DELICATE if any(it in plain for it in words) else None
    for matter, phrases in _WORDS.items():
        if not _openings(phrases).isdisjoint(words_in(said)) and any(it in plain for it in _folded(phrases)):
            return matter
    return next((it for it in topics_of(wording.words) if it in MATTERS), None)


@cache
def _folded(phrases: str) -> tuple[str, ...]:
    """As they stand between the words of a message: every message of a family is looked through."""
    return tuple(f" {fold(it.replace('-', ' '))} " for it in phrases.split())


@cache
def _openings(phrases: str) -> frozenset[str]:
    return openings(_folded(phrases))
