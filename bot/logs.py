"""Logs hold ids and kinds, never words, names or numbers: ours by what we write, the vendors' by silence."""

import logging
import sys

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
    "PIL",
    "starlette",
)


def begin(level: str) -> None:
    """Repeatable. Call it again after a vendor's client was made: some set their own loggers up late."""
    silence()
    for name in OTHERS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        # On a handler, not on the logger: sqlalchemy.engine's records pass by the filters of sqlalchemy.
        logger.propagate, logger.handlers = False, [_only_the_kind()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _only_the_kind() -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.addFilter(_OnlyTheKind())
    return handler


class _OnlyTheKind(logging.Filter):
    """An exception's text can hold what a family wrote: only its kind is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        record.msg, record.args = f"{record.name}: {record.levelname.lower()} {kind}".rstrip(), ()
        record.exc_info, record.exc_text, record.stack_info = None, None, None
        return True
