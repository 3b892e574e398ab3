"""What waits after a copy was put back, and what only the office can decide: the words of `restore --status`."""

from dataclasses import dataclass

from bot.acts import releasing
from bot.acts.desk import Desk
from bot.acts.reading import voices
from bot.acts.releasing import Held
from bot.commands.opened import Closed, acting, looking
from bot.commands.plainly import counted, say
from bot.dispatch import meanwhile as deciding
from bot.pace.schedule import local
from bot.store import holds, meanwhile

NAMES = {"sms": "SMS", "telegram": "Telegram"}
ALL_DECIDED = "Nobody has to decide anything."
TO_DECIDE = (
    "It cannot be told whether these have arrived. Ask the family, then: python3 -m bot restore --release NUMBER "
    "sends it, --drop NUMBER does not."
)
NO_SUCH = "{number} is nothing that you have to decide: python3 -m bot restore --status"


@dataclass(frozen=True)
class Doubtful:
    """One delivery that may or may not have arrived."""

    number: int
    to: str
    words: str
    meanwhile: tuple[tuple[str, str], ...]  #: what that phone was sent since the copy: local time, words


def show() -> None:
    held, doubtful = looking(lambda desk: (_lines(desk), _doubtful(desk)))
    for line in held or ["Nothing is held."]:
        say(line)
    say(TO_DECIDE if doubtful else ALL_DECIDED)
    for it in doubtful:
        say(f"{it.number:>6}  {it.to}: “{it.words}”")
        for at, words in it.meanwhile:
            say(f"        was sent on {at}: “{words}”")


def decide(release: list[int], drop: list[int]) -> None:
    """All of them or none."""
    acting(lambda desk: _decide(desk, release, drop))
    if release:
        say(f"{counted(len(release), 'message')} on the way.")
    if drop:
        say(f"{counted(len(drop), 'message')} dropped.")


def _decide(desk: Desk, release: list[int], drop: list[int]) -> None:
    for numbers, act in ((release, releasing.release), (drop, releasing.drop)):
        for number in numbers:
            if not act(desk, number):
                raise Closed(NO_SUCH.format(number=number))


def _lines(desk: Desk) -> list[str]:
    return [_line(desk, it) for it in releasing.held(desk)]


def _line(desk: Desk, it: Held) -> str:
    since = local(it.since, desk.school.calendar.zone)
    return (
        f"{NAMES.get(it.channel, it.channel)} is held, since a copy of {since:%Y-%m-%d %H:%M} was put back: "
        f"{it.step}. {counted(it.waiting, 'message')} waiting."
    )


def _doubtful(desk: Desk) -> list[Doubtful]:
    rows = holds.undecided(desk.db, desk.school.id)
    said, zone = deciding.wordings(desk, rows), desk.school.calendar.zone
    return [
        Doubtful(
            row["id"], f"{row['person_name'] or 'Somebody'} ({row['address']})",
            voices.read({"asks": row["asks"], "words": said[row["id"]]}),
            tuple(
                (f"{local(it['at'], zone):%Y-%m-%d %H:%M}", it["words"])
                for it in meanwhile.to_phone(desk.db, desk.school.id, row["address"])
            ),
        )
        for row in rows
    ]  # fmt: skip
