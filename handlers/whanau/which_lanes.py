"""For which of their children a guardian brings somebody in."""

from bot.acts import inviting
from bot.acts.asking_which import chosen_lanes
from bot.talk import Heard, Talk
from handlers.whanau.family import give_code


def wants(heard: Heard, talk: Talk) -> bool:
    asked = talk.asked("which lanes")
    return (
        asked is not None
        and heard.keyword is None
        and not heard.overtaken
        and chosen_lanes(asked, heard.chosen, heard.words) is not None
    )


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked("which lanes")
    assert asked is not None
    talk.settle(asked)
    wanted = chosen_lanes(asked, heard.chosen, heard.words) or []
    give_code(talk, [it for it in inviting.guarded(talk.members) if it.lane.household_id in wanted])
