"""Something done at home: words, a photo, a voice note; kept as a share, thanked for, shown to the teacher."""

import io
from collections.abc import Callable

from PIL import Image

from bot.simulated import Fault
from bot.store.tables import media, message
from tests.conversations.at_school import (
    A_PICTURE_OF,
    IN_ENGLISH,
    OGG,
    WITH_NANA,
    a_photo,
    asks,
    counted,
    let_in,
)
from tests.conversations.conftest import ANNA, HEMI, MERE, NANA
from tests.ground.school import Person, School


def test_by_the_word_alone_with_words_or_as_a_button(open_school: Callable[..., School]) -> None:
    """Holds handlers/whanau/share.py: SHARE opens the ear, the next words are the share, and once only."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    hemi = school.on_telegram(HEMI, 777_004, "Hemi")
    mere.says("share")
    mere.hears("What did you do together? Write it here. Ms Tane and Hemi will see it.")
    mere.says("We baked rēwena bread")
    mere.hears("Thank you for sharing this about Tama. Ms Tane will see it.", "Hemi can see it too.")
    teacher.hears("Mere (mother of Tama, Room 5): We baked rēwena bread")
    hemi.hears("Mere about Tama: We baked rēwena bread")
    mere.says("He has a cough")
    mere.hears("Ms Tane has your words about Tama. Only the school sees this.")
    mere.says("SHARE: We counted shells")
    hemi.hears("We counted shells")
    mere.says("Share this with nobody")
    hemi.never_heard("cough", "with nobody")
    assert counted(school, message, message.c.kind == "share") == 2
    asks(school, "What did you read?")
    hemi.taps("Share a story or photo")
    hemi.hears("What did you do together?", "Mere", "A photo or a voice note is welcome too.")
    hemi.says("We planted kūmara")
    hemi.hears("Thank you for sharing this about Tama.")
    mere.hears("Hemi about Tama: We planted kūmara")


def test_what_is_written_before_we_could_ask_uses_the_ear_up(open_school: Callable[..., School]) -> None:
    """Holds _has_been_used in bot/acts/answered.py: "Only the school sees this" stood there, and then somebody wrote
    what his father must not read; an earlier SHARE must not carry that to him."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    school.teacher()
    school.fault("sms", Fault("rate_limit", 60))  # our question takes its time
    mere.says("SHARE")
    mere.says("We baked rēwena bread")
    school.passes(minutes=3)
    assert counted(school, message, message.c.ears == "writer") == 1
    mere.forgets().says("Please do not let his father pick him up")
    mere.hears("Only the school sees this.")
    hemi.never_heard("rēwena", "pick him up")


def test_a_photo_from_telegram_reaches_each_phone_as_it_can_and_forgets_where_it_was_taken(
    open_school: Callable[..., School],
) -> None:
    """Holds jobs/media.py (made again from its pixels) and `_enclosure` (no picture of a child by SMS)."""
    school = open_school(roll_csv=WITH_NANA)
    mere, teacher = school.on_telegram(MERE, 777_001, "Mere"), school.teacher()
    nana, hemi = school.on_telegram(NANA, 777_099, "Nana Aroha"), school.sms(HEMI).forgets()
    mere.says("SHARE")
    mere.sends_photo(a_photo(b"CANARY Kelburn"), "Our kūmara, SHARE this with no computer")
    mere.hears("Thank you for sharing this about Tama.", "can see it too")
    hemi.hears("Mere sent a photo about Tama. Our kūmara")
    assert not hemi.screen[-1].media
    for phone, words in ((teacher, "Mere (mother of Tama, Room 5) sent a photo. Our kūmara"),
                         (nana, "Mere sent a photo about Tama. Our kūmara")):  # fmt: skip
        phone.hears(words)
        assert _pixel(_picture(phone)) == A_PICTURE_OF
    kept = [path.read_bytes() for path in (school.house.media).iterdir()]
    for content in (*kept, _picture(teacher), _picture(nana)):
        with Image.open(io.BytesIO(content)) as seen:
            assert not seen.getexif() and b"CANARY" not in content
    # A photo simply sent, without a word, by somebody who knows who sees it.
    mere.sends_photo(a_photo())
    nana.hears("Mere sent a photo about Tama.")
    mere.says("SHARE")
    mere.sends_voice(OGG)
    hemi.hears("Mere sent a photo about Tama.")
    hemi.hears("Mere sent a voice note about Tama.")
    assert [it.kind for it in nana.screen[-1].media] == ["voice"]
    teacher.hears("sent a voice note")
    # Longer than Telegram takes beside a picture once we have said who sent it: the words go, whole.
    mere.sends_photo(a_photo(), "SHARE: " + "Kia ora e te whānau " * 50)
    assert teacher.hears("sent a photo. Kia ora e te whānau").count("Kia ora e te whānau") == 50
    assert counted(school, message, message.c.kind == "share") == 4
    assert not school.carriers.ledger.complaints


