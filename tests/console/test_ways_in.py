"""The entrance: a link by chat, a code, a password, a second step; slower each time, and alike for every name."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pyotp
import pytest
from sqlalchemy import event, select
from starlette.requests import Request

from bot.acts.signing_in import passwords, second_step
from bot.config import Config
from bot.model.people import Role, State
from bot.store import engine, people, schools, ways_in
from bot.store.tables import audit, delivery, door_try, recovery_code, staffing, way_in
from bot.web.console import coming_in, familiar
from tests.console.browser import Browser, forms, said
from tests.console.seed import Harakeke
from tests.console.staffed import is_in, works

Console = Callable[..., Browser]
DOOR, SECOND = "/console/enter", "/console/second"
GOOD = "four wet gumboots stand here"
NOBODY = "Mx Nobody"


def has_phone(world: Harakeke, who: str, address: str, channel: str = "telegram") -> int:
    def deed(desk: object) -> int:
        db = desk.db  # type: ignore[attr-defined]
        school = schools.only(db)
        assert school is not None
        met = people.meet(
            db, school.id, world[channel], channel, address, State.ACTIVE, "Pacific/Auckland", world.now
        )
        people.change_contact(db, met.id, notice_at=world.now)
        people.link(db, school.id, met.id, world[who])
        return met.id

    return int(world.act(deed))


def enters(there: Browser, do: str, **fields: str) -> httpx.Response:
    return there.sends(DOOR, {**there.token(DOOR), "do": do, **fields})


def has_password(world: Harakeke, who: str, plain: str = GOOD) -> None:
    kept = passwords.hashed(plain)
    world.act(lambda desk: passwords.choose(desk, world.person(desk, who), kept, 0))


def letters(world: Harakeke) -> list[tuple[int, str, str]]:
    """To whom, where, and what it says."""
    query = select(delivery).order_by(delivery.c.id)
    rows = engine.look(world.engine, lambda db: db.execute(query).mappings().all())
    return [(it["person_id"], it["channel"], str(it["parts"])) for it in rows]


def test_a_code_goes_to_ones_own_telegram_and_opens_once(world: Harakeke, console: Console) -> None:
    has_phone(world, "Ngaire", "7000000071")
    there = console()
    answer = enters(there, "link", name="whaea  ngaire")
    assert "are on their way" in said(there.follows(answer))
    [(person, channel, words)] = letters(world)
    assert (person, channel) == (world["Ngaire"], "telegram")
    code = re.search(r"[0-9A-Z]{10}", words)
    assert code is not None
    assert enters(there, "code", code=f"{code[0][:5].lower()}-{code[0][5:]}").status_code == 303
    assert there.get("/console/").status_code == 200
    again = enters(console(), "code", code=code[0])
    assert again.status_code == 422 and "may have been used" in said(again)


@pytest.mark.parametrize("who", ["Ngaire", "Hana", "Sina"])
def test_nothing_goes_by_sms_nor_to_families(world: Harakeke, console: Console, who: str) -> None:
    """Holds own_chat: a family's Telegram gets no way in, and a teacher's number by SMS neither."""
    has_phone(world, "Ngaire", "+642000000071", "sms")
    name = engine.look(world.engine, lambda db: people.person_by_id(db, world[who]).name)
    assert enters(console(), "link", name=name).status_code == 303
    assert letters(world) == []


def test_a_shared_telegram_gets_no_way_in(world: Harakeke, console: Console) -> None:
    """Holds `alone` in own_chat."""
    chat = has_phone(world, "Ngaire", "7000000071")
    world.act(lambda desk: people.link(desk.db, desk.school.id, chat, world["Dave"]))
    enters(console(), "link", name="Whaea Ngaire")
    assert letters(world) == []


def test_every_name_is_answered_alike_with_the_same_work(world: Harakeke, console: Console) -> None:
    """Holds the background task in _link, `nobodys` in is_right, and the one look in _password.

    Somebody with a Telegram and a password, somebody with neither, a parent, and nobody at all: the same bytes, and
    the same number of statements and of hashes before the answer.
    """
    has_phone(world, "Ngaire", "7000000071")
    has_password(world, "Ngaire")
    names = ("Whaea Ngaire", "Matua Tom", "Hana Parata", NOBODY)
    for do, status in (("link", 303), ("password", 422)):
        seen = {_answered(world, console(), do, name) for name in names}
        assert len(seen) == 1, do
        assert seen.pop()[0] == status


def test_two_of_the_same_name_have_two_doors(world: Harakeke, console: Console) -> None:
    """Holds NAMESAKE and `once_only` in staff._give, `login` in staffing.colleague, and that `called` answers for one alone."""
    works(world, "Adi", Role.ADMIN)
    adi = is_in(console(), "Adi")
    form = {
        **forms(adi.get("/console/staff").text)["/console/staff"],
        "name": "whaea ngaire",
        "role": "teacher",
        f"room-{world['room 5']}": "yes",
    }
    asked = adi.sends("/console/staff", form)
    assert asked.status_code == 422 and "of this name works here already" in said(asked)
    assert "somebody else of the same name" in said(asked)
    sent = [adi.sends("/console/staff", {**form, "another": "yes"}).status_code for _click in range(2)]
    assert sent == [303, 303] and "whaea ngaire 3" not in said(adi.get("/console/staff"))
    assert "signs in as whaea ngaire 2" in said(adi.get("/console/staff"))
    newest = select(staffing.c.person_id).order_by(staffing.c.id.desc()).limit(1)
    world.ids["Ngaire 2"] = int(world.act(lambda desk: desk.db.scalar(newest)))
    link = adi.sends(f"/console/people/{world['Ngaire 2']}/sign-in", adi.token())
    assert "This one signs in as whaea ngaire 2" in said(link)
    has_password(world, "Ngaire 2")
    has_phone(world, "Ngaire 2", "7000000072")
    enters(console(), "link", name="Whaea Ngaire")
    assert (
        letters(world) == []
        and enters(console(), "password", name="Whaea Ngaire", password=GOOD).status_code == 422
    )
    there = console()
    assert enters(there, "password", name="Whāea Ngaire 2", password=GOOD).status_code == 303
    assert "You sign in as whaea ngaire 2" in said(there.get("/console/me"))
    # Where none was given, as before there were any: neither is let in by a name that is not theirs alone.
    world.act(lambda desk: ways_in.change(desk.db, desk.school.id, world["Ngaire 2"], login=None))
    has_password(world, "Ngaire", f"{GOOD} too")
    for plain in (GOOD, f"{GOOD} too"):
        assert enters(console(), "password", name="Whaea Ngaire", password=plain).status_code == 422
    enters(console(), "link", name="Whaea Ngaire")
    assert letters(world) == []


def _answered(world: Harakeke, there: Browser, do: str, name: str) -> tuple[int, str, int, int]:
    token, statements, hashes = there.token(DOOR), 0, 0

    def counts(*_about: object) -> None:
        nonlocal statements
        statements += 1

    def hashed(password: str, kept: str | None) -> bool:
        nonlocal hashes
        hashes += 1
        return verify(password, kept)

    verify = passwords.is_right
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "is_right", hashed)
        patch.setattr(
            "bot.web.console.entrance.asking.send", lambda _desk, _name: False
        )  # it comes after the answer
        event.listen(world.engine, "before_cursor_execute", counts)
        answer = there.sends(DOOR, {**token, "do": do, "name": name, "password": "not this one at all"})
        event.remove(world.engine, "before_cursor_execute", counts)
    body = answer.text.replace(name, "NAME").replace(token["token"], "TOKEN")
    return answer.status_code, body + answer.headers.get("location", ""), statements, hashes


def test_a_password_is_chosen_lets_in_and_is_given_up(world: Harakeke, console: Console) -> None:
    here, elsewhere = is_in(console(), "Tom"), is_in(console(), "Tom")
    assert here.sends("/console/me/password", {**here.token(), "password": GOOD}).status_code == 303
    assert here.get("/console/me").status_code == 200
    assert elsewhere.get("/console/me").status_code == 303  # whoever else is signed in as him is out
    kept = engine.look(world.engine, lambda db: db.scalar(select(way_in.c.password)))
    assert kept.startswith("$argon2id$") and GOOD not in kept
    there = console()
    assert enters(there, "password", name="matua tom", password=GOOD).status_code == 303
    assert there.get("/console/").status_code == 200
    assert enters(console(), "password", name="Matua Tom", password=GOOD + "!").status_code == 422
    assert here.sends("/console/me/password", {**here.token(), "do": "remove"}).status_code == 303
    assert enters(console(), "password", name="Matua Tom", password=GOOD).status_code == 422
    acts = engine.look(world.engine, lambda db: db.scalars(select(audit.c.act)).all())
    assert "chose a password" in acts and "gave up the password" in acts


def test_it_takes_long_to_try_a_password(slow_passwords: Callable[[], tuple[Any, str]]) -> None:
    """Holds what argon2 is asked to cost: nineteen megabytes, twice over."""
    _hasher, nobodys = slow_passwords()
    assert nobodys.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("bad", ["short", "Matua  Tom", "Harakeke School", "ababababababab", "x" * 201])
def test_a_poor_password_is_refused(world: Harakeke, console: Console, bad: str) -> None:
    there = is_in(console(), "Tom")
    assert there.sends("/console/me/password", {**there.token(), "password": bad}).status_code == 422
    assert engine.look(world.engine, lambda db: ways_in.of(db, world["Tom"])).password == ""


def test_whoever_has_left_is_not_let_in_by_password(world: Harakeke, console: Console) -> None:
    works(world, "Rona", Role.RELIEVER, "room 7", until=world.now + timedelta(days=1))
    has_password(world, "Rona")
    assert enters(console(), "password", name="Rona", password=GOOD).status_code == 303
    world.now += timedelta(days=1)
    assert enters(console(), "password", name="Rona", password=GOOD).status_code == 422


def test_wrong_tries_wait_longer_each_time_and_a_link_opens_all_the_same(
    world: Harakeke, console: Console
) -> None:
    """Holds try_once: rows count, so that every process waits alike; and that the owner is not locked out."""
    has_password(world, "Tom")
    for _free in range(4):
        assert enters(console(), "password", name="Matua Tom", password="wrong all along").status_code == 422
    waits = []
    for _try in range(4):
        refused = enters(
            console(), "password", name="MATUA TOM", password=GOOD
        )  # even the right one, else it tells
        assert refused.status_code == 429
        waits.append(int(refused.headers["retry-after"]))
        world.now += timedelta(seconds=waits[-1])
        assert enters(console(), "password", name="Matua Tom", password="wrong").status_code == 422
    assert waits == sorted(waits) and waits[-1] > 3 * waits[0]
    path, there = world.sign_in_path("Tom"), console()
    assert there.sends(path, there.token(path)).status_code == 303
    assert (
        enters(console(), "password", name="Whaea Ngaire", password="wrong").status_code == 422
    )  # not her fault
    rows = engine.look(world.engine, lambda db: [str(tuple(it)) for it in db.execute(select(door_try))])
    assert not any("tom" in it.lower() or "testclient" in it for it in rows)


def test_nobody_keeps_the_owner_waiting_where_they_have_signed_in_before(
    world: Harakeke, console: Console
) -> None:
    """Holds `trying`: a browser of theirs counts by itself; another's mark, or half of one, is worth nothing."""
    has_password(world, "Tom"), has_password(world, "Ngaire")
    toms, hers = console(), console()
    assert enters(toms, "password", name="Matua Tom", password=GOOD).status_code == 303
    assert enters(hers, "password", name="Whaea Ngaire", password=GOOD).status_code == 303
    for _try in range(24):  # by somebody who knows his name, from their own room
        enters(console(), "password", name="Matua Tom", password="wrong")
        enters(console(), "link", name="Matua Tom")
    assert enters(console(), "password", name="Matua Tom", password=GOOD).status_code == 429
    assert enters(hers, "password", name="Matua Tom", password=GOOD).status_code == 429
    forged = console()
    forged.client.cookies.set(familiar.MARK, toms.client.cookies[familiar.MARK][:40] + "0" * 8)
    assert enters(forged, "password", name="Matua Tom", password=GOOD).status_code == 429
    assert enters(toms, "link", name="Matua Tom").status_code == 303
    assert enters(toms, "password", name="MATUA TOM", password=GOOD).status_code == 303
    wrong = [enters(toms, "password", name="Matua Tom", password="wrong").status_code for _try in range(6)]
    assert wrong == [422] * 4 + [429] * 2, "a known browser has no endless tries either"
    assert "tom" not in toms.client.cookies[familiar.MARK].lower()


