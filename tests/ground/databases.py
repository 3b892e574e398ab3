"""A fresh database for each test, as a copy of one that was migrated once."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from bot.store.engine import migrate

count = itertools.count(1)


class SqliteDatabases:
    """Files, copied from a template file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite"
        migrate(f"sqlite:///{self.template}")

    @contextmanager
    def empty(self) -> Iterator[str]:
        yield f"sqlite:///{self.folder / str(next(count))}.sqlite"

    @contextmanager
    def copy(self) -> Iterator[str]:
        path = self.folder / f"{next(count)}.sqlite"
        # SQLite's own copying sees what still waits in the template's write-ahead log.
        with closing(sqlite3.connect(self.template)) as old, closing(sqlite3.connect(path)) as new:
            old.backup(new)
        yield f"sqlite:///{path}"


class PostgresDatabases:
    """Databases of one server, copied by the server itself."""

    def __init__(self, server: str, name: str) -> None:
        self.server, self.name = server, name
        self.admin = psycopg.connect(plain(server), autocommit=True)
        self.template = self.create("template1")
        migrate(self.template)

    def create(self, template: str) -> str:
        name = f"{self.name}_{next(count)}"
        copying = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self.admin.execute(copying.format(Identifier(name), Identifier(template)))
        return with_name(self.server, name)

    @contextmanager
    def empty(self) -> Iterator[str]:
        with self.passing("template1") as url:
            yield url

    @contextmanager
    def copy(self) -> Iterator[str]:
        with self.passing(name_in(self.template)) as url:
            yield url

    @contextmanager
    def passing(self, template: str) -> Iterator[str]:
        url = self.create(template)
        try:
            yield url
        finally:
            self.drop(url)

    def drop(self, url: str) -> None:
        self.admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name_in(url))))

    def close(self) -> None:
        self.drop(self.template)
        self.admin.close()


def plain(url: str) -> str:
    """SQLAlchemy's `postgresql+psycopg://` as psycopg itself reads it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def with_name(url: str, name: str) -> str:
    address, mark, options = url.partition("?")
    return f"{address.rpartition('/')[0]}/{name}{mark}{options}"


def name_in(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]
