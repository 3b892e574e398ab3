"""How long a pause is to be, as families write it after the word."""

import datetime as dt

from bot.languages import typed_dates
from bot.languages.keywords import match_with_rest

#: In the order of words of each language, with how many days it is.
LENGTHS = [
    ("whakatā e rua wiki", "mi", 14), ("whakatā mō ngā wiki e rua", "mi", 14),
    ("WHAKATĀ 2 wiki", "mi", 14), ("whakatā kotahi wiki", "mi", 7),
    ("malolo vaiaso e 2", "sm", 14), ("malolo vaiaso e lua", "sm", 14), ("malolo lua vaiaso", "sm", 14),
    ("mālōlō uike 2", "to", 14), ("Mālōlō uike ʻe ua", "to", 14), ("mālōlō māhina ʻe 1", "to", 30),
    ("استراحة أسبوعين", "ar", 14), ("استراحة ٣ أسابيع", "ar", 21), ("استراحة لمدة ثلاثة أيام", "ar", 3),
    ("暂停两周", "zh_Hans", 14), ("暂停2周", "zh_Hans", 14), ("暂停 三个星期", "zh_Hans", 21), ("暫停一個月", "zh_Hant", 30),
    ("pausa dos semanas", "es", 14), ("pausa por 3 días", "es", 3), ("tạm dừng 2 tuần", "vi", 14),
    ("pouse twee weke", "af", 14), ("일시정지 2주", "ko", 14), ("विराम दो हफ़्ते", "hi", 14), ("vakacegu 2 macawa", "fj", 14),
    ("pause a fortnight", "sm", 14), ("tạm dừng tháng 2", "vi", None), ("pausa día 2", "es", None),
    ("malolo i le Aso Lua", "sm", None),
]  # fmt: skip


def test_a_length_is_read_in_their_own_order_of_words() -> None:
    """Holds lengths.py, `units` and `spans` of the registry, and `_run_together`: no question is needed then."""
    today = dt.date(2026, 11, 24)
    found = [match_with_rest(typed, tag) for typed, tag, _days in LENGTHS]
    ends = [
        typed_dates.last_day(it[1], row[1], today) if it else None
        for it, row in zip(found, LENGTHS, strict=True)
    ]
    assert [(*row[:2], it and (it - today).days) for it, row in zip(ends, LENGTHS, strict=True)] == LENGTHS
