"""They tell us which child, or which home, their words were about."""

from dataclasses import replace

from bot.acts.asking_which import ALL, KIND, asked_of, chosen_lanes, still_waiting
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return asked_of(talk.asked(KIND), talk.person_id) and _chosen(heard, talk) is not None


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(KIND)
    assert asked is not None
    chosen = _chosen(heard, talk) or []
    waiting = still_waiting(talk.desk, asked)
    talk.settle(asked, chosen=chosen)
    talk.again.extend(replace(it, chosen=tuple(chosen), under=None) for it in waiting)


def _chosen(heard: Heard, talk: Talk) -> list[int] | None:
    asked = talk.asked(KIND)
    assert asked is not None
    if heard.keyword == "ALL" and any(it.mark == ALL for it in asked.options):
        # Under "3 All of them" the word means that; what they wrote earlier must not be shown to anybody by it.
        return chosen_lanes(asked, ALL, "")
    return chosen_lanes(asked, heard.chosen, heard.words) if heard.keyword is None else None
