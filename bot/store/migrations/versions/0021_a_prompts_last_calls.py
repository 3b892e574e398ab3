"""Of which prompt a call is: its last ones are read from an index, and never all that it has made."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

OF_A_PROMPT = "prompt_id IS NOT NULL"


def upgrade() -> None:
    # Calls that were made before stay without: what is on its way is weighed by those that follow.
    id_ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("attempt", sa.Column("prompt_id", id_, nullable=True))
    op.create_index(
        "ix_attempt_prompt",
        "attempt",
        ["prompt_id", "id"],
        sqlite_where=sa.text(OF_A_PROMPT),
        postgresql_where=sa.text(OF_A_PROMPT),
    )
