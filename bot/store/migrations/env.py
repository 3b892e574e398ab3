"""Runs the migrations on the engine that bot.store.engine hands over."""

from alembic import context

from bot.store.tables import metadata

#: Any number that nothing else in this database locks by.
ONE_AT_A_TIME = 4_806_001


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Procrastinate's tables are its own: no model of ours describes them."""
    return kind != "table" or not str(name).startswith("procrastinate_")


with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        user_module_prefix="columns.",
        include_name=ours,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            # Many processes start at once: the others wait here, and then find everything done.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
        context.run_migrations()
    if connection.in_transaction():
        connection.commit()
