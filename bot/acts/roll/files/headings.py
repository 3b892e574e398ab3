"""What offices call their columns. Capitals, spaces, dots and macrons do not matter."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from bot.acts.roll.naming import BadRoll
from bot.languages.folding import fold

#: Our columns, by other words for them. Each means one thing only; "name" or "contact" alone could be anybody's.
WORDS = {
    "room": ("class", "classroom", "class name", "room name", "homeroom", "home room", "form class", "rūma", "akomanga",
             "karaehe"),
    "child": ("student", "student name", "pupil", "pupil name", "learner", "child name", "childs name", "tamaiti",
              "ākonga", "ingoa o te tamaiti"),
    "child_id": ("student id", "pupil id", "learner id", "nsn", "child number", "student number"),
    "child_first": ("child first name", "student first name", "pupil first name"),
    "child_last": ("child last name", "child surname", "student last name", "student surname", "pupil surname"),
    "adult": ("parent", "parent name", "caregiver", "caregiver name", "guardian name", "adult name", "contact name",
              "whānau member", "pakeke", "matua"),
    "adult_first": ("adult first name", "parent first name", "caregiver first name"),
    "adult_last": ("adult last name", "adult surname", "parent last name", "parent surname", "caregiver surname",
                   "caregiver last name"),
    "relation": ("relationship", "relation to child", "relationship to child", "hononga", "whanaungatanga"),
    "phone": ("mobile", "mobile phone", "mobile number", "cell", "cell phone", "cellphone", "phone number", "waea",
              "waea pūkoro", "nama waea"),
    "language": ("home language", "language at home", "preferred language", "reo", "te reo", "reo o te kāinga"),
    "household": ("home", "house", "family", "household name", "kāinga", "whare"),
}  # fmt: skip


TITLES = 10  #: rows among which the headings are looked for: a title may stand above them


def plain(heading: str) -> str:
    """ "Child-ID " and "child id" are one heading."""
    return fold(heading).replace(" ", "_")


def keys(headings: Sequence[str]) -> list[str]:
    """By which a choice is remembered: the heading, and the place among its namesakes. No heading has a space in it."""
    names = [plain(heading) for heading in headings]
    before = [names[:place].count(name) for place, name in enumerate(names)]
    return [f"{name} {count + 1}" if count else name for name, count in zip(names, before, strict=True)]


_MEANS = {plain(word): column for column, words in WORDS.items() for word in words}


class UnknownHeadings(BadRoll):
    """Columns are missing: somebody may say which heading is which."""

    def __init__(self, words: str, headings: Sequence[str], columns: Sequence[str]) -> None:
        super().__init__(words)
        self.headings, self.columns = tuple(headings), tuple(columns)


def means(
    headings: Sequence[str], known: Sequence[str], chosen: Mapping[str, str] | None = None
) -> list[str]:
    """Which of the `known` columns each heading is; any other keeps its own name. What was `chosen` goes first,
    then a column's own name; another word for it counts where nothing else claims that column."""
    names = [plain(heading) for heading in headings]
    if chosen:
        return [chosen.get(key, "") or f"not {key}" for key in keys(headings)]
    taken = set(names)
    guesses = ["" if name in known else _MEANS.get(name, "") for name in names]
    return [
        guess if guess in known and guess not in taken and guesses.count(guess) == 1 else name
        for name, guess in zip(names, guesses, strict=True)
    ]


def recognised(headings: Sequence[str]) -> int:
    return len({it for it in means(headings, tuple(WORDS)) if it in WORDS})


def top(rows: Sequence[Sequence[str]]) -> int:
    """Which of a file's first rows has the headings: the one we know most of; else the first of several cells, where a
    title stands alone in the very first row."""
    scores = [recognised(row) for row in rows]
    if scores and max(scores) > 2:
        return scores.index(max(scores))
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    return next((place for place, cells in enumerate(filled) if cells > 1), 0) if filled[:1] == [1] else 0


def mark(headings: Sequence[str]) -> str:
    """The same for the same headings in the same order."""
    return sha256("\n".join(map(plain, headings)).encode()).hexdigest()
