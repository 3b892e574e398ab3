"""They tell us which child, or which home, their words were about."""

from bot.acts.asking_which import KIND, chosen_lanes
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    asked = talk.asked(KIND)
    return (
        asked is not None
        and heard.keyword is None
        and chosen_lanes(asked, heard.chosen, heard.words) is not None
    )


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(KIND)
    assert asked is not None
    talk.settle(asked, chosen=chosen_lanes(asked, heard.chosen, heard.words))
    talk.again.extend(asked.about["items"])
