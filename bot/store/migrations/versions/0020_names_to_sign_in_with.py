"""A name of one's own to sign in with, where a colleague has the same name; and answers that could not go."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

HAS_ONE = "login IS NOT NULL"
STUCK = "state = 'stuck'"


def upgrade() -> None:
    op.add_column("way_in", sa.Column("login", sa.Text(), nullable=True))
    op.create_index(
        "uq_way_in_login",
        "way_in",
        ["school_id", "login"],
        unique=True,
        sqlite_where=sa.text(HAS_ONE),
        postgresql_where=sa.text(HAS_ONE),
    )
    op.create_index(
        "ix_planned_answer_stuck",
        "planned_answer",
        ["school_id"],
        sqlite_where=sa.text(STUCK),
        postgresql_where=sa.text(STUCK),
    )
