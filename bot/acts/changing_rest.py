"""New words for those whom a message has not reached yet. Who has read it has read what it said."""

from collections.abc import Sequence

from bot.acts import matters, translating
from bot.acts.desk import Desk
from bot.model.chat import Wording
from bot.store import contents, mandates, prompts, rest, translations


def change_rest(
    desk: Desk, prompt_id: int, wordings: Sequence[Wording], delicate: bool | None = None
) -> int | None:  # fmt: skip
    """How many phones get the new words; None when it is not on its way any more, or nobody waits for it.

    A poll's choices stay: their numbers must mean the same to everybody.
    """
    to_be_written = rest.hold(desk.db, prompt_id)
    row = prompts.one(desk.db, prompt_id)
    if row["state"] != "sent" or not (to_be_written or rest.waits(desk.db, prompt_id)):
        return None
    topic, about = matters.of_changed(desk, row, wordings, delicate)
    content_id = contents.keep(desk.db, desk.school.id, wordings)
    translations.mark(desk.db, content_id, topic)
    # Some have read what it said before: where that was private, whatever is answered to it stays so.
    mandates.is_about(desk.db, prompt_id, row["matter"] or about)
    changed = rest.reword(desk.db, prompt_id, content_id)
    if desk.school.translating.on:
        translating.want(desk, content_id, translating.languages_read(desk))
    return changed
