"""Whether the words of a delivery still stand in the thread that it names."""

from bot.acts.desk import Desk
from bot.model.delivery import Gate
from bot.store import moves
from bot.store.calling import Facts
from bot.store.rows import Row


def stands_elsewhere(desk: Desk, row: Row, facts: Facts) -> str | None:
    """Words that were put into another thread go to nobody under this one's name, whoever tries them once more."""
    here, homes = {home for _child, home in facts.pairs.get(row["id"], ())}, _homes(desk, row, facts)
    return None if not here or not homes or here.intersection(homes) else moves.WHY


def _homes(desk: Desk, row: Row, facts: Facts) -> list[int]:
    if row["message_id"] in facts.said:
        return [facts.said[row["message_id"]]["household_id"]]
    if row["gate"] != Gate.OWN or row["content_id"] is None or row["message_id"] or row["prompt_id"]:
        return []
    return moves.homes_of(
        desk.db, row["content_id"]
    )  # a copy that was asked for: the original of a translation
