"""Pictures that come by a link, small copies of pictures, and what still lies at a carrier."""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("media", sa.Column("small", sa.Text(), nullable=True))
    op.add_column("media", sa.Column("at_carrier", sa.Boolean(), nullable=True))
    op.create_index(
        "ix_media_at_carrier",
        "media",
        ["again_at"],
        sqlite_where=sa.text("at_carrier = 1"),
        postgresql_where=sa.text("at_carrier"),
    )
    op.create_table(
        "upload",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("code_id", _id(), nullable=False),
        sa.Column("contact_id", _id(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("got", sa.Integer(), nullable=False),
        sa.Column("began_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("done_at", columns.Moment(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                ["school_id", f"{it}_id"],
                [f"{it}.school_id", f"{it}.id"],
                name=op.f(f"fk_upload_school_id_{it}_id"),
            )
            for it in ("code", "contact")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_upload_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_upload_school_id_id")),
        sa.UniqueConstraint("code_id", name=op.f("uq_upload_code_id")),
    )


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
