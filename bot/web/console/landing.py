"""Where one lands after a deed on one of a thread's words: at that word, however old it is."""

from starlette.responses import Response

from bot.web.console import paper


def at_words(thread_id: int, around: int, done: str, anchor: str = "") -> Response:
    """On the page with this message; at it, or at another `anchor` there."""
    return paper.go(f"/threads/{thread_id}?around={around}&done={done}#{anchor or f'said-{around}'}")
