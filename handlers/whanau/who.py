"""WHO: who is in the thread, and what they see. Only ever of the speaker's own lanes."""

from bot.acts import acknowledging, mandates
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.people import Member, Scope
from bot.store import lanes, teaching
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.keyword == "WHO" and bool(talk.members)


def handle(heard: Heard, talk: Talk) -> None:
    for mine in talk.members:
        home = lanes.members(talk.desk.db, [mine.lane.household_id], talk.desk.now)
        everything = [_named(it) for it in home if it.scope == Scope.EVERYTHING]
        stories = [_named(it) for it in home if it.scope == Scope.STORIES]
        one_subject = {it.subject for it in home if it.scope == Scope.SUBJECT}
        _rooms, staff = teaching.of_child(talk.desk.db, mine.lane.child.id, talk.desk.now)
        teachers = [it.name for it in staff]
        parts = [
            Say(_("About {child}: {members} see everything."), {
                "child": mine.lane.child.name, "members": {"names": everything},
            }),
            *([mandates.sees(stories, mine.lane.child.name, Scope.STORIES)] if stories else []),
            *(
                mandates.sees(
                    [_named(it) for it in home if it.subject == subject], mine.lane.child.name, Scope.SUBJECT, subject
                )
                for subject in sorted(one_subject)
            ),
            Say(_("At school: {teachers} and the office."), {
                "teachers": {"names": teachers or [acknowledging.named_teacher(talk.desk, mine.lane.child.id)]},
            }),
        ]  # fmt: skip
        talk.say(*parts)


def _named(member: Member) -> str:
    return f"{member.person.name} ({member.relation})"
