"""Which column is what: said by the office, kept by its place, and said anew where it was wrong."""

from collections.abc import Callable

from tests.console.browser import Browser, forms, said
from tests.console.seed import Harakeke
from tests.console.test_roll import at, brings

Console = Callable[..., Browser]


def test_two_columns_of_one_heading_are_two_columns(world: Harakeke, console: Console) -> None:
    """Holds: a choice is kept by the place of its heading; and a choice that does not do is shown as it was made."""
    ana = console("Ana")
    text = "Class,Name,Name,Mobile,Relationship\nRoom 7,Lagi Sefo,Sefina Sefo,021 000 0301,mother\n"
    path = at(brings(ana, text.encode()))
    assert "“Name” (column 3) is" in said(ana.get(path))
    wrong = ana.fills(path, f"{path}/headings", **{"column-1": "adult", "column-2": "child_id"})
    assert wrong.status_code == 422 and "Room and child are needed" in said(wrong)
    asked = forms(wrong.text)[f"{path}/headings"]
    assert [asked[f"column-{place}"] for place in range(4)] == ["room", "adult", "child_id", "phone"]
    ana.sends(f"{path}/headings", {**asked, "column-1": "child", "column-2": "adult"})
    for page in (ana.get(path), ana.get(at(brings(ana, text.encode())))):
        assert "Lagi Sefo child · Room 7" in said(page) and "Sefina Sefo adult · Lagi Sefo (Room 7)" in said(
            page
        )


def test_a_wrong_choice_of_columns_can_be_put_right(world: Harakeke, console: Console) -> None:
    """Holds: what was said once about these headings does not stand for ever, for this file or for the next one."""
    ana = console("Ana")
    text = b"Class,Learners,Grownup,Num,Kin\nRoom 7,Lagi Sefo,Sefina Sefo,021 000 0301,mother\n"
    first = at(brings(ana, text))
    wrong = {"column-1": "adult", "column-2": "child", "column-3": "phone", "column-4": "relation"}
    ana.fills(first, f"{first}/headings", **wrong)
    path = at(brings(ana, text))
    assert "Sefina Sefo child · Room 7" in said(ana.get(path))
    for _twice in range(2):
        ana.sends(f"{path}/headings/anew", ana.token())
    ana.fills(path, f"{path}/headings", **{"column-1": "child", "column-2": "adult"})
    for page in (ana.get(path), ana.get(at(brings(ana, text)))):
        assert "Lagi Sefo child · Room 7" in said(page) and "Sefina Sefo child" not in said(page)
    ana.fills(path, f"{path}/apply")
    ana.sends(f"{path}/headings/anew", ana.token())
    assert "This roll has been brought in" in said(ana.get(path)), "what is done is not asked about"
