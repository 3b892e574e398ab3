"""The rows of Procrastinate, which hands deferred work to many workers. PostgreSQL only.

`procrastinate_3_10.sql` is that version's own schema, unchanged; a test compares the two. When a later version
brings migrations, they become the next file here.
"""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"

SCHEMA = Path(__file__).with_name("procrastinate_3_10.sql")

# Procrastinate tells its workers when a job is put in, not when the lane of a waiting one becomes free: without
# this, a sender's next slice would wait for somebody's next look, seconds later.
LANE_IS_FREE = """
CREATE FUNCTION aho_tell_of_a_free_lane() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    waiting procrastinate_jobs;
    told text;
BEGIN
    SELECT * INTO waiting FROM procrastinate_jobs WHERE lock = OLD.lock AND status = 'todo' ORDER BY id LIMIT 1;
    IF FOUND THEN
        told := json_build_object('type', 'job_inserted', 'job_id', waiting.id)::text;
        PERFORM pg_notify('procrastinate_queue_v1#' || waiting.queue_name, told);
        PERFORM pg_notify('procrastinate_any_queue_v1', told);
    END IF;
    RETURN NULL;
END;
$$;
CREATE INDEX ix_aho_waiting_in_a_lane ON procrastinate_jobs (lock) WHERE status = 'todo';
CREATE TRIGGER aho_lane_is_free_after_delete AFTER DELETE ON procrastinate_jobs
    FOR EACH ROW WHEN (OLD.status = 'doing' AND OLD.lock IS NOT NULL) EXECUTE PROCEDURE aho_tell_of_a_free_lane();
CREATE TRIGGER aho_lane_is_free_after_update AFTER UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW WHEN (OLD.status = 'doing' AND OLD.lock IS NOT NULL) EXECUTE PROCEDURE aho_tell_of_a_free_lane();
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _run(SCHEMA.read_text(encoding="utf-8") + LANE_IS_FREE)


def _run(statements: str) -> None:
    # By the driver's own hand: SQLAlchemy would read the per cent signs in it as places for values.
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.execute(statements)
