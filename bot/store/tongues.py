"""What the school knows of the languages that people read."""

from sqlalchemy import Connection, update

from bot.store.tables import person


def correct_language(db: Connection, person_id: int, language: str) -> bool:
    """False where it is their own choice, also one that comes at this very moment."""
    not_theirs = (person.c.id == person_id, ~person.c.language_chosen)
    return db.execute(update(person).where(*not_theirs).values(language=language)).rowcount > 0
