"""Words that came with a form which cannot be taken: they are shown, so that nobody has to find them again."""

from starlette.responses import Response

from bot.web.console import paper
from bot.web.console.form import Form

AGAIN = "It stands below: please copy it,"


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
    """What somebody wrote, in any language; not names, numbers or choices."""
    return [text for text in sent.starting("words").values() if text.strip()]
