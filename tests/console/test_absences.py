"""Who is away, on Today: the office takes it down, teachers see their own rooms', and what is taken back comes again."""

from collections.abc import Callable
from datetime import timedelta

from bot.model.people import Role
from bot.store import absences
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke
from tests.console.staffed import A_DAY, works

Console = Callable[..., Browser]
TODAY, TOMORROW = "2026-11-24", "2026-11-25"


def says(world: Harakeke, home: str, who: str, *days: str) -> None:
    world.act(
        lambda desk: absences.say(
            desk.db, desk.school.id, world[f"{home} home"], days, world[who], None, desk.now
        )
    )


def away(page: str) -> str:
    return page.partition("Away What families told us")[2].partition("Shared by families")[0]


def test_the_office_takes_it_down_and_what_is_taken_back_comes_again(
    world: Harakeke, console: Console
) -> None:
    """Holds reading._away: taken down is taken down until the family says something else."""
    says(world, "Māia at Hana's", "Hana", TODAY, TOMORROW)
    ana = console("Ana")
    page = said(ana.get("/console/"))
    assert "Today Māia Room 7 · Tuesday 24 November · Hana Parata" in away(page)
    assert "On the days to come Māia Room 7 · Wednesday 25 November" in away(page)
    world.now += timedelta(minutes=5)
    first = int(world.act(lambda desk: absences.one(desk.db, 1)["id"]))
    assert ana.fills("/console/", f"/console/absences/{first}/down").status_code == 303
    assert "Taken down by Ana" in away(said(ana.get("/console/")))
    world.now += timedelta(minutes=5)
    world.act(
        lambda desk: absences.take_back(desk.db, world["Māia at Hana's home"], [TODAY, TOMORROW], desk.now)
    )
    page = away(said(ana.get("/console/")))
    assert "taken it back after it was taken down" in page
    assert "Wednesday" not in page, "what nobody had taken down is simply gone"
    assert ana.fills("/console/", f"/console/absences/{first}/down").status_code == 303
    assert away(said(ana.get("/console/"))) == ""


def test_a_teacher_sees_their_own_rooms_and_a_reliever_on_their_days_only(
    world: Harakeke, console: Console
) -> None:
    """Holds scope.within in console/absences.since, and people.roles: a reliever's list ends with their days."""
    says(world, "Māia at Hana's", "Hana", TODAY, TOMORROW)
    works(world, "Rua", Role.RELIEVER, "room 7", until=world.now + timedelta(hours=1))
    works(world, "Rua", Role.RELIEVER, "room 5", since=world.now + A_DAY / 2, until=world.now + 9 * A_DAY)
    for who in ("Ngaire", "Rua"):
        page = away(said(console(who).get("/console/")))
        assert "Māia" in page and "has not taken it down yet" in page
    assert "Māia" not in said(console("Tom").get("/console/"))
    world.now += timedelta(hours=14)  # Rua is in the other room now
    assert "Māia" in said(console("Ngaire").get("/console/"))
    assert "Māia" not in said(console("Rua").get("/console/"))
