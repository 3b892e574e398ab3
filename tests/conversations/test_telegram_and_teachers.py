"""Telegram's own ways: private chats only, links, buttons, stickers; and teachers, who have power there and nowhere else."""

import itertools
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from bot.acts.desk import Desk
from bot.acts.roll import staff
from bot.simulated.telegram.chat import Chat
from bot.store import inbox, lanes, teaching
from bot.store.tables import contact, delivery, message
from bot.store.tables import inbox as heard
from tests.conversations.at_school import IN_ENGLISH, asks, count, counted, let_in, named
from tests.conversations.conftest import ANNA, HEMI, MERE, SINA
from tests.ground.school import School

_ids = itertools.count(900_001)
GROUP = -100_123


def telegram_says(school: School, **update_: Any) -> None:
    """An update as Telegram posts it, for what the pretend phones cannot do."""
    secret = {"x-telegram-bot-api-secret-token": school.house.channels["telegram"].secret}  # type: ignore[attr-defined]
    answer = school.request(
        "POST", "/hooks/telegram", json={"update_id": next(_ids), **update_}, headers=secret
    )
    assert answer.status_code == 200
    school.passes(seconds=1)


def a_message(chat: dict[str, Any], user_id: int, **content: Any) -> dict[str, Any]:
    number = next(_ids)
    sender = {"id": user_id, "is_bot": False, "first_name": "Sina"}
    return {"message_id": number, "date": 1_795_000_000, "chat": chat, "from": sender, **content}


def test_a_group_hears_one_polite_line_and_none_of_its_words_is_kept(school: School) -> None:
    """Holds the GROUP branch in channels/telegram/updates.py, and `once` in handlers/anyone/group.py."""
    sina = school.on_telegram(SINA, 777_002, "Sina")
    school.carriers.telegram.chats[GROUP] = Chat(GROUP, "Room 5 mums", started=True)
    room = school.telegram(GROUP, "Room 5 mums")
    chat = {"id": GROUP, "type": "supergroup", "title": "Room 5 mums"}
    joined = {"user": school.carriers.telegram.bot, "status": "member"}
    left = {"user": school.carriers.telegram.bot, "status": "left"}
    telegram_says(school, my_chat_member={
        "chat": chat, "from": {"id": 777_002, "is_bot": False, "first_name": "Sina"}, "date": 1_795_000_000,
        "old_chat_member": left, "new_chat_member": joined,
    })  # fmt: skip
    room.hears_nothing()
    for words in ("Tama was sick on the bus", "/who@PretendedSchoolBot", "/stop", "Is anybody there?"):
        telegram_says(school, message=a_message(chat, 777_002, text=words))
    assert [it.text for it in room.unread] == [
        "Kia ora. I only talk with one person at a time. Please write to me in a chat of our own."
    ]
    kept = school.act(lambda desk: [str(it) for it in desk.db.scalars(select(heard.c.heard))])
    assert not any(word in it for it in kept for word in ("sick", "who@", "anybody"))
    assert counted(school, message) == 0
    asks(school, "Are you there?")
    sina.hears("Are you there?")  # a /stop in the group was not hers


UNREADABLE: tuple[dict[str, Any], ...] = (
    {"sticker": {"file_id": "a", "file_unique_id": "b", "type": "regular", "width": 1, "height": 1,
                 "is_animated": False, "is_video": False}},
    {"document": {"file_id": "a", "file_unique_id": "b", "mime_type": "application/msword"}},
    {"location": {"latitude": -36.8, "longitude": 174.7}},
)  # fmt: skip


def test_what_we_cannot_pass_on_is_answered_honestly_once_a_day(open_school: Callable[..., School]) -> None:
    """Holds handlers/whanau/unreadable.py: nothing is pretended to be read."""
    school = open_school(roll_csv=IN_ENGLISH)
    sina, teacher = school.on_telegram(SINA, 777_002, "Sina"), school.teacher()
    chat = {"id": 777_002, "type": "private", "first_name": "Sina"}
    for number, content in enumerate(UNREADABLE):
        for _time in range(2):
            telegram_says(school, message=a_message(chat, 777_002, **content))
        sina.hears("Sorry, we can only pass on words, photos, voice notes and PDF documents.")
        sina.hears_nothing()
        telegram_says(school, message=a_message(chat, 777_002, caption=f"His homework {number}", **content))
        school.goes_to(days=1)
    teacher.hears_nothing()
    unhandled = school.act(lambda desk: inbox.unhandled(desk.db, desk.school.id))
    assert [it["heard"]["words"] for it in unhandled] == [
        "His homework 2",
        "His homework 1",
        "His homework 0",
    ]