def test_a_photo_by_sms_and_a_picture_that_is_none(open_school: Callable[..., School]) -> None:
    """Holds "its words still go": a failed picture is kept as failed and holds nothing back; its sender is told
    (unopened.tell), and the carrier keeps neither (media.claim_left)."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi, teacher = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.teacher()
    mere.sends_photo(a_photo(), "SHARE: the tower")
    mere.hears("Thank you for sharing this about Tama.", "Next time they will see")
    teacher.hears("Mere (mother of Tama, Room 5) sent a photo. the tower")
    assert _pixel(_picture(teacher)) == A_PICTURE_OF
    mere.sends_photo(b"<script>alert(1)</script>", "SHARE: it fell down")
    teacher.hears("sent a photo. it fell down")
    assert not teacher.screen[-1].media
    hemi.hears("Mere sent a photo about Tama. it fell down")
    mere.hears("Sorry, we could not open the photo that you sent.", "Your words have gone to the school.")
    hemi.never_heard("could not open")
    assert counted(school, media, media.c.state == "failed") == 1
    assert not any(it.media for it in school.carriers.twilio.messages.values())
    assert counted(school, media, media.c.at_carrier) == 0


def test_a_photo_that_could_be_about_two_children_waits_with_them(school: School) -> None:
    anna, teacher = school.on_telegram(ANNA, 777_003, "Anna"), school.teacher()
    other = school.teacher("Mr Fuimaono", 555_002)
    anna.says("SHARE")
    anna.hears("Ms Tane and Mr Fuimaono will see it.")
    anna.sends_photo(a_photo(), "Muddy boots")
    anna.hears("Who is this about?")
    teacher.hears_nothing()
    anna.taps("Jack")
    anna.hears("Thank you for sharing this about Jack. Mr Fuimaono will see it.")
    other.hears("Anna (mother of Jack, Room 2) sent a photo. Muddy boots")
    assert _pixel(_picture(other)) == A_PICTURE_OF
    teacher.hears_nothing()
    assert counted(school, message, message.c.kind == "share") == 1


def test_stories_only_members_hear_shares_and_nothing_else(open_school: Callable[..., School]) -> None:
    """Holds Scope.STORIES in ears.hears, recipients.of and the last look's `_hears`."""
    from bot.model.people import Scope

    school = open_school(roll_csv=WITH_NANA)
    mere, nana, teacher = school.sms(MERE).forgets(), school.sms(NANA).forgets(), school.teacher()
    asks(school, "What did you read?")
    assert "Nana" not in mere.hears("If you answer, Hemi will see it too.")
    mere.says("The one about the eel")
    teacher.replies_to("about the eel", "Ka pai, Mere")
    mere.says("SHARE: We baked bread")
    mere.says("SHARE: We counted shells")
    nana.hears("We counted shells")
    nana.never_heard("What did you read", "about the eel", "Ka pai, Mere")
    let_in(school, "Nana Aroha", "Mere", Scope.EVERYTHING)
    asks(school, "What did you sing?")
    nana.hears("What did you sing?")


def _picture(phone: Person) -> bytes:
    found = next(it for bubble in reversed(phone.screen) for it in bubble.media if bubble.by == "school")
    assert found.kind == "photo"
    return found.content


def _pixel(content: bytes) -> tuple[int, int, int]:
    with Image.open(io.BytesIO(content)) as seen:
        colour = seen.convert("RGB").getpixel((5, 5))
    assert isinstance(colour, tuple)
    return A_PICTURE_OF if all(abs(a - b) < 12 for a, b in zip(colour, A_PICTURE_OF, strict=True)) else colour
