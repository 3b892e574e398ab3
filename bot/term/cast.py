"""Those who have a part of their own in the play. They do not exist, and their numbers are nobody's."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.term.town import Family

OFFICE = "Whaea Moana"
TEACHER = "Ms Tane"
RELIEVER = "Mr Ioane"

MERE, HEMI, NANA = "Mere", "Hemi", "Nana Aroha"  # Tama's home, and who is let in
SINA = "Sina"  # Lagi's mother, on Telegram
ANNA = "Anna"  # Ruby's and Jack's mother, one phone
PRIYA, ROHAN = "Priya", "Rohan"  # Arjun's two homes
SEFA = "Sefa"  # says STOP, and START again
MEI = "Mei"  # on Telegram; says STOP there
LOSA = "Losa"  # only listens, at her hours
KAI = "Kai"  # a pause, and fewer ideas
VERA, ZED = "Vera", "Zed"  # a number that changes hands; and never any news
FILIPO = "Filipo"  # a father of two; one message a day, at noon

NANAS_PHONE = "+68250123"  # Rarotonga: her evening begins an hour before the school's
STRANGER = "+642000000098"
HEMIS_NEW_NUMBER = "+642000000023"
OLD_NUMBER, VERAS_NEW_NUMBER = "+642000000021", "+642000000022"


def families(rooms: Sequence[str]) -> "tuple[Family, ...]":
    """In as many rooms as there are: Ms Tane's is the fifth, or the last of fewer."""
    from bot.term.town import Adult, Family

    def room(number: int) -> str:
        return rooms[min(number, len(rooms)) - 1]

    def adult(name: str, number: int, language: str, relation: str = "mother", home: str = "home",
              telegram: int = 0) -> Adult:  # fmt: skip
        return Adult(name, f"+6420000000{number:02d}", language, relation, home, telegram)

    def family(*who: Adult, of: Sequence[tuple[str, int]]) -> Family:
        return Family(who, tuple((child, room(number)) for child, number in of), played=True)

    return (
        family(adult(MERE, 1, "mi"), adult(HEMI, 4, "en", "father"), of=[("Tama", 5)]),
        family(adult(SINA, 2, "sm", telegram=600_002), of=[("Lagi", 5)]),
        family(adult(ANNA, 3, "en"), of=[("Ruby", 5), ("Jack", 2)]),
        family(adult(PRIYA, 7, "hi", home="her home"), adult(ROHAN, 8, "en", "father", "his home"),
               of=[("Arjun", 5)]),
        family(adult(SEFA, 11, "to", "father"), of=[("Mafi", 2)]),
        family(adult(MEI, 12, "zh_Hans", telegram=600_012), of=[("Lin", 3)]),
        family(adult(LOSA, 13, "sm"), of=[("Pele", 4)]),
        family(adult(KAI, 14, "en", "father"), of=[("Nikau", 2)]),
        family(adult(VERA, 21, "en"), of=[("Esme", 3)]),
        family(adult(FILIPO, 15, "to", "father"), of=[("Manu", 5), ("Sela", 3)]),
    )  # fmt: skip
