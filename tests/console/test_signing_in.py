"""A link that opens once, a session that ends, and forms that only our own pages can send."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.acts import linking
from bot.config import Config
from bot.store import engine, sessions
from bot.store.tables import staffing
from bot.web.console import keys
from tests.console.browser import Browser, browser_of, doors_of, said
from tests.console.seed import Harakeke

Console = Callable[..., Browser]


def test_a_link_that_somebody_previews_is_not_used_up(world: Harakeke, console: Console) -> None:
    path = world.sign_in_path("Ngaire")
    assert "Sign in" in console().get(path).text
    console().client.head(path)
    there = console()
    assert there.follows(there.sends(path, there.token(path))).status_code == 200


def test_a_link_opens_once(world: Harakeke, console: Console) -> None:
    path = world.sign_in_path("Ngaire")
    first, second = console(), console()
    assert first.sends(path, first.token(path)).status_code == 303
    answer = second.sends(path, second.token(path))
    assert answer.status_code == 410
    assert "has been used, or it is too old" in said(answer)
    assert "python3 -m bot school link NAME" in said(answer)


def test_a_link_is_good_for_half_an_hour(world: Harakeke, console: Console) -> None:
    path, there = world.sign_in_path("Ngaire"), console()
    token = there.token(path)
    world.now += timedelta(minutes=31)
    assert there.sends(path, token).status_code == 410


def test_a_code_of_another_kind_opens_nothing(world: Harakeke, console: Console) -> None:
    code, _link = world.act(lambda desk: linking.staff_link(desk, world["Ngaire"]))
    path, there = f"/console/enter/{code}", console()
    assert there.sends(path, there.token(path)).status_code == 410


def test_a_family_member_cannot_come_in_even_with_a_link(world: Harakeke, console: Console) -> None:
    path, there = world.sign_in_path("Hana"), console()
    assert there.sends(path, there.token(path)).status_code == 410


def test_half_an_hour_without_a_click_signs_out(world: Harakeke, console: Console) -> None:
    there = console("Ngaire")
    world.now += timedelta(minutes=25)
    assert there.get("/console/").status_code == 200
    world.now += timedelta(minutes=25)
    assert there.get("/console/").status_code == 200
    world.now += timedelta(minutes=31)
    assert there.get("/console/").headers["location"] == "/console/signed-out"


def test_a_page_that_looks_by_itself_does_not_keep_the_session_alive(
    world: Harakeke, console: Console
) -> None:
    there = console("Ngaire")
    for _quarter in range(2):
        world.now += timedelta(minutes=15)
        there.get("/console/", **{"HX-Request": "true"})
    world.now += timedelta(minutes=1)
    answer = there.get("/console/", **{"HX-Request": "true"})
    assert (answer.headers["HX-Redirect"], answer.text) == ("/console/signed-out", "")


def test_twelve_hours_are_the_longest(world: Harakeke, console: Console) -> None:
    there = console("Ngaire")
    for _half in range(25):
        world.now += timedelta(minutes=29)
        last = there.get("/console/")
    assert last.status_code == 303


def test_what_was_written_is_not_lost_with_a_session(world: Harakeke, console: Console) -> None:
    """Holds not_lost: after a long pause, and on a page from before signing in anew, the words are shown; where a form
    is not from our own page, or carries no token of ours, they are not."""
    there = console("Ngaire")
    path = f"/console/threads/{world['Māia at Hana' + chr(39) + 's']}"
    old = {**there.token(), "words-en": "A long <b>answer</b>", "words-mi": "He whakautu roa", "to": "home"}
    forged = {**old, "token": "0" * 64}
    world.now += timedelta(hours=3)
    assert there.sends(path, forged).headers["location"] == "/console/signed-out"
    page = there.sends(path, old)
    assert page.status_code == 403 and "open another tab, sign in there" in said(page)
    assert "A long &lt;b&gt;answer&lt;/b&gt;" in page.text and "He whakautu roa" in page.text
    there.signs_in("Ngaire")
    page = there.sends(path, old)
    assert page.status_code == 403 and "signed in anew" in said(page) and "He whakautu roa" in page.text
    for site in ("cross-site", "same-site", "none"):
        page = there.sends(path, old, **{"Sec-Fetch-Site": site})
        assert page.status_code == 403 and "He whakautu roa" not in page.text


def test_who_has_never_been_in_is_not_told_that_they_are_out(world: Harakeke, console: Console) -> None:
    """Holds `was_in`: a parent at the front door; and whoever was in, by the clock or by their own will, is told."""
    parent, ngaire, tom = console(), console("Ngaire"), console("Tom")
    page = said(parent.follows(parent.get("/console/")))
    assert (
        "For those who work here" in page and "Harakeke School" in page and "You are signed out" not in page
    )
    assert "You are signed out" in said(tom.follows(tom.sends("/console/leave", tom.token())))
    world.now += timedelta(minutes=31)
    assert "You are signed out" in said(ngaire.follows(ngaire.get("/console/")))


def test_who_stops_working_here_is_out_at_once(world: Harakeke, console: Console) -> None:
    there = console("Tom")
    his = staffing.c.person_id == world["Tom"]
    world.act(lambda desk: desk.db.execute(update(staffing).where(his).values(until=desk.now)))
    assert there.get("/console/").headers["location"] == "/console/signed-out"


def test_a_job_that_ends_between_the_door_and_the_deed_acts_no_more(world: Harakeke, tmp_path: Path) -> None:
    """Holds the second look at a viewer's roles, in Visit._deed."""
    doors = doors_of(world, tmp_path)
    ends = update(staffing).where(staffing.c.person_id == world["Tom"])

    async def act(deed: Callable[..., object]) -> object:
        world.act(lambda desk: desk.db.execute(ends.values(until=desk.now)))
        return await doors.act(deed)

    there = Browser(browser_of(doors), world)
    there.signs_in("Tom")
    token = there.token()
    later = Browser(browser_of(replace(doors, act=act)), world)
    later.client.cookies.set("aho", there.client.cookies["aho"])
    answer = later.sends("/console/me/telegram", token)
    assert answer.headers["location"] == "/console/signed-out"


