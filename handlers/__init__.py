"""What Aho does with what it hears. Each timetable is read from top to bottom; the first that wants it has it.

A handler is a module with `wants(heard, talk) -> bool` and `handle(heard, talk) -> None`. To add one: one new
file, and one line here.
"""

from handlers.anyone import (
    asks_to_stop,
    came_and_went,
    group,
    late_code,
    new_phone_code,
    passed,
    start,
    still_yours,
    stop,
    wording_asked,
    wrong,
)  # fmt: skip
from handlers.stranger import code, letter_code, name, not_known, tongue, waiting
from handlers.stranger import language as stranger_language
from handlers.stranger import new_phone as stranger_new_phone
from handlers.teacher import (
    answer,
    ask,
    by_sms,
    confirm,
    console,
    guide,
    held,
    own_child,
    room,
    staff_code,
    what,
    which_thread,
)
from handlers.whanau import (
    all_ears,
    choice,
    class_use,
    command,
    family,
    family_code,
    family_end,
    family_private,
    family_until,
    language,
    less_more,
    let_in,
    let_in_by_letter,
    more_help,
    my_way,
    my_way_parts,
    new_phone,
    not_understood,
    orig,
    pause,
    share,
    telegram,
    telegram_code,
    this_is,
    unreadable,
    which_child,
    which_lanes,
    which_line,
    who,
    who_writes,
    writes,
)

ANYONE = (group, came_and_went, stop, wrong, late_code, new_phone_code, still_yours, start)

STRANGER = (
    *ANYONE,
    stranger_language,
    stranger_new_phone,
    staff_code,
    telegram_code,
    asks_to_stop,
    letter_code,
    code,
    name,
    tongue,
    passed,
    waiting,
    not_known,
)

WHANAU = (
    *ANYONE, staff_code, telegram_code, this_is, who_writes, let_in, let_in_by_letter, class_use, family_end,
    family_private, family_until, which_lanes, which_child, which_line, choice, language, my_way, my_way_parts,
    less_more, pause, more_help, new_phone, who, telegram, family, all_ears, orig, not_understood, letter_code,
    family_code, passed, asks_to_stop, share, command, unreadable, writes,
)  # fmt: skip

TEACHER = (
    *ANYONE,
    staff_code,
    wording_asked,
    room,
    what,
    confirm,
    held,
    ask,
    console,
    answer,
    own_child,
    which_thread,
)

#: A teacher who is also a parent at the school: the teacher's words first, then the parent's.
TEACHER_AND_WHANAU = (*TEACHER, *WHANAU[len(ANYONE) :])

TEACHER_ONLY = (*TEACHER, telegram_code, letter_code, family_code, language, passed, guide)

TEACHER_BY_SMS = (*ANYONE, by_sms)
