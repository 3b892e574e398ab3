"""A browser in which somebody has signed in carries a mark of theirs, and its tries are counted by themselves.

Whoever knows a colleague's name, or sits in the same room, could else keep that colleague waiting at the door for good.
A mark opens nothing and names nobody: it is a random word and a seal over it and a name, which only our key can make.
"""

import hashlib
import hmac
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.config import Config
from bot.web.console import keys

MARK, LASTS = "aho-known", timedelta(days=180)
#: Signs of a mark: its word, and the whole. On a computer that is shared, the marks of so many who used it last.
WORD, SIZE, MOST = 16, 48, 6


def mark(config: Config, fresh: str, folded: str) -> str:
    """For whoever signs in by this folded name. `fresh`: as `keys.fresh` gives it; a mark of before is not this one."""
    word = fresh[:WORD]
    return word + _seal(config, word, folded)


def known(config: Config, request: Request, folded: str) -> str:
    """The mark that this browser carries of that name; "" where it carries none that is ours."""
    for it in _carried(config, request):
        if hmac.compare_digest(it[WORD:].encode(), _seal(config, it[:WORD], folded).encode()):
            return it
    return ""


def give(answer: Response, config: Config, request: Request, new: str) -> None:
    marks = "".join([new, *_carried(config, request)][:MOST])
    keys.give(answer, config, MARK, marks, lasts=LASTS)


def _carried(config: Config, request: Request) -> list[str]:
    text = keys.carried(request, config, MARK)[: SIZE * MOST]
    return [text[at : at + SIZE] for at in range(0, len(text) - SIZE + 1, SIZE)]


def _seal(config: Config, word: str, folded: str) -> str:
    key = config.secret_key.get_secret_value().encode()
    whole = hmac.new(key, f"this browser knows {word} {folded}".encode(), hashlib.sha256).hexdigest()
    return whole[: SIZE - WORD]
