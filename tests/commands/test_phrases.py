"""A spreadsheet of pairs: what can be kept is kept, what cannot is named with its line."""

from bot.acts import phrase_book
from bot.translate import Phrase
from tests.console.seed import harakeke

SHEET = """from,words,into,said
English,{name} has swimming on {day}.,Samoan,O lo'o i ai le 'au'auga a {name} i le {day}.
en,Please bring togs,sm,Aumai togs
en,Hello {name},sm,Talofa
en,Hello,Klingon,nuqneH
"""


def test_pairs_come_in_from_a_spreadsheet(database_url: str) -> None:
    world = harakeke(database_url)
    done = world.act(lambda desk: phrase_book.bring(desk, SHEET))
    assert done.kept == 2
    assert [it.partition(":")[0] for it in done.wrong] == ["line 4", "line 5"]
    again = world.act(lambda desk: phrase_book.bring(desk, SHEET.replace("Aumai togs", "Aumai ou togs")))
    assert again.kept == 2
    pairs = world.act(lambda desk: phrase_book.of_pair(desk, "en", "sm"))
    assert len(pairs) == 2 and Phrase("en", "sm", "Please bring togs", "Aumai ou togs") in pairs
    world.engine.dispose()


def test_a_file_with_other_columns_is_told_which_it_needs(database_url: str) -> None:
    world = harakeke(database_url)
    done = world.act(lambda desk: phrase_book.bring(desk, "a,b\n1,2\n"))
    assert done.kept == 0 and "from, words, into, said" in done.wrong[0]
    world.engine.dispose()
