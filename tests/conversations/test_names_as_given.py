"""Names are kept as they were given, and found however a phone types them."""

import unicodedata
from collections.abc import Callable

from sqlalchemy import select

from bot.store.tables import child
from tests.conversations.conftest import ANNA
from tests.ground.school import School

ROLL = """room,child,adult,relation,phone,language,household
Room 5,Māia,Anna,mother,020 000 00003,en,home
Room 5,Hōne,Anna,mother,020 000 00003,en,home
"""


def test_a_name_is_found_without_its_macrons(open_school: Callable[..., School]) -> None:
    """Holds NFC in the roll's reading, and `fold` where a child is named."""
    school = open_school(roll_csv=unicodedata.normalize("NFD", ROLL))
    kept = school.act(lambda desk: set(desk.db.scalars(select(child.c.name))))
    assert kept == {"Māia", "Hōne"}
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    anna.says("We saw a taniwha 🐉 nga\u0304 mihi {name} " + "w" * 60)
    anna.hears("Who is this about?", "1 Māia")
    anna.says("maia")
    anna.hears("Ms Tane has your words about Māia")
    teacher.hears("We saw a taniwha 🐉 ngā mihi {name} " + "w" * 60, "Māia")
