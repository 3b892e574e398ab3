"""Opening the database: SQLite as a safe file, or PostgreSQL by URL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from bot.store import lifeline

T = TypeVar("T")
MIGRATIONS = Path(__file__).parent / "migrations"
#: Kilobytes of pages that one SQLite connection may hold, where it has read so many. A page that is not held is a call
#: to the system, and a reply touches more of them than the usual 2 MB.
CACHE = 8 * 1024
TO_WRITE = "BEGIN IMMEDIATE"
IDLE = 0  #: as libpq says that no transaction has begun
CURSOR = "cursor"
#: A migration's file begins with its number.
KNOWN = {path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}
NEWEST = max(KNOWN)


def connect(url: str) -> Engine:
    """An engine whose transactions mean what they say on both databases."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return _postgres(url)


def _postgres(url: str) -> Engine:
    engine = create_engine(
        url,
        pool_size=8,
        max_overflow=0,
        pool_timeout=30,
        connect_args=lifeline.OURS,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, kept: Any) -> None:
        raw.autocommit = True  # transactions begin below, or the driver would begin them once more
        raw.execute(lifeline.THEIRS)
        kept.info[CURSOR] = raw.cursor()

    @event.listens_for(engine, "checkout")
    def _begin_at_once(raw: Any, kept: Any, _: object) -> None:
        # Whether a connection that lay in the pool still lives is found out by beginning: to ask it first would be one
        # more journey. Nothing has been done on it yet, so that a new one may take its place.
        try:
            kept.info[CURSOR].execute("BEGIN")
        except engine.dialect.loaded_dbapi.Error as error:
            if engine.dialect.is_disconnect(error, raw, None):
                raise InvalidatePoolError from error
            raise

    @event.listens_for(engine, "begin")
    def _begin(db: Connection) -> None:
        raw: Any = db.connection.dbapi_connection
        if raw.pgconn.transaction_status == IDLE:  # one transaction on it has ended already
            raw.execute("BEGIN")

    return engine


def _sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=0,
        pool_use_lifo=True,  # the writer finds its own again: to any other all that it wrote would be news
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _: object) -> None:
        raw.isolation_level = None  # or the driver opens and ends transactions by itself, and savepoints lie
        cursor = raw.cursor()
        for pragma in (
            "busy_timeout=10000",  # first: the others may have to wait for another process
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            # Or each reply's savepoint, once it has touched some twenty pages, is written to a file of its own.
            "temp_store=MEMORY",
            f"cache_size=-{CACHE}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(db: Connection) -> None:
        # A reader that only looks must not queue behind writers. On the driver's own cursor: most looks of the clock
        # find nothing due, and this is then a quarter of what they cost.
        raw: Any = db.connection.dbapi_connection
        begin = "BEGIN" if db.get_execution_options().get("looking") else TO_WRITE
        driver = db.dialect.loaded_dbapi.Error
        try:
            raw.execute(begin)
        except driver as error:
            raise DBAPIError.instance(begin, None, error, driver, dialect=db.dialect) from error

    return engine


class Newer(SQLAlchemyError):
    """The tables have a shape that this version does not know."""


def migrate(url: str) -> None:
    """Brings the tables to this version's shape; harmless when they are. Raises Newer, and changes nothing then."""
    engine = connect(url)
    try:
        shape = _shape(engine)
        if shape is not None and shape not in KNOWN:
            raise Newer
        if shape != NEWEST:
            _change(engine)
    finally:
        engine.dispose()


def _shape(engine: Engine) -> str | None:
    """As which migration left it; None where none has been there."""
    try:
        return look(engine, lambda db: db.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
    except DBAPIError:
        return None


def _change(engine: Engine) -> None:
    from alembic import command  # most starts change nothing: they do without its megabytes
    from alembic.config import Config

    alembic = Config()
    alembic.set_main_option("script_location", str(MIGRATIONS))
    alembic.attributes["engine"] = engine
    command.upgrade(alembic, "head")


def driver(db: Connection) -> Any:
    """What runs a statement without Core: SQLite's connection, or the one cursor that a PostgreSQL connection keeps.

    Its answer has to be read before the next statement. A new cursor each time would cost a third of what psycopg
    needs for a statement.
    """
    return db.info.get(CURSOR) or db.connection.dbapi_connection


def act(engine: Engine, deed: Callable[[Connection], T]) -> T:
    """One deed, one transaction: all of it is kept, or nothing."""
    with engine.begin() as db:
        return deed(db)


def never_began(error: Exception | None) -> bool:
    """Whether SQLite let nobody write, for as long as we wait for it: another process has the file."""
    return isinstance(error, DBAPIError) and error.statement == TO_WRITE


class TransactionLost(SQLAlchemyError):
    """The database ended the transaction by itself: nothing of it is kept, and nothing more may be written in it."""


@contextmanager
def savepoint(db: Connection) -> Iterator[None]:
    """What is done inside is kept whole, or undone whole while the transaction goes on.

    Raises what was raised inside, or TransactionLost. On the driver's own cursor: it is done for each message.
    """
    run = driver(db).execute
    run("SAVEPOINT one_thing")
    try:
        yield
    except BaseException as error:
        try:
            run("ROLLBACK TO SAVEPOINT one_thing")
            run("RELEASE SAVEPOINT one_thing")
        except db.dialect.loaded_dbapi.Error:
            raise TransactionLost(type(error).__name__) from error
        raise
    try:
        run("RELEASE SAVEPOINT one_thing")
    except db.dialect.loaded_dbapi.Error as error:
        raise TransactionLost(type(error).__name__) from error


def look(engine: Engine, glance: Callable[[Connection], T]) -> T:
    """A reading transaction; on SQLite it holds up no writer."""
    with engine.connect().execution_options(looking=True) as db, db.begin():
        return glance(db)