def test_the_menu_speaks_each_language_that_telegram_knows_by_two_letters(school: School) -> None:
    menus = {language: menu for (_scope, language), menu in school.carriers.telegram.commands.items()}
    assert set(menus) == {"", "en", "mi", "sm"}
    assert {it["command"] for it in menus[""]} >= {"help", "family", "language", "pause", "stop"}
    told = {
        tag: next(it["description"] for it in menu if it["command"] == "stop") for tag, menu in menus.items()
    }
    assert told["mi"] != told["en"] != told["sm"]


def test_once_linked_everything_goes_to_telegram_only_and_nothing_comes_twice(
    open_school: Callable[..., School],
) -> None:
    """Holds `contacts_of`: Telegram first, one phone a person."""
    school = open_school(roll_csv=IN_ENGLISH)
    by_text, teacher, mere = school.sms(HEMI).forgets(), school.teacher(), school.sms(MERE).forgets()
    hemi = school.on_telegram(HEMI, 777_004, "Hemi")
    asks(school, "What did you read?")
    hemi.says("The one about the eel")
    teacher.replies_to("The one about the eel", "A favourite of mine")
    mere.says("SHARE: We went to the river")
    for words in ("What did you read?", "A favourite of mine", "We went to the river"):
        assert count(hemi, words) == 1
    by_text.hears_nothing()
    hemi.forgets().says("TELEGRAM")
    hemi.hears("You are on Telegram already")


def test_a_link_lasts_a_day_and_opens_nothing_for_anybody_after_it(school: School) -> None:
    hemi, late, thief = (
        school.sms(HEMI).forgets(),
        school.telegram(777_004, "Hemi"),
        school.telegram(666_001, "Thief"),
    )
    hemi.says("TELEGRAM")
    old = hemi.hears("t.me/").partition("start=")[2].split()[0]
    school.goes_to(days=1, hour=11)
    late.starts(old)
    late.hears("That code does not work")
    thief.starts(old)
    thief.hears("That code does not work")
    assert counted(school, contact, contact.c.channel == "telegram", contact.c.state == "active") == 0


def test_two_unquoted_messages_are_both_asked_about(school: School) -> None:
    """Holds `beside` in which_thread.py: the second question closed the first, and its words were lost."""
    mere, anna, teacher = school.sms(MERE).forgets(), school.sms(ANNA).forgets(), school.teacher()
    mere.says("He pātai tāku")
    anna.says("A question")
    anna.says("1")
    mere.forgets()
    anna.forgets()
    teacher.says("Yes, on Friday")
    teacher.says("Bring togs")
    questions = [it for it in teacher.screen if "Whom is this for?" in it.text]
    assert len(questions) == 2
    for question, label in zip(questions, ("Tama: Mere", "Ruby: Anna"), strict=True):
        button = next(it for row in question.buttons for it in row if it.label == label)
        teacher.taps(button.says)
    mere.hears("Yes, on Friday")
    mere.hears_nothing()
    anna.hears("Bring togs")
    anna.hears_nothing()
    teacher.forgets().taps("Tama: Mere")  # the newest such button: its question has its answer
    teacher.hears("That question has passed")
    mere.hears_nothing()


def test_a_teacher_who_left_the_room_answers_nobody_there(school: School) -> None:
    """Holds `threads.teaches` in answer.py: an old bubble on a phone is no key."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    mere.says("He pātai tāku")
    teacher.hears("He pātai tāku")
    mere.forgets()
    assert school.act(lambda desk: staff.apply(desk, "person,role,rooms\nMs Tane,teacher,Room 2\n")).done
    teacher.replies_to("He pātai tāku", "I should not be heard")
    mere.hears_nothing()
    assert counted(school, message, message.c.kind == "answer") == 0


def test_a_teacher_with_a_child_here_is_asked_which_hat(open_school: Callable[..., School]) -> None:
    """Holds own_child.py: words about one's own child go to that child's thread, not to another family."""
    school = open_school(roll_csv=IN_ENGLISH)
    let_in(school, "Mr Fuimaono", "Hemi", "everything")  # type: ignore[arg-type]
    other, parent = school.teacher(), school.teacher("Mr Fuimaono", 555_006)
    anna, hemi = school.sms(ANNA).forgets(), school.sms(HEMI).forgets()
    anna.says("About the trip")
    anna.says("2")  # Jack, of Room 2
    parent.hears("About the trip")
    anna.forgets()
    parent.says("He has grown out of his shoes")
    parent.hears("Whom is this for?")
    parent.taps("For my own child")
    other.hears("Mr Fuimaono (whānau of Tama, Room 5): He has grown out of his shoes")
    anna.hears_nothing()
    hemi.hears_nothing()  # he began it by himself: the school's ears only
    parent.replies_to("About the trip", "We leave at nine")
    anna.hears("We leave at nine")
    other.never_heard("We leave at nine")


def test_a_teachers_wrong_is_an_answer_and_a_stop_is_a_stop(school: School) -> None:
    """Holds the first check in wrong.py: one word to a family had shut the teacher's own chat for good."""
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    anna.says("7 x 8 = 54?")
    anna.says("1")
    anna.forgets()
    teacher.replies_to("7 x 8 = 54?", "Wrong")
    anna.hears("Wrong")
    anna.says("56!")
    teacher.hears("56!")
    teacher.says("/stop")
    anna.says("And 9 x 9 is 81")
    assert count(teacher, "9 x 9") == 0
    teacher.forgets().says("/start")
    teacher.hears("Welcome back")
    assert counted(school, message, message.c.kind != "answer") == 3


