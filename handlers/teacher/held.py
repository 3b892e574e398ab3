"""A question of theirs has stopped by itself: go on, or take it back."""

from bot.acts import holding, prompting
from bot.languages.words import _
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return talk.asked("held") is not None and heard.chosen is not None


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.question
    assert asked is not None
    talk.settle(asked)
    prompt_id = int(asked.about["prompt"])
    if heard.chosen == holding.TAKE_BACK:
        stopped = prompting.cancel(talk.desk, prompt_id)
        talk.answer(_("Taken back. Phones it will not reach any more: {phones}."), phones=stopped or 0)
    else:
        holding.go_on(talk.desk, prompt_id)
        talk.answer(_("It goes on. The console shows who was not reached."))
