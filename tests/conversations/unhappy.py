"""What the conversations that look for trouble share: more family, codes, and pictures that quote."""

from typing import Any

from bot.simulated.phones import TelegramPhone
from tests.conversations.at_school import IN_ENGLISH, a_photo
from tests.ground.school import Person, School

DAN = "+642000000031"
#: Ruby's father lives with her; Jack's home is Anna's alone.
WITH_DAN = IN_ENGLISH + "Room 5,Ruby,Dan,father,020 000 00031,en,home\n"
#: Hemi's phone is Koro Hone's too.
WITH_KORO = IN_ENGLISH + "Room 5,Tama,Koro Hone,grandfather,020 000 00004,en,home\n"
#: Mere reads te reo Māori: KĀTI and TĪMATA are no words that Twilio knows.
MERE_IN_MAORI = IN_ENGLISH.replace("Tama,Mere,mother,020 000 00001,en", "Tama,Mere,mother,020 000 00001,mi")
WITHOUT_JACK = "\n".join(line for line in WITH_DAN.splitlines() if "Jack" not in line) + "\n"


def sends_photo(school: School, person: Person, *, quoting: str = "", **content: Any) -> None:
    """A photo on Telegram with whatever else the message holds; `quoting`: the newest bubble with these words."""
    phone = person.phone
    assert isinstance(phone, TelegramPhone)
    media, sizes = phone._telegram.photo(a_photo())
    if quoting:
        bubble = next(it for it in reversed(person.screen) if quoting in it.text)
        content["reply_to_message"] = phone.chat.messages[int(bubble.key.partition(":")[2])]

    async def sent() -> None:
        phone._telegram.hear(phone.chat, {"photo": sizes, **content}, media)

    school.do(sent())