def test_signing_out_ends_the_session_and_not_only_the_cookie(world: Harakeke, console: Console) -> None:
    there = console("Ngaire")
    cookie = there.client.cookies["aho"]
    assert there.sends("/console/leave", there.token()).status_code == 303
    assert "aho" not in there.client.cookies
    other = console()
    other.client.cookies.set("aho", cookie)
    assert other.get("/console/").status_code == 303


def test_one_sees_and_ends_ones_own_sessions_and_nobody_elses(world: Harakeke, console: Console) -> None:
    here, elsewhere, tom = console("Ngaire"), console("Ngaire"), console("Tom")
    mine = engine.look(world.engine, lambda db: sessions.of(db, world["Ngaire"]))
    other = min(row["id"] for row in mine)
    assert len(mine) == 2 and said(here.get("/console/me")).count("Since today") == 2
    assert tom.sends(f"/console/me/sessions/{other}/end", tom.token()).status_code == 404
    assert here.get("/console/").status_code == elsewhere.get("/console/").status_code == 200
    newest = max(row["id"] for row in mine)
    assert elsewhere.sends(f"/console/me/sessions/{other}/end", elsewhere.token()).status_code == 303
    assert newest != other
    assert sorted([here.get("/console/").status_code, elsewhere.get("/console/").status_code]) == [200, 303]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}, 303),
    ],
)
def test_a_form_from_elsewhere_is_refused(console: Console, headers: dict[str, str], status: int) -> None:
    there = console("Ngaire")
    assert there.sends("/console/leave", there.token(), **headers).status_code == status


def test_a_form_without_this_sessions_token_is_refused(world: Harakeke, console: Console) -> None:
    ngaire, tom = console("Ngaire"), console("Tom")
    assert ngaire.sends("/console/leave", {}).status_code == 403
    assert ngaire.sends("/console/leave", tom.token()).status_code == 403
    path, nobody = world.sign_in_path("Ngaire"), console()
    assert nobody.sends(path, tom.token()).status_code == 403
    without = {"token": keys.token(Config(), "")}  # as it would be for whoever has no cookie at all
    assert console().sends(path, without).status_code == 403


def test_cookies_are_locked_where_the_address_is_https(world: Harakeke, tmp_path: Path) -> None:
    public = "https://aho.example.school.nz"
    doors = doors_of(world, tmp_path, public_url=public)
    there = Browser(browser_of(doors, public), world)
    path = world.sign_in_path("Ngaire")
    answer = there.sends(path, there.token(path))
    kept = next(it for it in answer.headers.get_list("set-cookie") if it.startswith("__Host-aho="))
    assert (
        all(word in kept for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"))
        and "Domain" not in kept
    )


def test_every_answer_carries_the_strict_headers(world: Harakeke, console: Console) -> None:
    there = console("Ana")
    answers = [
        console().get("/console/signed-out"),
        console().get("/console/"),
        console().get(world.sign_in_path("Tom")),
        *(
            there.get(f"/console/{path}")
            for path in ("", "ask", "threads", "people", "me", "nowhere", "threads/999")
        ),
        there.client.put("/console/ask"),
        there.sends("/console/leave", {}),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert (
            policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
            and "unsafe" not in policy
        )
        assert (
            answer.headers["cache-control"] == "no-store"
            and answer.headers["referrer-policy"] == "no-referrer"
        )
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "<script>" not in answer.text and "style=" not in answer.text and "onclick" not in answer.text


def test_what_is_not_there_or_cannot_be_done_is_said_plainly(console: Console) -> None:
    there = console("Ngaire")
    assert there.get("/console/nowhere").status_code == 404
    assert there.get("/console/threads/99999999999999999999").status_code == 404
    assert there.get("/console/threads/x").status_code == 404
    refused = there.client.put("/console/ask")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, POST")
    assert "Ngaire" not in console().get("/console/threads/1").text
    assert there.sends("/console/ask", {"words-en": "x" * 70_000}).status_code == 413
