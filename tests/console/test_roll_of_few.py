"""A roll that would end nearly everybody is not brought in by the ordinary click; new rooms are told."""

from collections.abc import Callable

from tests.console.browser import Browser, said
from tests.console.seed import Harakeke
from tests.console.test_roll import HEADINGS, LAGI, at, brings, rooms

Console = Callable[..., Browser]


def test_headings_alone_are_no_roll(world: Harakeke, console: Console) -> None:
    """Holds the refusal in planning.plan: an empty export, brought as the whole school's, would end everybody."""
    before, ana = rooms(world), console("Ana")
    for ends in ("", "yes"):
        path = at(brings(ana, f"{HEADINGS}\n".encode(), **{"end-missing": ends}))
        page = said(ana.get(path))
        assert "there is no row under the headings" in page and "Bring it in" not in page
        assert rooms(world) == before


def test_more_than_a_third_leave_only_with_a_counted_tick(world: Harakeke, console: Console) -> None:
    """Holds lying.many_leave and the look at the tick in `apply`: the button alone does nothing, nor does a number
    that is not the one on the page."""
    before, ana = rooms(world), console("Ana")
    path = at(brings(ana, LAGI, **{"end-missing": "yes"}))
    assert f"Yes, {len(before)} of {len(before)} children have left" in said(ana.get(path))
    for left in ("", "1"):
        told = ana.fills(path, f"{path}/apply", left=left)
        assert told.status_code == 422 and "please tick that they have left" in said(told)
        assert rooms(world) == before
    ana.fills(path, f"{path}/apply", left=str(len(before)))
    assert rooms(world) == {("Lagi", "Room 7")}


def test_a_few_leave_without_a_tick(world: Harakeke, console: Console) -> None:
    ana = console("Ana")
    path = at(brings(ana, LAGI))
    assert "have left" not in said(ana.get(path)) and 'name="left"' not in ana.get(path).text


def test_a_new_room_is_told_and_so_is_the_one_that_may_be_meant(world: Harakeke, console: Console) -> None:
    """Holds Plan.new_rooms on the page: a mistyped room was made without a word, and nobody taught there."""
    ana = console("Ana")
    path = at(brings(ana, LAGI.replace("Room 7", "Rom 7")))
    page = said(ana.get(path))
    assert "New rooms: 1 Rom 7 1 child Is Room 7 meant?" in page
    assert "Nobody teaches in a new room before you say so" in page
    assert "New rooms" not in said(ana.get(at(brings(ana, LAGI))))
