"""One reply by hand: the same rows as ours, one writer thread, one commit for all that wait."""

import asyncio
import base64
import hashlib
import hmac
import json
import sqlite3
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

from bot.bench import by_hand, door, school
from bot.bench.processes import Verbs

WHO = """
SELECT c.school_id, c.id, c.sender_id, p.id, m.household_id, t.id, t.child_id,
    (SELECT d.prompt_id FROM delivery d WHERE d.contact_id = c.id AND d.state = 'sent' AND d.turn = 3)
FROM contact c JOIN contact_person cp ON cp.contact_id = c.id JOIN person p ON p.id = cp.person_id
JOIN membership m ON m.person_id = p.id AND m.until IS NULL JOIN thread t ON t.household_id = m.household_id
WHERE c.sender_id = (SELECT id FROM sender WHERE channel = ?) AND c.address = ?
"""
OTHERS = """
SELECT c.id, c.sender_id, c.channel, c.address, m.person_id
FROM membership m JOIN contact_person cp ON cp.person_id = m.person_id JOIN contact c ON c.id = cp.contact_id
WHERE m.household_id = ? AND m.until IS NULL AND m.person_id <> ? AND c.state = 'active'
"""
KEEP = """
INSERT INTO inbox (school_id, sender_id, channel, key, contact_id, heard, state, tries, heard_at)
VALUES (?, ?, ?, ?, ?, ?, 'done', 0, ?) ON CONFLICT DO NOTHING
"""
SAY = """
INSERT INTO message (school_id, thread_id, author_id, content_id, prompt_id, inbox_id, contact_id, kind, ears, asides,
    said_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'reply', 'household', 0, ?)
"""
SEND = """
INSERT INTO delivery (school_id, sender_id, channel, address, contact_id, person_id, message_id, content_id, gate, turn,
    reach, parts, once, due_at, state, tries, again, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'words', '[]', ?, ?, 'waiting', 0, 0, ?)
"""
WORD = (
    "INSERT INTO wording (school_id, content_id, language, words, made_by) VALUES (?, ?, 'en', ?, 'person')"
)
FOR = "INSERT INTO delivery_child (school_id, delivery_id, child_id, household_id) VALUES (?, ?, ?, ?)"
NOW = by_hand.NOW


@asynccontextmanager
async def answering(url: str, secret: str) -> AsyncIterator[Verbs]:
    """Verified, kept once, in its thread, two deliveries and a thank-you written; answered after the commit."""
    writer = _Writer(url)
    auth = school.AUTH.encode()

    async def heard(headers: Mapping[bytes, bytes], body: bytes) -> bool:
        if signed := headers.get(b"x-twilio-signature"):
            form = dict(parse_qsl(body.decode(), keep_blank_values=True))
            text = f"{school.PUBLIC}/hooks/sms" + "".join(name + form[name] for name in sorted(form))
            right = base64.b64encode(hmac.new(auth, text.encode(), hashlib.sha1).digest())
            if not hmac.compare_digest(right, signed):
                return False
            return await writer.keep("sms", form["MessageSid"], form["From"], form["Body"], body.decode())
        if not hmac.compare_digest(headers.get(b"x-telegram-bot-api-secret-token", b""), secret.encode()):
            return False
        update = json.loads(body)
        message = update["message"]
        return await writer.keep("telegram", str(update["update_id"]), str(message["chat"]["id"]), message["text"],
                                 body.decode())  # fmt: skip

    async with door.opened(door.bare(heard)) as port:

        async def told() -> int:
            return port

        yield {"port": told}
    writer.stop()


class _Writer:
    """One thread and one file; whatever waits when it is free shares one commit."""

    def __init__(self, url: str) -> None:
        self._url, self._loop = url, asyncio.get_running_loop()
        self._waiting: list[tuple[tuple[str, ...], asyncio.Future[bool]]] = []
        self._some, self._over = threading.Event(), False
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def keep(self, *item: str) -> "asyncio.Future[bool]":
        done = self._loop.create_future()
        self._waiting.append((item, done))
        self._some.set()
        return done

    def stop(self) -> None:
        self._over = True
        self._some.set()
        self._thread.join()

    def _write(self) -> None:
        with by_hand.opened(self._url) as file:
            while self._some.wait() and not self._over:
                self._some.clear()
                batch, self._waiting = self._waiting, []
                file.execute("BEGIN IMMEDIATE")
                for item, _done in batch:
                    _keep(file, *item)
                file.execute("COMMIT")
                self._loop.call_soon_threadsafe(_answer, [done for _item, done in batch])


def _answer(waiting: list["asyncio.Future[bool]"]) -> None:
    for done in waiting:
        done.set_result(True)


def _keep(file: sqlite3.Connection, channel: str, key: str, address: str, words: str, raw: str) -> None:
    there, contact, sender, person, home, thread, child, prompt = file.execute(
        WHO, (channel, address)
    ).fetchone()
    kept = file.execute(KEEP, (there, sender, channel, key, contact, raw, NOW))
    if not kept.rowcount:
        return
    content = file.execute("INSERT INTO content (school_id, language) VALUES (?, 'en')", (there,)).lastrowid
    file.execute(WORD, (there, content, words))
    said = (there, thread, person, content, prompt, kept.lastrowid, contact, NOW)
    message = file.execute(SAY, said).lastrowid
    file.execute("UPDATE thread SET last_at = ? WHERE id = ?", (NOW, thread))
    for other, theirs, on, to, reader in file.execute(OTHERS, (home, person)).fetchall():
        put = (there, theirs, on, to, other, reader, message, content, "lane", 2, None, NOW, NOW)
        file.execute(FOR, (there, file.execute(SEND, put).lastrowid, child, home))
    thanks = (
        there,
        sender,
        channel,
        address,
        contact,
        person,
        None,
        None,
        "own",
        1,
        f"thanks {prompt} {home}",
        NOW,
        NOW,
    )
    file.execute(SEND, thanks)
