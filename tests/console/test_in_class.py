"""A share on its way to class, on the teacher's pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.acts import in_class
from bot.model.chat import Ears, MessageKind
from bot.store import messages, questions
from tests.console.browser import Browser, forms, said
from tests.console.seed import Harakeke
from tests.console.test_in_hand import at

Console = Callable[..., Browser]


def says_yes(world: Harakeke, who: str, message_id: int, how: str = "named") -> None:
    def deed(desk: Any) -> None:
        from bot.store import offerings

        it = offerings.of_message(desk.db, message_id)
        asked = questions.by_id(desk.db, it["question_id"], world[f"{who}'s phone"], desk.now)
        assert asked is not None and in_class.answered(desk, world.person(desk, who), asked, how)

    world.act(deed)


def test_a_note_becomes_something_for_class_and_its_ears_stay(world: Harakeke, console: Console) -> None:
    made = world.says("Hana", "Māia at Hana's", "We dig the hāngī pit two arms wide")
    ngaire, thread = console("Ngaire"), at(world, "Māia at Hana's")
    path = f"{thread}/class/{made}"
    assert "The family has to be asked first." in said(ngaire.get(path))
    assert "Nobody at home sees more than before." in said(
        ngaire.follows(ngaire.fills(thread, f"{path}/mark"))
    )
    row = world.act(lambda desk: messages.one(desk.db, made))
    assert (row["kind"], row["ears"]) == (MessageKind.NOTE, Ears.WRITER)
    assert "They are asked." in said(ngaire.follows(ngaire.fills(thread, f"{path}/ask")))
    assert "No answer yet, so it stays with you." in said(ngaire.get(thread))
    refused = ngaire.sends(path, {**ngaire.token(), "words-en": "We dug one", "once": "1"})
    assert refused.status_code == 422 and "The family has not said yes" in said(refused)
    says_yes(world, "Hana", made, "unnamed")
    assert "They said: yes, but no name." in said(ngaire.get(path))
    assert "Your line is on its way" in said(ngaire.follows(ngaire.fills(path, path, words_en="We dug one")))
    page = said(ngaire.get(thread))
    assert "Used in class; they were told today 15:10" in page and "We dug one" in page


def test_what_was_marked_stands_where_shares_do(world: Harakeke, console: Console) -> None:
    """Holds `marked` in store/console/threads, on Today and in the list; and that nothing stands there twice."""
    made = world.says("Hana", "Māia at Hana's", "We dig the hāngī pit two arms wide")
    world.says("Hana", "Māia at Hana's", "And this is only a note")
    ngaire, thread = console("Ngaire"), at(world, "Māia at Hana's")

    def shown() -> tuple[int, int]:
        today = ngaire.get("/console/").text.partition('id="shared"')[2].partition("</section>")[0]
        listed = ngaire.get("/console/threads?which=shared").text
        return today.count(f'href="{thread}"'), listed.count(f'href="{thread}"')

    assert shown() == (0, 0)
    for _twice in range(2):
        ngaire.sends(f"{thread}/class/{made}/mark", ngaire.token())
    assert shown() == (1, 1)


def test_a_line_that_is_owed_for_two_weeks_stands_on_today(world: Harakeke, console: Console) -> None:
    made = world.says("Dave", "Finn's", "We tie fishing flies", kind=MessageKind.SHARE, ears=Ears.HOUSEHOLD)
    world.says("Dave", "Finn's", "And build kites", kind=MessageKind.SHARE, ears=Ears.HOUSEHOLD)
    tom, thread = console("Tom"), at(world, "Finn's")
    path = f"{thread}/class/{made}"
    tom.fills(thread, f"{path}/ask")
    says_yes(world, "Dave", made)
    assert "A line on what the class did is owed" in said(tom.follows(tom.fills(path, path, words_en="")))
    page = said(tom.get("/console/"))
    assert (
        "families have offered 2 things; 1 of them went to class." in page and "Owed a line back" not in page
    )
    world.now += timedelta(days=14, minutes=1)
    assert "Dave Miller about Finn — the class used it" in said(console("Tom").get("/console/"))
    assert "Owed a line back" not in said(console("Ngaire").get("/console/")), "it is not her room"
    tom = console("Tom")
    tom.fills(path, path, words_en="We tied three")
    assert "Owed a line back" not in said(tom.get("/console/"))


def test_a_line_written_after_the_first_form_goes(world: Harakeke, console: Console) -> None:
    """Holds the words in the form's key: kept as used, gone back to, and sent with words."""
    made = world.says("Dave", "Finn's", "We tie fishing flies", kind=MessageKind.SHARE, ears=Ears.HOUSEHOLD)
    tom, thread = console("Tom"), at(world, "Finn's")
    path = f"{thread}/class/{made}"
    tom.fills(thread, f"{path}/ask")
    says_yes(world, "Dave", made)
    fields = forms(tom.get(path).text)[path]
    assert "is owed" in said(tom.follows(tom.sends(path, {**fields, "words-en": ""})))
    for _click in range(2):
        told = tom.follows(tom.sends(path, {**fields, "words-en": "We tied flies too."}))
        assert "Your line is on its way" in said(told)
    assert said(tom.get(thread)).count("We tied flies too.") == 1
