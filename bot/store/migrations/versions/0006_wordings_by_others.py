"""Wordings that the phrase book or a machine makes, and who may"""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0006"
down_revision = "0005"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("content", sa.Column("topic", sa.Text(), nullable=True))
    op.add_column("wording", sa.Column("engine", sa.Text(), nullable=True))
    op.add_column("household", sa.Column("machines", sa.Text(), nullable=True))
    op.create_table(
        "wanted_wording",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("school_id", _ID, nullable=False),
        sa.Column("content_id", _ID, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("machine", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("again_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("until", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "content_id"],
            ["content.school_id", "content.id"],
            name=op.f("fk_wanted_wording_school_id_content_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_wanted_wording_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted_wording")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_wanted_wording_school_id_id")),
        sa.UniqueConstraint("content_id", "language", name=op.f("uq_wanted_wording_content_id_language")),
    )
    op.create_index(
        "ix_wanted_wording_again_at",
        "wanted_wording",
        ["again_at"],
        sqlite_where=sa.text("state = 'wanted'"),
        postgresql_where=sa.text("state = 'wanted'"),
    )
    op.create_table(
        "phrase",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("school_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_phrase_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_phrase_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_phrase_school_id_id")),
        sa.UniqueConstraint(
            "school_id", "source", "target", "folded", name=op.f("uq_phrase_school_id_source_target_folded")
        ),
    )


def downgrade() -> None:
    op.drop_table("phrase")
    op.drop_table("wanted_wording")
    for table, column in (("household", "machines"), ("wording", "engine"), ("content", "topic")):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
