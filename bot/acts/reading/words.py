"""Words on a page: each wording with its language and the side it begins on, and what was sent along."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.acts.desk import Desk
from bot.languages.registry import LANGUAGES
from bot.model import documents
from bot.model.chat import Wording
from bot.store import contents, media
from bot.store.rows import Row
from bot.translate.register import PROVIDERS


@dataclass(frozen=True)
class Words:
    language: str
    language_name: str
    text: str
    made_by: str
    engine: str = ""  #: the machine's name, where one made it


@dataclass(frozen=True)
class Picture:
    id: int
    kind: str  #: "photo", "voice" or "document"
    state: str  #: wanted · held · failed
    seconds: int
    pages: int = 0  #: of a document
    size: str = ""


@dataclass(frozen=True)
class Content:
    """`words` has the original first."""

    words: tuple[Words, ...] = ()
    pictures: tuple[Picture, ...] = ()
    id: int = 0

    @property
    def opening(self) -> Words | None:
        return self.words[0] if self.words else None


def contents_of(desk: Desk, content_ids: Collection[int]) -> dict[int, Content]:
    wordings = contents.wordings(desk.db, list(content_ids))
    pictures = media.of_contents(desk.db, content_ids)
    return {
        it: Content(tuple(map(_words, wordings[it])), tuple(map(_picture, pictures.get(it, []))), it)
        for it in content_ids
    }


def language_name(tag: str) -> str:
    return LANGUAGES[tag].english_name if tag in LANGUAGES else tag


def both_names(tag: str) -> str:
    """For a choice of languages: a teacher knows one name, the family the other."""
    name, own = language_name(tag), LANGUAGES[tag].own_name if tag in LANGUAGES else tag
    return name if own == name else f"{name} ({own})"


def _words(it: Wording) -> Words:
    return Words(
        it.language,
        language_name(it.language),
        it.words,
        it.made_by,
        PROVIDERS[it.engine].name if it.engine in PROVIDERS else it.engine,
    )


def _picture(row: Row) -> Picture:
    document = row["kind"] == "document"
    pages = documents.pages_and_bytes(row["mime"])[0] if document else 0
    size = documents.size_of(row["mime"]) if document else ""
    return Picture(row["id"], row["kind"], row["state"], row["seconds"], pages, size)
