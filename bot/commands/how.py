"""How a process opens the house."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class How:
    production: bool = True  #: never simulates, never shows the phones
    doors: bool = True  #: carriers and browsers come in here
    works: bool = True  #: sends, fetches, and looks at what falls due
    watched_at: int | None = None  #: the port where a process without doors says how it is
    heartbeat: float = 5.0  #: seconds; on PostgreSQL, a worker that misses four is taken for dead


#: Opens the house until somebody stops it; the exit code.
Run = Callable[[How], int]
