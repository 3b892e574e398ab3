"""Logs hold ids and kinds, never words, names or numbers: ours by what we write, the vendors' by silence."""

import contextlib
import logging
import sys
import threading
import traceback
from types import TracebackType

import structlog

from bot.channels.quiet import silence

#: Whose warnings we want to know of, in kind.
OTHERS = (
    "uvicorn",
    "asyncio",
    "concurrent",
    "sqlalchemy",
    "alembic",
    "apscheduler",
    "psycopg",
    "procrastinate",
    "PIL",
    "starlette",
    "py.warnings",
)


def begin(level: str) -> None:
    """Repeatable. Call it again after a vendor's client was made: some set their own loggers up late."""
    silence()
    for name in OTHERS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        # On a handler, not on the logger: sqlalchemy.engine's records pass by the filters of sqlalchemy.
        logger.propagate, logger.handlers = False, [_only_the_kind()]
    logging.lastResort = _only_the_kind()  # whoever else has something to say
    logging.captureWarnings(True)
    sys.excepthook = _fell
    sys.unraisablehook = lambda it: _fell(it.exc_type, it.exc_value, it.exc_traceback)
    threading.excepthook = lambda it: _fell(it.exc_type, it.exc_value, it.exc_traceback)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(_StandardError()),  # type: ignore[arg-type]
        cache_logger_on_first_use=False,
    )


def _only_the_kind() -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.addFilter(_OnlyTheKind())
    return handler


class _StandardError:
    """A line that cannot be written (its disk is full, its reader gone) is lost, and nothing else is: the walls that
    catch surprises write about them, and would fall."""

    def write(self, words: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(words)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()


class _OnlyTheKind(logging.Filter):
    """An exception's text can hold what a family wrote: only its kind is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        record.msg, record.args = f"{record.name}: {record.levelname.lower()} {kind}".rstrip(), ()
        record.exc_info, record.exc_text, record.stack_info = None, None, None
        return True


def _fell(kind: type[BaseException], _error: BaseException | None, steps: TracebackType | None) -> None:
    """What nobody caught: its kind, and the lines of code it came through, without what it says."""
    sys.stderr.write("".join([*traceback.format_tb(steps), f"{kind.__module__}.{kind.__qualname__}\n"]))