def test_a_shared_computer_knows_each_of_those_who_use_it(world: Harakeke, console: Console) -> None:
    """Holds that `give` keeps the marks of others, the new one first, by which wrong tries of before are forgotten; and
    in `begin`, that a mark is of the name that somebody signs in with."""
    there = console()
    school = int(world.act(lambda desk: desk.school.id))
    world.act(lambda desk: ways_in.change(desk.db, school, world["Tom"], login="matua tom 2"))
    for who in ("Tom", "Ngaire"):
        has_password(world, who)
    for _day in range(3):
        for name in ("Matua Tom 2", "Whaea Ngaire"):
            for _wrong in range(3):
                assert enters(there, "password", name=name, password="wrong").status_code == 422
            assert enters(there, "password", name=name, password=GOOD).status_code == 303
            there.client.cookies.delete("aho")
    for _try in range(24):
        enters(console(), "password", name="Matua Tom 2", password="wrong")
        enters(console(), "password", name="Whaea Ngaire", password="wrong")
    for name in ("Matua Tom 2", "Whaea Ngaire"):
        assert enters(there, "password", name=name, password=GOOD).status_code == 303, name


def test_an_address_that_tries_many_names_waits_too(world: Harakeke, console: Console) -> None:
    """Holds the address in _password and _link."""
    statuses = [enters(console(), "password", name=f"Name {n}", password="x").status_code for n in range(21)]
    assert statuses == [422] * 20 + [429]
    assert enters(console(), "link", name="Whaea Ngaire").status_code == 429


