"""The weekly text: what a month had no segments for, one line each, numbered, in the reader's language."""

from collections.abc import Collection, Sequence
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


def worded(speech: Catalogues, language: str, school: str, lines: Sequence[Line], after: Sequence[Say] = (),
           doubled: Collection[str] = ()) -> Rendered:  # fmt: skip
    """The whole text. A line that is too long is cut where the teacher's words are, and says so; none is left out."""
    room = (ROOM["sms"] - FRAME) // max(1, len(lines))

    def said(part: Say, wordings: Sequence[Wording] = (), children: Sequence[str] = ()) -> str:
        made = render(
            speech, channel="sms", language=language, parts=[part], wordings=wordings, children=children,
            doubled=doubled, room=room,
        )  # fmt: skip
        return made.words

    told = [said(Say(HEAD, {"school": school}))]
    for number, line in enumerate(lines, 1):
        part = Say(LINE, {"number": number, "teacher": line.teacher})
        told.append(said(part, _with_choices(line), line.children))
    told += [said(part) for part in after]
    words = "\n".join(told)
    return Rendered(words, language, (), segments.count(words).segments)


def _with_choices(line: Line) -> Sequence[Wording]:
    if line.poll is None:
        return line.wordings
    return [
        replace(it, words=f"{it.words} ({' / '.join(line.poll.labels(it.language))})") for it in line.wordings
    ]
