"""They choose one of the answers that a question named: by its number, its button, or its words."""

from bot.acts import voting
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return (
        talk.person is not None and heard.keyword is None and heard.chosen is None and talk.ear is None
        and _answered(heard, talk) is not None
    )  # fmt: skip


def handle(heard: Heard, talk: Talk) -> None:
    answered = _answered(heard, talk)
    assert answered is not None
    assert talk.person is not None
    kept = voting.vote(
        talk.desk, talk.contact, talk.shared, talk.person, talk.members, answered, heard.inbox_id, heard.said
    )
    if not kept:  # the home that was asked is not theirs any more
        talk.show_office(heard, "aside")


def _answered(heard: Heard, talk: Talk) -> tuple[int, int] | None:
    return voting.chosen(talk.desk, talk.contact, heard.incoming, heard.said, talk.screen, talk.language)
