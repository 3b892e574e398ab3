"""A picture, a voice note or a document that could not be had, or opened: its sender is told. Its words have gone."""

from bot.acts.desk import Desk
from bot.acts.saying import say
from bot.languages.words import _
from bot.model.chat import Say
from bot.store import contents, media, people
from bot.store.rows import Row

NOT_OPENED = {
    "photo": _("Sorry, we could not open the photo that you sent. Please send it once more."),
    "voice": _("Sorry, we could not open the voice note that you sent. Please send it once more."),
    "document": _("Sorry, we could not open the document that you sent. "
                  "Please send a PDF without a password, or photos of it."),
}  # fmt: skip
WORDS_WENT = _("Your words have gone to the school.")


def tell(desk: Desk, row: Row) -> None:
    """To the phone that sent it, if it still is the sender's. Nobody is told of another's picture."""
    for sent in media.senders_of(desk.db, row["content_id"]):
        contact = people.contact_by_id(desk.db, sent["contact_id"])
        went = bool(contents.wordings(desk.db, [row["content_id"]])[row["content_id"]])
        say(desk, contact, Say(NOT_OPENED[row["kind"]]), *([Say(WORDS_WENT)] if went else []),
            once=f"not opened {row['id']}", person_id=sent["author_id"])  # fmt: skip