def test_a_whole_staff_room_comes_in_from_one_address(world: Harakeke, console: Console) -> None:
    """Holds that whoever has come in is forgiven, with those who sit at the same address."""
    has_password(world, "Tom")
    for _morning in range(30):
        assert enters(console(), "password", name="Matua Tom", password=GOOD).status_code == 303
    has_phone(world, "Ngaire", "7000000077")
    for _day in range(6):
        assert enters(console(), "link", name="Whaea Ngaire").status_code == 303
        path, there = world.sign_in_path("Ngaire"), console()
        assert there.sends(path, there.token(path)).status_code == 303


def test_a_right_password_forgets_the_wrong_ones(world: Harakeke, console: Console) -> None:
    has_password(world, "Tom")
    for _round in range(3):
        for _wrong in range(3):
            enters(console(), "password", name="Matua Tom", password="wrong")
        assert enters(console(), "password", name="Matua Tom", password=GOOD).status_code == 303


def sets_up(world: Harakeke, console: Console, who: str) -> tuple[pyotp.TOTP, list[str]]:
    """A second step, as the pages set it up: the app, and the recovery codes."""
    there = is_in(console(), who)
    assert there.sends("/console/me/second", {**there.token(), "do": "begin"}).status_code == 303
    page = there.get("/console/me/second").text
    shown = re.search(r"<code>([A-Z2-7 ]{32,})</code>", page)
    assert shown is not None and 'src="data:image/svg+xml' in page
    app = pyotp.TOTP(shown[1].replace(" ", ""))
    wrong = there.sends("/console/me/second", {**there.token(), "do": "confirm", "code": "000000"})
    assert wrong.status_code == 422
    done = there.sends("/console/me/second", {**there.token(), "do": "confirm", "code": app.at(world.now)})
    assert done.status_code == 200
    return app, re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", done.text)


