"""The weekly text, or the one of a day: one line for each question or idea, numbered, in the reader's language."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.acts.rendering import ROOM, Rendered, render
from bot.languages import segments
from bot.languages.catalogue import Catalogues
from bot.languages.words import _
from bot.model.chat import Poll, Say, Wording

#: More would not fit, and nobody would read it: the others wait for the week after.
MOST = 9
#: UTF-16 units for our own words around the lines.
FRAME = 160

# Translators: above the week's questions and ideas, which follow one below the other. Only by SMS: keep it short.
HEAD = _("This week from {school}:")
# Translators: above a day's questions, ideas and news, which follow one below the other. Keep it short.
OF_A_DAY = _("From {school}:")
# Translators: one of the week's questions. {number} stands before it; {teacher} may be the school, for an idea.
LINE = _("{number} {teacher} for {children}: {words}")


@dataclass(frozen=True)
class Line:
    """Something that goes in it: whose words, about which children."""

    delivery_id: int
    teacher: str  #: or the school's own name
    children: Sequence[str]
    wordings: Sequence[Wording]
    poll: Poll | None = None  #: answered in words here: the numbers are those of the lines


def worded(speech: Catalogues, language: str, head: Sequence[Say], lines: Sequence[Line],
           after: Sequence[Say] = (), doubled: Collection[str] = (), channel: str = "sms") -> Rendered:  # fmt: skip
    """The whole text. A line that is too long is cut where the teacher's words are, and says so; none is left out."""
    room = (ROOM[channel] - FRAME) // max(1, len(lines))

    def said(part: Say, wordings: Sequence[Wording] = (), children: Sequence[str] = ()) -> str:
        made = render(
            speech, channel=channel, language=language, parts=[part], wordings=wordings, children=children,
            doubled=doubled, room=room,
        )  # fmt: skip
        return made.words

    told = [said(part) for part in head]
    for number, line in enumerate(lines, 1):
        part = Say(LINE, {"number": number, "teacher": line.teacher})
        told.append(said(part, _with_choices(line), line.children))
    told += [said(part) for part in after]
    return _whole("\n".join(told), language, channel)


def _with_choices(line: Line) -> Sequence[Wording]:
    if line.poll is None:
        return line.wordings
    return [
        replace(it, words=f"{it.words} ({' / '.join(line.poll.labels(it.language))})") for it in line.wordings
    ]


# Translators: to a teacher, above what families have written since the last such message.
CAME = _("Families wrote:")
# Translators: to a teacher. {children} are the names of those whose families wait for an answer.
WAITS = _("Waiting for your answer: {waiting}.")


@dataclass(frozen=True)
class Words:
    """What a family wrote, in a teacher's message of the day."""

    delivery_id: int
    parts: Sequence[Say]  #: their frame
    wordings: Sequence[Wording]
    children: Sequence[str]


def of_staff(speech: Catalogues, channel: str, language: str, parts: Sequence[Say], lines: Sequence[Words],
             theirs: Mapping[int, str]) -> Rendered | None:  # fmt: skip
    """What came, and who waits; None where there is neither. `theirs`: the children whom this reader teaches now."""
    room = (ROOM[channel] - FRAME) // max(1, len(lines))

    def said(part: Say, it: Words | None = None) -> str:
        return render(speech, channel=channel, language=language, parts=[part], wordings=it.wordings if it else (),
                      children=it.children if it else (), room=room).words  # fmt: skip

    told = [said(Say(CAME))] if lines else []
    told += ["\n".join(said(part, it if n == 0 else None) for n, part in enumerate(it.parts)) for it in lines]
    waiting = [theirs[it] for part in parts for it in part.filling.get("waiting", ()) if it in theirs]
    if waiting:
        told.append(said(Say(WAITS, {"waiting": {"names": list(dict.fromkeys(waiting))}})))
    return _whole("\n\n".join(told), language, channel) if told else None


def _whole(words: str, language: str, channel: str) -> Rendered:
    return Rendered(words, language, (), segments.count(words).segments if channel == "sms" else None)
