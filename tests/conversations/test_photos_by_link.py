"""A family whose phone only texts sends a photo all the same: PHOTO brings a link, once, for a day."""

import asyncio
import contextlib
import io
import re
import threading
from collections.abc import Callable

import httpx
import pytest
from PIL import Image
from sqlalchemy import func

from bot.acts import uploading
from bot.acts.desk import Desk
from bot.channels import Unfetched
from bot.jobs import remaking, retention
from bot.model.people import State
from bot.store import lanes, people
from bot.store.tables import contact, media, membership, upload, wording
from bot.web import uploads
from tests.conversations.at_school import IN_ENGLISH, a_photo, asks, counted, named
from tests.conversations.conftest import HEMI, MERE
from tests.conversations.test_kept_out import keep_out
from tests.conversations.test_what_waits_comes_along import brings, corrects
from tests.ground.school import Person, School

SENT, DEAD = "It is with the school", "This link does not work any more"


@pytest.fixture
def school(open_school: Callable[..., School]) -> School:
    return open_school(roll_csv=IN_ENGLISH)


def link_for(phone: Person) -> str:
    phone.says("photo")
    said = phone.hears("Send one photo here, within a day:", "Ms Tane and Hemi will see it.")
    return re.findall(r"https://aho\.test(/up/[0-9A-Z]{10})", said)[0]


def page(school: School, link: str) -> str:
    return school.request("GET", link).text


def sends(school: School, link: str, photo: bytes, words: str = "") -> str:
    """As a browser without JavaScript does; what the page then shows."""
    answer = school.request(
        "POST", link, files={"photo": ("DCIM.jpg", photo, "image/jpeg")}, data={"words": words}
    )
    school.passes(seconds=5)
    return page(school, link) if answer.status_code == 303 else answer.text


def piece(school: School, link: str, mark: str, at: int, content: bytes) -> httpx.Response:
    return school.request("PUT", f"{link}/{mark}?at={at}", content=content)


def test_the_photo_is_a_share_of_theirs_and_the_link_is_used_once(school: School) -> None:
    """Holds uploading.arrived: in the lane's thread, relayed as a share, its code used up; looking uses up nothing."""
    mere, hemi, teacher = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.teacher()
    link = link_for(mere)
    for _ in range(2):
        assert 'type="file"' in page(school, link) and school.request("HEAD", link).status_code == 200
    assert SENT in sends(school, link, a_photo(b"CANARY Kelburn"), "Please do not tell {anybody}")
    mere.hears("Thank you for sharing this about Tama. Ms Tane will see it.", "Hemi can see it too.")
    teacher.hears("Mere (mother of Tama, Room 5) sent a photo. Please do not tell {anybody}")
    shown = teacher.screen[-1].media[0].content
    with Image.open(io.BytesIO(shown)) as seen:
        assert not seen.getexif() and seen.getpixel((5, 5)) != (0, 0, 0)
    hemi.hears(
        "Mere sent a photo about Tama. Please do not tell {anybody}",
        "See it here for a week: https://aho.test/see/",
    )
    assert not hemi.screen[-1].media
    assert SENT in sends(school, link, a_photo(), "once more")
    teacher.never_heard("once more")
    assert all(b"CANARY" not in it.read_bytes() for it in school.house.media.iterdir())
    assert counted(school, media, media.c.state == "held") == 1