def first_step(world: Harakeke, console: Console, who: str) -> Browser:
    path, there = world.sign_in_path(who), console()
    answer = there.sends(path, there.token(path))
    assert answer.headers["location"] == SECOND
    assert there.get("/console/").status_code == 303  # nothing is open yet
    return there


def steps(there: Browser, code: str) -> int:
    return there.sends(SECOND, {**there.token(DOOR), "code": code}).status_code


def test_the_second_step_is_asked_for_and_its_code_counts_once(world: Harakeke, console: Console) -> None:
    """Holds take_step: whoever looks over a shoulder cannot use the figures again."""
    app, _codes = sets_up(world, console, "Ana")
    there = first_step(world, console, "Ana")
    assert steps(there, app.at(world.now)) == 422  # the one that turned it on
    world.now += timedelta(seconds=30)
    code = app.at(world.now)
    assert steps(there, code) == 303
    assert there.get("/console/").status_code == 200
    assert steps(first_step(world, console, "Ana"), code) == 422
    world.now += timedelta(seconds=60)
    late = app.at(world.now - timedelta(seconds=30))
    assert steps(first_step(world, console, "Ana"), late) == 303  # a phone's clock may be off by a little
    assert steps(first_step(world, console, "Ana"), app.at(world.now - timedelta(seconds=90))) == 422


