"""How long a connection to a PostgreSQL elsewhere may be dead before either end knows.

A machine that loses its power, or its network, says no good-bye: without these, both ends would believe in the
other for hours, and a sender's hold or a row's lock with them. On a socket of this machine they mean nothing.
"""

from typing import Any, LiteralString

#: Ours, in seconds (tcp_user_timeout in milliseconds): what the driver is given with the address.
OURS: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives": 1, "keepalives_idle": 5, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}  # fmt: skip
#: The server's. A statement, not an option of the address: poolers that stand between refuse those.
THEIRS: LiteralString = (
    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; "
    "SET tcp_user_timeout = 20000"
)