def test_a_picture_that_is_none_uses_nothing_up(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds the page's own answers, LARGEST too: nothing is kept, nobody hears of it, and the link still works."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    link = link_for(mere)
    assert "could not open it" in sends(school, link, b"<script>alert(1)</script>", "Look")
    assert "could not open it" in sends(school, link, b"")
    with monkeypatch.context() as small:
        small.setattr(uploading, "LARGEST", len(a_photo()) - 1)
        assert "could not open it" in sends(school, link, a_photo(), "Look")
    teacher.hears_nothing()
    assert SENT in sends(school, link, a_photo())


def test_words_beside_a_file_that_is_refused_stand_there_again(school: School) -> None:
    """Holds `written` in uploads.py: sent whole, or in pieces as upload.js does; in the family's language; as words only."""
    link, words = link_for(school.sms(MERE).forgets()), "Ko Tama </textarea> & tāna parāoa"
    kept = "Ko Tama &lt;/textarea&gt; &amp; tāna parāoa</textarea>"
    refused = sends(school, f"{link}?language=mi", b"no picture", words)
    assert kept in refused and '<html lang="mi"' in refused and "could not open it" not in refused
    piece(school, link, "a-1abc", 0, b"no picture")
    answer = school.request("POST", link, data={"mark": "a-1abc", "words": words})
    assert answer.status_code == 422 and kept in answer.text
    assert kept in sends(school, link, b"", words)


def test_it_comes_in_pieces_over_a_line_that_drops(school: School) -> None:
    """Holds uploads.begin, MARK, MOST_AT_ONCE and `_write`: the offset is ours, a piece twice is once, a gap is never filled."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    link, photo, mark = link_for(mere), a_photo(), "rs-1abc"
    third = len(photo) // 3
    assert piece(school, link, mark, 0, photo[:third]).json() == {"got": third}
    assert piece(school, link, mark, 0, photo[:third]).json() == {"got": third}
    assert piece(school, link, mark, 2 * third, photo[2 * third :]).json() == {"got": third}
    assert school.request("GET", f"{link}/{mark}").json() == {"got": third}
    assert piece(school, link, mark, third - 9, photo[third - 9 : 2 * third]).json() == {"got": 2 * third}
    # Another photo begins anew, and so does the first one after it.
    assert piece(school, link, "zz-9", 0, b"another").json() == {"got": 7}
    assert school.request("GET", f"{link}/{mark}").json() == {"got": 0}
    assert piece(school, link, mark, 0, photo).json() == {"got": len(photo)}
    assert piece(school, link, "A 1", 0, photo).status_code == 404
    assert piece(school, link, mark, 0, b"x" * (uploads.MOST_AT_ONCE + 1)).status_code == 413
    assert piece(school, link, mark, 12 * 1024 * 1024, b"more").status_code == 404
    assert school.request("POST", link, data={"mark": mark, "words": "Boots"}).status_code == 303
    school.passes(seconds=5)
    teacher.hears("sent a photo. Boots")
    assert teacher.screen[-1].media
    assert counted(school, upload, upload.c.done_at.is_not(None)) == 1
    assert len(list(school.house.media.iterdir())) == 1


@pytest.mark.parametrize("why", ["a stop", "a stop alone", "perhaps another's", "left the lane", "kept out", "kept out by number", "a day later",
                                 "another's phone"])  # fmt: skip
def test_the_link_is_dead(school: School, why: str) -> None:
    """Holds each condition of uploading.way; the last look is in the transaction that keeps the photo."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    link = link_for(mere)
    piece(school, link, "a-1", 0, a_photo())
    match why:
        case "a stop":
            mere.says("STOP")
        case "a stop alone":  # its row says so, whatever the phone's own state was set to since
            mere.says("STOP")
            school.act(lambda desk: desk.db.execute(contact.update().values(state=State.ACTIVE)))
        case "perhaps another's":
            school.act(lambda desk: desk.db.execute(contact.update().values(state=State.QUARANTINED)))
        case "left the lane":
            school.act(lambda desk: [lanes.end_membership(desk.db, it.membership_id, desk.now)
                                     for it in lanes.lanes_of(desk.db, named(desk, "Mere").id, desk.now)])  # fmt: skip
        case "kept out":
            keep_out(school, "Mere")
            school.act(opened_again)
        case "kept out by number":
            keep_out(school, "nobody", MERE)
            school.act(opened_again)
        case "a day later":
            school.passes(hours=24, seconds=1)
        case _:

            def moved(desk):  # type: ignore[no-untyped-def]
                phone = people.contacts_of(desk.db, [named(desk, "Mere").id])[named(desk, "Mere").id][0]
                people.unlink(desk.db, phone.id, named(desk, "Mere").id)
                people.change_contact(desk.db, phone.id, state=State.ACTIVE)

            school.act(moved)
    answer = school.request("GET", link)
    assert answer.status_code == 404 and DEAD in answer.text and "Tama" not in answer.text
    assert piece(school, link, "a-1", 0, b"more").status_code == 404
    assert DEAD in sends(school, link, a_photo(), "Look")
    assert counted(school, media) == 0
    teacher.never_heard("Look")


def opened_again(desk: Desk) -> None:
    """As if somebody had not looked at the court's order."""
    desk.db.execute(membership.update().values(until=None))


def test_who_leaves_while_their_photo_is_made_again_sends_none(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds `way` in uploading.arrived, in the transaction that keeps the photo; and that its files go again."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    link = link_for(mere)

    def made(content: bytes, kind: str) -> object:
        school.act(lambda desk: [lanes.end_membership(desk.db, it.membership_id, desk.now)
                                 for it in lanes.lanes_of(desk.db, named(desk, "Mere").id, desk.now)])  # fmt: skip
        return remaking.made(content, kind)

    monkeypatch.setattr(uploads, "made", made)
    assert DEAD in sends(school, link, a_photo(), "Look")
    assert counted(school, media) == 0 and not list(school.house.media.iterdir())
    teacher.never_heard("Look")


def test_in_the_childs_turn_the_link_waits(school: School) -> None:
    """Holds the turn in uploading.way: "it is with the school" would not be true before the guardian has said so."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    link = link_for(mere)
    mere.says("PASS")
    assert DEAD in page(school, link) and DEAD in sends(school, link, a_photo(), "mine")
    assert not school.house.media.exists() or not list(school.house.media.iterdir())
    mere.says("PASS")
    assert SENT in sends(school, link, a_photo(), "ours")
    teacher.hears("Mere (mother of Tama, Room 5) sent a photo. ours")


def test_a_photo_that_never_became_whole_goes_when_its_link_is_over(school: School) -> None:
    """Holds the last step of retention.delete_all: raw, it knows where it was taken. What may still come whole stays."""
    mere, link = school.sms(MERE).forgets(), ""
    for hours in (0, 20):
        school.clock.forward(hours * 3600)
        link = link_for(mere.forgets())
        piece(school, link, "a-1", 0, a_photo(b"CANARY Kelburn")[:900])
    school.clock.forward(5 * 3600)
    for left in (1, 0):
        school.do(retention.delete_all(school.house.act, school.house.media))
        assert (counted(school, upload), len(list(school.house.media.iterdir()))) == (left, left)
        school.clock.forward(24 * 3600)


@pytest.mark.parametrize("words", ["stop", "SHARE it"])
def test_what_is_written_under_the_photo_is_no_command(school: School, words: str) -> None:
    """Holds `incoming.shared` in talk: the photo is in its thread, whole as it was written, and nobody has stopped."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    assert SENT in sends(school, link_for(mere), a_photo(), words)
    teacher.hears(f"Mere (mother of Tama, Room 5) sent a photo. {words}")
    mere.forgets().says("The eel")
    teacher.hears("The eel")


def test_to_guess_at_a_link_keeps_no_writer_busy(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds the looks at the way in `piece`, before its body is read, and in `_answer`, before anything is written."""
    monkeypatch.setattr(uploads, "_write", lambda *_: 1 / 0)
    assert school.request("GET", "/up/0EPWA0F97H/a-1").status_code == 404
    for size in (1, uploads.MOST_AT_ONCE + 1):
        assert piece(school, "/up/0EPWA0F97H", "a-1", 0, b"x" * size).status_code == 404


def test_one_photo_is_made_again_at_a_time(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds `one` in the page, and MOST_WORDS: many at once are no more memory than one."""
    link, both = link_for(school.sms(MERE).forgets()), threading.Barrier(2)
    together = []

    def made(*_: object) -> Unfetched:
        with contextlib.suppress(threading.BrokenBarrierError):
            together.append(both.wait(1))
        return Unfetched("not a picture")

    async def twice() -> None:
        async with school._client() as client:
            await asyncio.gather(*(client.post(link, files={"photo": ("a", b"a")}) for _ in range(2)))

    monkeypatch.setattr(uploads, "made", made)
    school.do(twice())
    assert not together and both.broken
    monkeypatch.undo()
    assert SENT in sends(school, link, a_photo(), "a" * (uploads.MOST_WORDS + 1))
    assert counted(school, wording, func.length(wording.c.words) == uploads.MOST_WORDS) == 1


def test_on_telegram_and_where_no_link_would_lead_anywhere_it_means_share(
    open_school: Callable[..., School],
) -> None:
    """Holds uploading.can."""
    school = open_school(roll_csv=IN_ENGLISH, public=False)
    mere, hemi = school.sms(MERE).forgets(), school.on_telegram(HEMI, 777_004, "Hemi")
    for phone in (mere, hemi):
        phone.says("PHOTO")
        school.passes(seconds=20)  # without an address we ask the carriers
        phone.hears("What did you do together? Write it here.")


@pytest.mark.parametrize("whose_word", ["the office", "the roll"])
def test_a_phone_that_once_sent_a_photo_is_left_like_any_other(school: School, whose_word: str) -> None:
    """Holds codes.came_by, for both who ask it: the link was used there, and nobody came by it. Words went on going to
    the old number, whoever has it by now, as well as to the new one."""
    mere = school.sms(MERE).forgets()
    assert SENT in sends(school, link_for(mere), a_photo())
    if whose_word == "the office":
        school.act(lambda desk: corrects(desk, "Mere", "020 000 00077"))
    else:
        brings(school, IN_ENGLISH.replace("020 000 00001", "020 000 00077"))
    mere.forgets()
    asks(school, "What did you read?")
    mere.hears_nothing()
