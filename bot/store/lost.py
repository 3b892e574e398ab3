"""What did not arrive, of all that was sent: so small a part that it has an index of its own."""

import re

from sqlalchemy import TextClause, text

from bot.store.tables.outgoing import LOST


def of_lost() -> TextClause:
    """In the index's own words, or it is not used."""
    return text("(" + re.sub(r"(\w+) IN", r"delivery.\1 IN", LOST) + ")")
