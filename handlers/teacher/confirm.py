"""Send or cancel; and, once sent, take back what has reached nobody yet."""

from bot.acts import prompting
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.talk import Heard, Talk
from handlers.teacher.ask import LEFT, rooms


def wants(heard: Heard, talk: Talk) -> bool:
    return (talk.asked("confirm") or talk.asked("take back")) is not None and heard.chosen is not None


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.question
    assert asked is not None
    talk.settle(asked)
    prompt_id = int(asked.about["prompt"])
    if heard.chosen in ("cancel", "back"):
        stopped = prompting.cancel(talk.desk, prompt_id)
        talk.answer(_("Taken back. Phones it will not reach any more: {phones}."), phones=stopped or 0)
        return
    if not prompting.asks_only(talk.desk, prompt_id, rooms(talk)):
        prompting.cancel(talk.desk, prompt_id)
        talk.answer(LEFT)
        return
    prompting.confirm(talk.desk, prompt_id)
    talk.ask("take back", Say(_("It is on its way. Answers come to you here, in school hours.")),
             options=[Option("back", Say(_("Take it back")))], about={"prompt": prompt_id})  # fmt: skip
