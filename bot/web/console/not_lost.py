"""Words that came with a form which cannot be taken: they are shown, so that nobody has to find them again."""

from starlette.responses import Response

from bot.web.console import paper
from bot.web.console.form import Form

AGAIN = "It stands below: please copy it,"

#: The boxes that people type into, beside those for words; never a password, a code or a file. A name that ends in a
#: full stop or a hyphen stands for all that begin so.
TYPED = (
    "name", "child", "child_id", "adult", "relation", "household", "label", "phone", "address", "note", "why",
    "new-room", "keep-as", "choices-", "about", "toml", "dates", "calendar", "said", "office_number", "emergency_line",
    "privacy_contact", "reply_cost", "time.", "sms.", "keep.", "translation.",
)  # fmt: skip


def stale(sent: Form, from_here: bool) -> Response:
    """A page from before somebody signed in anew. Words are shown only where the browser says that they come from our
    own page: else anybody could put theirs under the school's name."""
    if from_here and (words := _words(sent)):
        told = f"You have signed in anew since you opened this page, and nothing was sent. {AGAIN}"
        return paper.trouble(
            403, "This form has gone stale", f"{told} load the page again, and send it once more.", kept=words
        )
    return paper.trouble(
        403, "This form has gone stale", "Please go back, load the page again, and send it once more."
    )


def signed_out(sent: Form) -> Response | None:
    """A form of ours whose session has ended meanwhile; None where no words would be lost."""
    if not (words := _words(sent)):
        return None
    told = f"You were away for a while, and what you wrote was not sent. {AGAIN}"
    return paper.trouble(
        403,
        "You are signed out",
        f"{told} open another tab, sign in there, and send it from the page where you were.",
        kept=words,
        to="/console/enter",
        label="Sign in",
    )


def _words(sent: Form) -> list[str]:
    """What somebody wrote: words in any language, each by itself; then what stood in smaller boxes, a line each."""
    words = [text for text in sent.starting("words").values() if text.strip()]
    boxes = [name for name in sent.fields if _typed(name) and sent.text(name).strip()]
    lines = [f"{_plain(name)}: {sent.text(name).strip()}" for name in boxes]
    return [*words, "\n".join(lines)] if lines else words


def _typed(name: str) -> bool:
    return any(name.startswith(it) if it.endswith((".", "-")) else name == it for it in TYPED)


def _plain(name: str) -> str:
    """A box's name as its page says it, or nearly: of `office_number` "Office number"."""
    return name.replace("_", " ").replace("-", " ").replace(".", " ").capitalize()
