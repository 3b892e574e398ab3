"""What of an earlier message a person wrote, as the form holds it: to be changed, or to be sent once more."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.acts.desk import Desk
from bot.acts.reading import asked
from bot.acts.reading.viewer import Viewer
from bot.store.console import prompts
from bot.translate import MACHINE, PHRASE_BOOK
from bot.web.console import kinds
from bot.web.console.door import NotThere


@dataclass(frozen=True)
class Copied:
    words: Mapping[str, str]  #: by language
    kind: str  #: by its name in bot.web.console.kinds
    choices: Mapping[str, str]  #: by language, a line each


def earlier(desk: Desk, who: Viewer, prompt_id: int | None) -> Copied | None:
    """Of a message that the viewer may see, or wrote to a room that was theirs; its kind, where they may send it
    themselves."""
    if prompt_id is None:
        return None
    it = asked.one(desk, who, prompt_id)
    if it is None:
        own = prompts.of_their_own(desk.db, who.sight, who.person.id, prompt_id)
        if own is None:
            raise NotThere
        [it] = asked.listed(desk, who, [own])
    found = words_of(it)
    theirs = found.kind in {one.name for one in kinds.offered(who)}
    return found if theirs else replace(found, kind="question")


def words_of(it: asked.Asked) -> Copied:
    # What a machine or the phrase book made would, kept again, be a person's: without label and without a check.
    words = {
        word.language: word.text for word in it.content.words if word.made_by not in (MACHINE, PHRASE_BOOK)
    }
    tags = dict.fromkeys(tag for labels in it.choices for tag in labels)
    typed = {tag: "\n".join(labels.get(tag, "") for labels in it.choices) for tag in tags}
    return Copied(words, kinds.name_of(it.kind, it.choices), typed)
