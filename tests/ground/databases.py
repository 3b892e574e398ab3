"""A fresh database for each test, as a copy of one that was migrated once."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from bot.store.engine import migrate
from tests.ground import sweeping

count = itertools.count(1)


class SqliteDatabases:
    """Files, copied from a template file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite"
        migrate(f"sqlite:///{self.template}")
        with closing(sqlite3.connect(self.template)) as made:
            self.pages = made.serialize()  # what still waits in its write-ahead log is in there too

    @contextmanager
    def empty(self) -> Iterator[str]:
        yield f"sqlite:///{self.folder / str(next(count))}.sqlite"

    @contextmanager
    def copy(self) -> Iterator[str]:
        path = self.folder / f"{next(count)}.sqlite"
        path.write_bytes(self.pages)
        yield f"sqlite:///{path}"
        for file in self.folder.glob(f"{path.name}*"):  # with its logs: the folder may be in memory
            with suppress(OSError):
                file.unlink()


class PostgresDatabases:
    """Databases of one server, copied by the server itself; one that can be swept clean is given out again."""

    def __init__(self, server: str, name: str) -> None:
        self.server, self.name = server, name
        self.admin = psycopg.connect(plain(server), autocommit=True)
        self.template = self.create("template1")
        migrate(self.template)
        self.shape = sweeping.shape(plain(self.template))
        self.clean: list[str] = []

    def create(self, template: str) -> str:
        name = f"{self.name}_{next(count)}"
        copying = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self.admin.execute(copying.format(Identifier(name), Identifier(template)))
        return with_name(self.server, name)

    @contextmanager
    def empty(self) -> Iterator[str]:
        url = self.create("template1")
        try:
            yield url
        finally:
            self.drop(url)

    @contextmanager
    def copy(self) -> Iterator[str]:
        url = self.clean.pop() if self.clean else self.create(name_in(self.template))
        try:
            yield url
        finally:
            if self.swept(url):
                self.clean.append(url)
            else:
                self.drop(url)

    def swept(self, url: str) -> bool:
        leave = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
        self.admin.execute(leave, [name_in(url)])
        return sweeping.sweep(plain(url), self.shape)

    def drop(self, url: str) -> None:
        self.admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name_in(url))))

    def close(self) -> None:
        for url in (*self.clean, self.template):
            self.drop(url)
        self.admin.close()


def plain(url: str) -> str:
    """SQLAlchemy's `postgresql+psycopg://` as psycopg itself reads it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def with_name(url: str, name: str) -> str:
    address, mark, options = url.partition("?")
    return f"{address.rpartition('/')[0]}/{name}{mark}{options}"


def name_in(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]
