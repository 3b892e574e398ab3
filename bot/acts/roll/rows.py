"""A row of the roll, understood: each cell checked by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.acts.roll.naming import Refuse
from bot.acts.roll.phones import Landline, NoNumber, Number, number
from bot.acts.roll.reading import PARTS, Cells
from bot.languages.folding import fold
from bot.languages.registry import find

NEEDED = ("room", "child", "adult", "relation", "phone", "language", "household")
OPTIONAL = ("child_id", *PARTS)

# Who decides about a child, in the words that offices type. Step-parents, grandparents and aunties have no
# right of access unless it was given to them (a usual school policy): there the office writes "guardian".
GUARDIANS = frozenset(map(fold, (
    "mother", "mum", "mom", "mama", "mummy", "father", "dad", "papa", "daddy", "parent", "guardian",
    "legal guardian", "caregiver", "carer", "māmā", "pāpā", "whaea whāngai", "matua whāngai",
    "tinā", "tamā", "faʻē", "tamai", "妈妈", "母亲", "爸爸", "父亲",
)))  # fmt: skip
WHANAU = frozenset(map(fold, (
    "nana", "nan", "nanny", "granny", "grandma", "grandmother", "grandad", "granddad", "grandpa",
    "grandfather", "grandparent", "kuia", "koro", "koroua", "kui", "aunty", "auntie", "aunt",
    "uncle", "whaea", "matua", "kōkā", "sister", "brother", "cousin", "step-mother", "step-father",
    "stepmother", "stepfather", "step-mum", "step-dad", "stepmum", "stepdad", "step-parent",
    "whānau", "family", "family friend", "friend", "whāngai",
)))  # fmt: skip

OWN = ("own",)
LEFT_OUT = "is a landline or a service number and cannot get texts: it is left out; is there a mobile number?"


@dataclass(frozen=True)
class Row:
    """One row whose cells are each in order. Without an adult it only says that the child is in the room."""

    line: int
    room: str
    child: str
    child_id: str
    adult: str
    relation: str
    guardian: bool
    phone: Number | None
    language: str | None  #: a tag; None: the roll does not say
    household: str

    @property
    def home(self) -> tuple[str, ...]:
        """Which of the child's homes: the office's mark, or one of the adult's own."""
        return home(self.household) if self.household else (*OWN, fold(self.adult))


def home(label: str) -> tuple[str, ...]:
    """Two marks that differ in capitals or spaces are one mark."""
    return ("home", fold(label) or label)


def understand(cells: Sequence[Cells], country: str, own_number: str, refuse: Refuse,
               warn: Callable[[str], None]) -> list[Row]:  # fmt: skip
    """The rows in order. The others are refused, each cell of them that is wrong."""
    found = (_row(it, country, own_number, refuse, warn) for it in cells)
    return [row for row in found if row is not None]


def _row(it: Cells, country: str, own_number: str, refuse: Refuse, warn: Callable[[str], None]) -> Row | None:
    bad: list[str] = []

    def no(column: str, reason: str) -> None:
        bad.append(column)
        refuse(it.line, column, reason)

    for column in ("room", "child"):
        if not fold(it[column]):
            no(column, "is empty" if not it[column] else "has no letters in it")
    if it["adult"]:
        if not fold(it["adult"]):
            no("adult", "has no letters in it")
        if not fold(it["relation"]):
            no("relation", "is empty; write who they are to the child: mother, father, guardian, nana …")
    elif it["phone"] or it["relation"] or it["household"]:
        no("adult", "is empty; write a name, or leave relation, phone and household empty too")
    if it["household"].casefold().startswith("own:"):
        no("household", 'begins with "own:", which Aho writes itself; write another mark')
    language = find(it["language"]) if it["language"] else None
    if it["language"] and language is None:
        no(
            "language",
            f'"{it["language"]}" is no language that Aho knows; see "python3 -m bot languages"',
        )
    phone = number(it["phone"], country) if it["phone"] else None
    if isinstance(phone, Landline):
        warn(f"line {it.line}, phone: {it['phone']} {LEFT_OUT}")
        phone = None
    elif isinstance(phone, NoNumber):
        no("phone", phone.reason)
        phone = None
    elif phone is not None and phone.address == own_number:
        no("phone", "is the school's own number")
    elif phone is not None and phone.warning:
        warn(f"line {it.line}: {it['phone']} {phone.warning}")
    if bad:
        return None
    if not it["phone"]:
        warn(f"line {it.line}: {it['adult']} has no phone and cannot be reached yet" if it["adult"] else
             f"line {it.line}: {it['child']} has no adult")  # fmt: skip
    return Row(
        line=it.line,
        room=it["room"],
        child=it["child"],
        child_id=it["child_id"],
        adult=it["adult"],
        relation=it["relation"],
        guardian=decides(it["relation"]),
        phone=phone,
        language=language.tag if language else None,
        household=it["household"],
    )


def decides(relation: str) -> bool:
    """Whether this word makes a guardian. Only whole words do: a mother-in-law is not a mother."""
    words = fold(relation)
    kin, _, last = words.rpartition(" ")
    return words in GUARDIANS or (last == "guardian" and kin in WHANAU)


def known_relation(relation: str) -> bool:
    return decides(relation) or fold(relation) in WHANAU