def test_the_link_of_a_stopped_chat_is_a_start(school: School) -> None:
    """Holds the lift in linking.tie: the chat was made active, and still nothing went to it."""
    sina = school.telegram(777_002, "Sina")
    sina.starts()
    sina.says("/stop")
    sina.forgets()
    by_text = school.sms(SINA).forgets()
    by_text.says("telegram")
    sina.starts(by_text.hears("t.me/").partition("start=")[2].split()[0])
    sina.hears("Harakeke School")
    asks(school, "Are you there?")
    sina.hears("Are you there?")
    assert counted(school, delivery, delivery.c.address == SINA, delivery.c.prompt_id.is_not(None)) == 0


def test_buttons_that_have_passed_or_were_never_ours(school: School) -> None:
    """Holds passed.py and `by_id`: a button under somebody else's bubble means nothing here."""
    hemi, sina = school.on_telegram(HEMI, 777_004, "Hemi"), school.on_telegram(SINA, 777_002, "Sina", "en")
    hemi.says("/language")
    asked = next(it for it in reversed(hemi.screen) if it.buttons)
    button = asked.buttons[1][0] if len(asked.buttons) > 1 else asked.buttons[0][1]
    chat = {"id": 777_002, "type": "private", "first_name": "Sina"}
    under = a_message(chat, 777_002, text="?")
    sina.forgets()
    for says in (button.says, "q999999.1", "q.1", "k.", "🙂", "q1.99999999999999999999", f"q{'9' * 40}.1"):
        telegram_says(school, callback_query={
            "id": str(next(_ids)), "from": under["from"], "message": under, "chat_instance": "1", "data": says,
        })  # fmt: skip
    assert sina.unread
    assert counted(school, heard, heard.c.state != "done") == 0
    told = school.act(lambda desk: (named(desk, "Sina").language, named(desk, "Hemi").language))
    assert told == ("sm", "en")
    school.passes(hours=2)
    hemi.forgets().taps(button.says)  # an hour is over
    hemi.hears("That question has passed")


def test_a_reliever_hears_and_answers_in_chat_on_their_days_only(open_school: Callable[..., School]) -> None:
    """Holds OF_A_ROOM and the dates in teaching.of_child, and the roles of a turn in reception."""
    school = open_school(roll_csv=IN_ENGLISH)
    day = "2026-11-25"  # tomorrow
    rows = f"person,role,rooms,from,until\nRua,reliever,Room 5,{day},{day}\n"
    assert school.act(lambda desk: staff.apply(desk, rows)).done
    mere = school.sms(MERE)
    mere.says("Tama read to Nana")
    school.goes_to(days=1, hour=10)
    rua = school.teacher("Rua", 555_009)
    mere.says("He read again today")
    rua.hears("He read again today")
    rua.never_heard("Tama read to Nana")
    rua.replies_to("He read again today", "Ka pai Tama")
    mere.hears("Ka pai Tama")
    school.goes_to(days=1, hour=10)
    rua.forgets()
    mere.says("And a third time")
    rua.hears_nothing()
    rua.replies_to("He read again today", "Am I still heard?")
    mere.never_heard("Am I still heard?")
    assert counted(school, message, message.c.kind == "answer") == 1


def test_who_teaches_a_child_is_named_before_who_relieves(open_school: Callable[..., School]) -> None:
    """Holds the order in teaching.of_child: by rows alone the reliever, who was there first, would be thanked for."""
    rows = (
        "person,role,rooms,from,until\nRua,reliever,Room 5,2026-11-24,2026-11-24\nMs Tane,teacher,Room 5,,\n"
    )
    school = open_school(roll_csv=IN_ENGLISH, staff_csv=rows)

    def taught(desk: Desk) -> tuple[list[str], list[str]]:
        child = lanes.lanes_of(desk.db, named(desk, "Mere").id, desk.now)[0].lane.child
        rooms, staff_ = teaching.of_child(desk.db, child.id, desk.now)
        return [it.name for it in rooms], [it.name for it in staff_]

    assert school.act(taught) == (["Room 5"], ["Ms Tane", "Rua"])
    school.goes_to(days=1, hour=10)
    assert school.act(taught) == (["Room 5"], ["Ms Tane"])
