"""Series of texts, the rooms in which they are on their way, and which of them has gone where."""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0010"
down_revision = "0009"

RUNS = "state = 'running'"
GOES_ON = "state <> 'ended'"


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("author_id", _id(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("youngest", sa.Integer(), nullable=False),
        sa.Column("oldest", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("once", sa.Text(), nullable=True),
        sa.Column("created_at", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_series_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_series_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_series_school_id_id")),
        sa.UniqueConstraint("school_id", "key", name=op.f("uq_series_school_id_key")),
        sa.UniqueConstraint("school_id", "once", name=op.f("uq_series_school_id_once")),
    )
    op.create_table(
        "series_part",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("series_id", _id(), nullable=False),
        sa.Column("content_id", _id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("choices", columns.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "content_id"],
            ["content.school_id", "content.id"],
            name=op.f("fk_series_part_school_id_content_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "series_id"],
            ["series.school_id", "series.id"],
            name=op.f("fk_series_part_school_id_series_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_series_part_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_part")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_series_part_school_id_id")),
    )
    op.create_index(
        op.f("ix_series_part_series_id_number"), "series_part", ["series_id", "number"], unique=False
    )
    op.create_table(
        "series_run",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("series_id", _id(), nullable=False),
        sa.Column("room_id", _id(), nullable=False),
        sa.Column("started_by", _id(), nullable=True),
        sa.Column("rhythm", columns.Json(), nullable=False),
        sa.Column("catch_up", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.Column("next_day", sa.Text(), nullable=True),
        sa.Column("next_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("started_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("changed_at", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "room_id"],
            ["room.school_id", "room.id"],
            name=op.f("fk_series_run_school_id_room_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "series_id"],
            ["series.school_id", "series.id"],
            name=op.f("fk_series_run_school_id_series_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "started_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_series_run_school_id_started_by"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_series_run_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_run")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_series_run_school_id_id")),
    )
    op.create_index(
        "ix_series_run_next_at",
        "series_run",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text(RUNS),
        postgresql_where=sa.text(RUNS),
    )
    op.create_index(
        "uq_series_run_open",
        "series_run",
        ["series_id", "room_id"],
        unique=True,
        sqlite_where=sa.text(GOES_ON),
        postgresql_where=sa.text(GOES_ON),
    )
    op.create_table(
        "series_turn",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("series_id", _id(), nullable=False),
        sa.Column("room_id", _id(), nullable=False),
        sa.Column("run_id", _id(), nullable=False),
        sa.Column("prompt_id", _id(), nullable=True),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("part", _id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "prompt_id"],
            ["prompt.school_id", "prompt.id"],
            name=op.f("fk_series_turn_school_id_prompt_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "room_id"],
            ["room.school_id", "room.id"],
            name=op.f("fk_series_turn_school_id_room_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "run_id"],
            ["series_run.school_id", "series_run.id"],
            name=op.f("fk_series_turn_school_id_run_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "series_id"],
            ["series.school_id", "series.id"],
            name=op.f("fk_series_turn_school_id_series_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_series_turn_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_turn")),
        sa.UniqueConstraint("run_id", "part", name=op.f("uq_series_turn_run_id_part")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_series_turn_school_id_id")),
        sa.UniqueConstraint("series_id", "room_id", "day", name=op.f("uq_series_turn_series_id_room_id_day")),
    )
    op.add_column("prompt", sa.Column("reach", sa.Text(), nullable=True))


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
