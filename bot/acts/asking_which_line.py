"""Which line of a weekly text somebody answers: asked, numbered, and never guessed."""

from collections.abc import Sequence

from bot.acts.desk import Desk
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.store import contents, outbox

KIND = "which line"
NONE = "0"
SHORT = 32  #: characters of a line that tell it from the others

# Translators: after an answer to the week's questions, which follow numbered, and then "Something else".
WHICH = _("Thank you. Which one do you answer?")
# Translators: the last of the numbered answers to "Which one do you answer?"
SOMETHING_ELSE = _("Something else")


def options(desk: Desk, deliveries: Sequence[int], language: str) -> list[Option]:
    """One answer a line, under the number that it had, by how its words begin; and that it is about none of them."""
    rows = [outbox.one(desk.db, it) for it in deliveries]
    wordings = contents.wordings(desk.db, [row["content_id"] for row in rows])
    told = [(row["id"], contents.best(wordings[row["content_id"]], language)) for row in rows]
    lines = [Option(str(id_), _beginning(it.words if it else "")) for id_, it in told]
    return [*lines, Option(NONE, Say(SOMETHING_ELSE))]


def _beginning(words: str) -> str:
    words = " ".join(words.split())
    if len(words) <= SHORT:
        return words
    cut = words[:SHORT].rsplit(" ", 1)[0]
    return f"{cut or words[:SHORT]}..."
