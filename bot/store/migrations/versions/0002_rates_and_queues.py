"""Rates as rows, queues read from their front, and lanes that say what ails them"""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITS, OPEN = sa.text("state = 'waiting'"), sa.text("settled_at IS NULL")
SENT_BY_SMS = sa.text("channel = 'sms' AND sent_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "rate",
        sa.Column("sender_id", ID, autoincrement=False, nullable=False),
        sa.Column("contact_id", ID, autoincrement=False, nullable=False),
        sa.Column("free_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["sender.id"], name=op.f("fk_rate_sender_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sender_id", "contact_id", name=op.f("pk_rate")),
    )
    for column in (
        sa.Column("per_second", sa.Integer()),
        sa.Column("trouble", sa.Text()),
        sa.Column("trouble_at", columns.Moment(timezone=True)),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("sender", column)
    op.add_column("prompt", sa.Column("held_at", columns.Moment(timezone=True)))
    op.add_column("prompt", sa.Column("let_on_at", columns.Moment(timezone=True)))
    op.drop_index("ix_delivery_due", "delivery")
    op.drop_index("ix_delivery_queue", "delivery")
    op.drop_index("ix_attempt_state_look_at", "attempt")
    _partial("ix_delivery_due", "delivery", ["sender_id", "turn", "due_at", "id"], WAITS)
    _partial("ix_delivery_queue", "delivery", ["contact_id", "turn", "due_at", "id"], WAITS)
    _partial("ix_delivery_segments", "delivery", ["school_id", "sent_at", "segments"], SENT_BY_SMS)
    _partial("ix_attempt_at_work", "attempt", ["sender_id"], OPEN)


def downgrade() -> None:
    op.drop_index("ix_attempt_at_work", "attempt")
    op.drop_index("ix_delivery_segments", "delivery")
    op.drop_index("ix_delivery_queue", "delivery")
    op.drop_index("ix_delivery_due", "delivery")
    op.create_index("ix_attempt_state_look_at", "attempt", ["state", "look_at"])
    op.create_index("ix_delivery_queue", "delivery", ["contact_id", "state", "turn"])
    op.create_index("ix_delivery_due", "delivery", ["sender_id", "state", "due_at"])
    for table, names in (
        ("prompt", ("let_on_at", "held_at")),
        ("sender", ("failures", "trouble_at", "trouble", "per_second")),
    ):
        with op.batch_alter_table(table) as changed:
            for name in names:
                changed.drop_column(name)
    op.drop_table("rate")


def _partial(name: str, table: str, over: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, over, sqlite_where=where, postgresql_where=where)
