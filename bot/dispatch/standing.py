"""Whether the words of a delivery still stand in the thread that it names."""

from bot.store.calling import Facts
from bot.store.rows import Row


def stands_elsewhere(row: Row, facts: Facts) -> str | None:
    """Words that were put into another thread go to nobody under this one's name, whoever tries them once more."""
    home, pairs = facts.stands.get(row["message_id"]), facts.pairs.get(row["id"], ())
    if home is None or not pairs or home in {it for _child, it in pairs}:
        return None
    return "these words stand in another thread now"
