"""How far a prompt has been written for its phones; which questions may still be reminded of; indexes for both."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "fanning",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("prompt_id", _id(), nullable=False),
        sa.Column("room", _id(), nullable=False),
        sa.Column("after", _id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "prompt_id"],
            ["prompt.school_id", "prompt.id"],
            name=op.f("fk_fanning_school_id_prompt_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_fanning_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fanning")),
        sa.UniqueConstraint("prompt_id", name=op.f("uq_fanning_prompt_id")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_fanning_school_id_id")),
    )
    op.add_column("delivery", sa.Column("remind", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_delivery_remind",
        "delivery",
        ["sent_at"],
        sqlite_where=sa.text("remind = 1 AND sent_at IS NOT NULL"),
        postgresql_where=sa.text("remind AND sent_at IS NOT NULL"),
    )
    op.drop_index(op.f("ix_contact_person_person_id"), "contact_person")
    op.create_index(
        op.f("ix_contact_person_person_id_contact_id"), "contact_person", ["person_id", "contact_id"]
    )
    op.create_index(op.f("ix_contact_school_id_zone"), "contact", ["school_id", "zone"])
    op.create_index(op.f("ix_enrolment_child_id"), "enrolment", ["child_id"])
    op.drop_index(op.f("ix_enrolment_room_id"), "enrolment")
    op.create_index(op.f("ix_enrolment_room_id_id"), "enrolment", ["room_id", "id"])
    op.create_index(op.f("ix_membership_household_id"), "membership", ["household_id"])
    _remember_what_may_be_reminded_of()
    _say_who_hears_at_the_call()


def _say_who_hears_at_the_call() -> None:
    """Questions that wait said in their row who else hears an answer; now the call says it."""
    waiting = "FROM delivery WHERE turn = 3 AND tells IS NOT NULL AND state IN ('waiting', 'claimed')"
    for row in op.get_bind().execute(sa.text(f"SELECT id, parts {waiting}")).all():
        alone = json.dumps(json.loads(row.parts)[:1], ensure_ascii=False, separators=(",", ":"))
        values = {"id": row.id, "parts": alone}
        op.get_bind().execute(
            sa.text("UPDATE delivery SET parts = :parts, tells = NULL WHERE id = :id"), values
        )


def _remember_what_may_be_reminded_of() -> None:
    """Questions sent before this version: those not reminded of yet. What is too old by then is spared by the tick."""
    op.execute(
        sa.text(
            "UPDATE delivery SET remind = true WHERE turn = 3 AND gate = 'lane' AND state <> 'cancelled'"
            " AND prompt_id IN (SELECT id FROM prompt WHERE kind = 'prompt') AND NOT EXISTS (SELECT 1 FROM nudge"
            " WHERE nudge.prompt_id = delivery.prompt_id AND nudge.person_id = delivery.person_id)"
        )
    )


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
