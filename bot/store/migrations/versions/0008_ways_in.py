"""Passwords, second steps and what was tried at the door; whose child and home a look was about."""

import json

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _table(
        "way_in",
        _person("way_in"),
        sa.Column("person_id", _id(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("password_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("seed", sa.Text(), nullable=True),
        sa.Column("seed_shown", sa.Text(), nullable=True),
        sa.Column("last_step", _id(), nullable=True),
        sa.UniqueConstraint("person_id", name=op.f("uq_way_in_person_id")),
    )
    _table(
        "recovery_code",
        _person("recovery_code"),
        sa.Column("person_id", _id(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("used_at", columns.Moment(timezone=True), nullable=True),
        sa.UniqueConstraint("digest", name=op.f("uq_recovery_code_digest")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"])
    _table(
        "door_try",
        sa.Column("whose", sa.Text(), nullable=False),
        sa.Column("at", columns.Moment(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_door_try_whose_at"), "door_try", ["whose", "at"])
    op.add_column("audit", sa.Column("child_id", _id(), nullable=True))
    op.add_column("audit", sa.Column("household_id", _id(), nullable=True))
    op.create_index(op.f("ix_audit_child_id_id"), "audit", ["child_id", "id"])
    _looks_so_far()


def _looks_so_far() -> None:
    """Looks that were written down before are somebody's too."""
    db = op.get_bind()
    homes = dict(tuple(row) for row in db.execute(sa.text("SELECT id, household_id FROM thread")))
    looks = db.execute(sa.text("SELECT id, about FROM audit WHERE act LIKE 'looked at a %'")).all()
    for row in looks:
        about = json.loads(row.about)
        if "child" in about:
            db.execute(
                sa.text("UPDATE audit SET child_id = :child, household_id = :home WHERE id = :id"),
                {"child": about["child"], "home": homes.get(about.get("thread")), "id": row.id},
            )


def _table(name: str, *more: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f(f"fk_{name}_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("school_id", "id", name=op.f(f"uq_{name}_school_id_id")),
    )


def _person(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["school_id", "person_id"],
        ["person.school_id", "person.id"],
        name=op.f(f"fk_{name}_school_id_person_id"),
    )


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
