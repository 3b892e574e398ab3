"""Who came by a code: a phone that several have is theirs alone who brought it.

Codes that were used before say so where something tells it: those that were made for one person, and letters. Of any
other nobody knows it any more, nor of a letter's phone that turned out to be somebody else's: these stay without, and
speak for everybody on their phone, as until now.
"""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0022"
down_revision = "0021"

BEFORE = (
    "id",
    "school_id",
    "person_id",
    "kind",
    "digest",
    "about",
    "made_at",
    "expires_at",
    "used_at",
    "used_by",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
    else:
        op.add_column("code", sa.Column("came_id", _id(), nullable=True))
        op.create_foreign_key(
            op.f("fk_code_school_id_came_id"),
            "code",
            "person",
            ["school_id", "came_id"],
            ["school_id", "id"],
        )
    op.execute(
        "UPDATE code SET came_id = person_id "
        "WHERE used_by IS NOT NULL AND kind IN ('new phone', 'telegram', 'staff')"
    )
    op.execute(
        "UPDATE code SET came_id = (SELECT arrival.person_id FROM arrival JOIN letter ON letter.id = arrival.letter_id "
        "WHERE letter.code_id = code.id AND (arrival.outcome IS NULL OR arrival.outcome <> 'known')) "
        "WHERE used_by IS NOT NULL AND kind = 'letter'"
    )


def _made_anew() -> None:
    """SQLite adds no key of two columns to a table that is there. Letters and pictures point at these rows: they are
    looked for when all is done, and find them again under the same numbers."""
    names = ", ".join(BEFORE)
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TEMPORARY TABLE code_before AS SELECT {names} FROM code")
    op.drop_table("code")
    op.create_table(
        "code",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("person_id", _id(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("about", columns.Json(), nullable=False),
        sa.Column("made_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("used_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("used_by", _id(), nullable=True),
        sa.Column("came_id", _id(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                ["school_id", it], ["person.school_id", "person.id"], name=op.f(f"fk_code_school_id_{it}")
            )
            for it in ("person_id", "came_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_code_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_code_digest")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_code_school_id_id")),
    )
    op.execute(f"INSERT INTO code ({names}) SELECT {names} FROM code_before")
    op.execute("DROP TABLE code_before")


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
