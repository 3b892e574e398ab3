"""Copies of SQLite's rows with their pictures and voice notes: made while Aho is open, put back while it is not."""

from bot.store.backups.bundle import BadBackup, Manifest
from bot.store.backups.making import Made, make, newest, prune
from bot.store.backups.putting_back import PutBack, put_back

__all__ = ["BadBackup", "Made", "Manifest", "PutBack", "make", "newest", "prune", "put_back"]