def test_a_recovery_code_works_once_and_only_its_digest_is_kept(world: Harakeke, console: Console) -> None:
    _app, codes = sets_up(world, console, "Ana")
    assert len(set(codes)) == 10
    kept = engine.look(world.engine, lambda db: db.scalars(select(recovery_code.c.digest)).all())
    assert not any(code.replace("-", "") in it for code in codes for it in kept)
    assert steps(first_step(world, console, "Ana"), codes[0].lower()) == 303
    assert steps(first_step(world, console, "Ana"), codes[0]) == 422
    works(world, "Adi", Role.ADMIN)
    sets_up(world, console, "Adi")
    assert steps(first_step(world, console, "Adi"), codes[1]) == 422  # another's opens nothing


def test_five_wrong_codes_end_it_and_a_new_link_begins_again(world: Harakeke, console: Console) -> None:
    """Holds TRIES in second.py; the delay is the pending step's own, so that its owner is not locked out."""
    _app, codes = sets_up(world, console, "Ana")
    there = first_step(world, console, "Ana")
    assert [steps(there, "000000") for _try in range(6)] == [422] * 5 + [410]
    assert steps(there, codes[0]) == 410
    assert steps(first_step(world, console, "Ana"), codes[0]) == 303


def test_a_known_password_does_not_give_endless_tries_at_the_second_step(
    world: Harakeke, console: Console
) -> None:
    """Holds `opened.session` in entrance._open: until the second step is done, each try counts."""
    sets_up(world, console, "Ana")
    has_password(world, "Ana")
    statuses = [
        enters(console(), "password", name="Ana at the office", password=GOOD).status_code for _ in range(5)
    ]
    assert statuses == [303] * 4 + [429]


def test_the_step_is_taken_off_with_a_code_only(world: Harakeke, console: Console) -> None:
    _app, codes = sets_up(world, console, "Ana")
    there = is_in(console(), "Ana")
    assert there.sends("/console/me/second", {**there.token(), "do": "begin"}).status_code == 303
    assert "It is on" in said(there.get("/console/me/second"))
    for do in ("end", "codes"):
        refused = there.sends("/console/me/second", {**there.token(), "do": do, "code": "000000"})
        assert refused.status_code == 422
    made = there.sends("/console/me/second", {**there.token(), "do": "codes", "code": codes[0]})
    fresh = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", made.text)
    assert len(fresh) == 10 and not set(fresh) & set(codes)
    off = there.sends("/console/me/second", {**there.token(), "do": "end", "code": fresh[0]})
    assert off.headers["location"] == "/console/me?done=one-step"
    path, other = world.sign_in_path("Ana"), console()
    assert other.sends(path, other.token(path)).headers["location"] == "/console/"


def test_the_rows_alone_do_not_tell_the_secret(world: Harakeke, console: Console) -> None:
    """Holds `secret`: a copy of the database opens no second step."""
    app, _codes = sets_up(world, console, "Ana")
    row = engine.look(world.engine, lambda db: dict(db.execute(select(way_in)).mappings().one()))
    assert app.secret not in str(row)
    assert second_step.secret("", row["seed"]) == app.secret
    assert second_step.secret("another key", row["seed"]) != app.secret


def test_a_form_of_the_entrance_needs_its_token(world: Harakeke, console: Console) -> None:
    has_phone(world, "Ngaire", "7000000071")
    for path in (DOOR, SECOND):
        fields = {"do": "link", "name": "Whaea Ngaire", "code": "000000"}
        assert console().sends(path, fields).status_code == 403
        there = console()
        mine = {**there.token(DOOR), **fields}
        assert there.sends(path, mine, Origin="https://elsewhere.example").status_code == 403
    assert letters(world) == []


def test_an_address_is_believed_from_our_own_proxy_only() -> None:
    """Holds _came_from: whoever could name an address of their own would never have to wait."""

    def came(host: str, told: str, **settings: str) -> str:
        scope = {"type": "http", "client": (host, 1), "headers": [(b"x-forwarded-for", told.encode())]}
        return coming_in._came_from(Request(scope), Config(**settings))  # type: ignore[arg-type]

    assert came("203.0.113.9", "198.51.100.1") == "203.0.113.9"
    assert came("127.0.0.1", "6.6.6.6, 198.51.100.1") == "198.51.100.1"  # the first is anybody's claim
    assert came("127.0.0.1", "") == "127.0.0.1"
    assert came("172.18.0.5", "198.51.100.1") == "172.18.0.5"
    assert came("172.18.0.5", "198.51.100.1", proxy="172.18.0.0/16") == "198.51.100.1"
