"""A PostgreSQL database that a test has used, made as fresh as its template: copying one costs half a second of work.

It is given out again only if nothing at all can be told from a new copy: the same tables by the same hands, no table
that holds one page, every sequence at its start. Whatever else a test did to it, it is thrown away.
"""

import psycopg
from psycopg.sql import SQL, Identifier

#: Where PostgreSQL writes down what there is. Whoever changes a row here leaves another `xmin` in it; copies do not.
CATALOGUES = {
    "pg_class": "oid", "pg_attribute": "attrelid", "pg_constraint": "oid", "pg_index": "indexrelid", "pg_trigger": "oid",
    "pg_proc": "oid", "pg_type": "oid", "pg_enum": "oid", "pg_statistic": "starelid", "pg_namespace": "oid",
}  # fmt: skip
SHAPE = " UNION ALL ".join(
    [f"SELECT md5(string_agg(concat_ws(' ', {of}, ctid, xmin), ',' ORDER BY ctid)) FROM {name} WHERE {of} >= 16384"
     for name, of in CATALOGUES.items()]
    + ["SELECT string_agg(version_num, ',') FROM alembic_version",
       "SELECT string_agg(s::text, ',') FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase "
       "WHERE d.datname = current_database()"]
)  # fmt: skip
#: The one table in which migrations leave a row.
KEPT = "alembic_version"
USED = f"""SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND relname <> '{KEPT}' AND pg_relation_size(oid) > 0"""
REWOUND = """SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL"""

Shape = list[tuple[str | None]]


def shape(url: str) -> Shape:
    with psycopg.connect(url, autocommit=True) as db:
        return db.execute(SHAPE).fetchall()


def sweep(url: str, was: Shape) -> bool:
    """Whether it is now as it was when nobody had used it. Nobody else may be connected any more."""
    try:
        with psycopg.connect(url, autocommit=True) as db:
            if db.execute(SHAPE).fetchall() != was:
                return False
            if used := [Identifier(name) for (name,) in db.execute(USED)]:
                db.execute("SET session_replication_role = replica")  # no foreign key, no trigger
                db.execute("SET lock_timeout = '5s'")
                with db.transaction():
                    for name in used:
                        db.execute(SQL("DELETE FROM {}").format(name))
                # Empty tables give their pages back: what is written next lies in the order in which it was written.
                db.execute(SQL("VACUUM {}").format(SQL(", ").join(used)))
            db.execute(REWOUND)
            return not db.execute(USED).fetchall()
    except psycopg.Error:  # nobody is let in, or TEST_DATABASE_URL's user is no superuser
        return False
