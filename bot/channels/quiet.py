"""Vendors' loggers write numbers, words and tokens. Here they are given nothing to write on."""

import logging

#: Everything below these names (`telegram.ext.Application`, `aiohttp.client` …) falls silent with them.
LOUD = (
    "twilio",
    "twilio.http_client",
    "twilio.async_http_client",
    "telegram",
    "telegram.ext",
    "httpx",
    "httpcore",
    "aiohttp",
    "aiohttp.access",
    "aiohttp_retry",
    "urllib3",
)


def silence() -> None:
    """After this no record of theirs reaches a handler of ours, whatever level anybody sets. Repeatable."""
    for name in LOUD:
        logger = logging.getLogger(name)
        # Levels alone would not do: a child with a level of its own passes its records up to our handlers.
        logger.propagate = False
        logger.handlers = [logging.NullHandler()]
        logger.setLevel(logging.CRITICAL + 1)
    for name, known in list(logging.root.manager.loggerDict.items()):
        if isinstance(known, logging.Logger) and name.partition(".")[0] in LOUD and name not in LOUD:
            known.handlers = []
            known.propagate = True
            known.setLevel(logging.NOTSET)
