"""Answers for later, threads handed over, what goes from home to class and back, and words that can be found."""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0011"
down_revision = "0010"

LOST = "state IN ('failed', 'cancelled') OR carrier_state IN ('undelivered', 'failed')"
FROM_HOME, ANSWERS = "kind <> 'answer'", "kind = 'answer'"


def upgrade() -> None:
    op.create_table(
        "planned_answer",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("thread_id", _id(), nullable=False),
        sa.Column("author_id", _id(), nullable=False),
        sa.Column("content_id", _id(), nullable=False),
        sa.Column("answers_id", _id(), nullable=True),
        sa.Column("quotes_id", _id(), nullable=True),
        sa.Column("message_id", _id(), nullable=True),
        sa.Column("quotes_by_sms", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("delicate", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("due_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_planned_answer_school_id")),
        sa.ForeignKeyConstraint(
            ["school_id", "answers_id"],
            ["message.school_id", "message.id"],
            name=op.f("fk_planned_answer_school_id_answers_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_planned_answer_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "content_id"],
            ["content.school_id", "content.id"],
            name=op.f("fk_planned_answer_school_id_content_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "message_id"],
            ["message.school_id", "message.id"],
            name=op.f("fk_planned_answer_school_id_message_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "quotes_id"],
            ["message.school_id", "message.id"],
            name=op.f("fk_planned_answer_school_id_quotes_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "thread_id"],
            ["thread.school_id", "thread.id"],
            name=op.f("fk_planned_answer_school_id_thread_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_answer")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_planned_answer_school_id_id")),
    )
    op.create_index(
        "ix_planned_answer_due",
        "planned_answer",
        ["due_at"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_planned_answer_thread_id", "planned_answer", ["thread_id"])
    op.create_table(
        "quotation",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("message_id", _id(), nullable=False),
        sa.Column("quoted_id", _id(), nullable=False),
        sa.Column("by_sms", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_quotation_school_id")),
        sa.ForeignKeyConstraint(
            ["school_id", "message_id"],
            ["message.school_id", "message.id"],
            name=op.f("fk_quotation_school_id_message_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "quoted_id"],
            ["message.school_id", "message.id"],
            name=op.f("fk_quotation_school_id_quoted_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation")),
        sa.UniqueConstraint("message_id", name=op.f("uq_quotation_message_id")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_quotation_school_id_id")),
    )
    op.create_table(
        "handover",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("thread_id", _id(), nullable=False),
        sa.Column("by_id", _id(), nullable=False),
        sa.Column("to_id", _id(), nullable=False),
        sa.Column("at", columns.Moment(timezone=True), nullable=False),
        sa.Column("ended_at", columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_handover_school_id")),
        sa.ForeignKeyConstraint(
            ["school_id", "by_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_handover_school_id_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "thread_id"],
            ["thread.school_id", "thread.id"],
            name=op.f("fk_handover_school_id_thread_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "to_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_handover_school_id_to_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_handover_school_id_id")),
    )
    op.create_index(
        "ix_handover_to",
        "handover",
        ["to_id"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_handover_open",
        "handover",
        ["thread_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "offering",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("message_id", _id(), nullable=False),
        sa.Column("marked_by", _id(), nullable=False),
        sa.Column("marked_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("asked_by", _id(), nullable=True),
        sa.Column("question_id", _id(), nullable=True),
        sa.Column("asked_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("said_at", columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_offering_school_id")),
        sa.ForeignKeyConstraint(
            ["school_id", "asked_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_offering_school_id_asked_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "marked_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_offering_school_id_marked_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "message_id"],
            ["message.school_id", "message.id"],
            name=op.f("fk_offering_school_id_message_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "question_id"],
            ["question.school_id", "question.id"],
            name=op.f("fk_offering_school_id_question_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering")),
        sa.UniqueConstraint("message_id", name=op.f("uq_offering_message_id")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_offering_school_id_id")),
    )
    op.create_table(
        "permission",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("offering_id", _id(), nullable=False),
        sa.Column("given_by", _id(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("at", columns.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("how IN ('named', 'unnamed')", name=op.f("ck_permission_how")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_permission_school_id")),
        sa.ForeignKeyConstraint(
            ["school_id", "given_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_permission_school_id_given_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "offering_id"],
            ["offering.school_id", "offering.id"],
            name=op.f("fk_permission_school_id_offering_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permission")),
        sa.UniqueConstraint("offering_id", name=op.f("uq_permission_offering_id")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_permission_school_id_id")),
    )
    op.create_table(
        "class_use",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("permission_id", _id(), nullable=False),
        sa.Column("used_by", _id(), nullable=False),
        sa.Column("content_id", _id(), nullable=True),
        sa.Column("returned_id", _id(), nullable=True),
        sa.Column("used_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("returned_at", columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_class_use_school_id")),
        sa.ForeignKeyConstraint(
            ["school_id", "content_id"],
            ["content.school_id", "content.id"],
            name=op.f("fk_class_use_school_id_content_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "permission_id"],
            ["permission.school_id", "permission.id"],
            name=op.f("fk_class_use_school_id_permission_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "returned_id"],
            ["message.school_id", "message.id"],
            name=op.f("fk_class_use_school_id_returned_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "used_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_class_use_school_id_used_by"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_use")),
        sa.UniqueConstraint("permission_id", name=op.f("uq_class_use_permission_id")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_class_use_school_id_id")),
    )
    op.create_index(
        "ix_class_use_owed",
        "class_use",
        ["used_at"],
        sqlite_where=sa.text("returned_at IS NULL"),
        postgresql_where=sa.text("returned_at IS NULL"),
    )
    op.add_column("delivery", sa.Column("quotes", sa.Text(), nullable=True))
    op.create_index("ix_message_content_id", "message", ["content_id"])
    op.create_index("ix_message_said", "message", ["kind", "said_at"])
    op.create_index(
        "ix_delivery_lost",
        "delivery",
        ["created_at"],
        sqlite_where=sa.text(LOST),
        postgresql_where=sa.text(LOST),
    )
    op.create_index(
        "ix_message_answers",
        "message",
        ["thread_id", "id"],
        sqlite_where=sa.text(ANSWERS),
        postgresql_where=sa.text(ANSWERS),
    )
    op.create_index(
        "ix_message_from_home",
        "message",
        ["thread_id", "id"],
        sqlite_where=sa.text(FROM_HOME),
        postgresql_where=sa.text(FROM_HOME),
    )
    _words_that_can_be_found()


def _words_that_can_be_found() -> None:
    """bot.store.finding: an index of each database's own kind. What is deleted is found no more, whoever deletes it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE finding (wording_id BIGINT PRIMARY KEY REFERENCES wording (id) ON DELETE CASCADE, "
            "words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_finding_words ON finding USING gin (words)")
        return
    op.execute("CREATE VIRTUAL TABLE finding USING fts5 (words)")
    op.execute(
        "CREATE TRIGGER finding_forgets AFTER DELETE ON wording BEGIN DELETE FROM finding WHERE rowid = old.id; END"
    )


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
