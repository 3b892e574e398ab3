"""A copy is whole or it is none; put back, it takes the place of what is there by one rename, and is held."""

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config as Alembic

from bot.alone import Alone
from bot.store import backups, engine
from bot.store.backups import BadBackup, putting_back
from bot.store.tables import inbox, person
from tests.backups.conftest import LEAVES_A_LOG, MORNING, PICTURE, Place, new_person


def test_a_copy_is_put_back_as_it_was_and_held(place: Place) -> None:
    made = place.copy()
    new_person(place, "Came Later")
    (place.media / PICTURE).unlink()
    (place.media / "cd34").write_bytes(b"a later picture")
    done = place.put_back(made.path)
    assert place.names() == ["Adult 1"]
    assert place.held() == ["sms"] == list(done.held)
    assert (place.media / PICTURE).read_bytes() == b"a boat of cardboard"
    assert (place.media / "cd34").exists(), "the rows that are kept beside it have their pictures too"
    assert (done.manifest.school, done.manifest.made_at, done.manifest.media) == (
        "Harakeke School",
        MORNING,
        [PICTURE],
    )
    assert done.manifest.rows["person"] == 1


def test_what_was_there_is_kept_beside_it(place: Place) -> None:
    made = place.copy()
    new_person(place, "Came Later")
    done = place.put_back(made.path)
    assert done.kept is not None
    assert Place(done.kept, place.media, place.copies).names() == ["Adult 1", "Came Later"]


def test_nothing_half_done_is_left_and_no_log_of_the_old_rows_lies_beside_the_new(place: Place) -> None:
    """SQLite would play an old log (-wal) into the new file."""
    made = place.copy()
    new_person(place, "Came Later")
    kept = place.put_back(made.path).kept
    assert kept is not None
    assert place.beside() == ["aho.db", "aho.db.open", kept.name]
    assert [it.name for it in place.copies.iterdir()] == [made.path.name]


def test_into_an_empty_place(place: Place, tmp_path: Path) -> None:
    made = place.copy()
    elsewhere = Place(tmp_path / "new" / "aho.db", tmp_path / "new" / "aho-media", place.copies)
    assert elsewhere.put_back(made.path, over=False).kept is None
    assert (elsewhere.names(), (elsewhere.media / PICTURE).exists()) == (["Adult 1"], True)


def test_it_does_not_take_the_place_of_rows_unasked(place: Place) -> None:
    made = place.copy()
    new_person(place, "Came Later")
    with pytest.raises(BadBackup, match="--replace"):
        place.put_back(made.path, over=False)
    assert (place.names(), place.held()) == (["Adult 1", "Came Later"], [])


def test_a_copy_is_made_while_others_write(place: Place) -> None:
    """VACUUM INTO reads one moment of the rows and holds up nobody: a transaction stands open all the while."""
    with closing(sqlite3.connect(place.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE person SET name = 'Half Done'")
        made = place.copy()
        other.execute("ROLLBACK")
    place.put_back(made.path)
    assert place.names() == ["Adult 1"]


def test_a_copy_of_rows_that_keep_changing_fits_together(place: Place) -> None:
    """Each deed writes a person and a room of one name: a copy has both or neither."""
    bench, stop, writes = place.opened(), threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            bench.add(person, name=f"P{len(writes)}", folded="p", language="en", created_at=bench.now)
            writes.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [place.copy(now=MORNING + timedelta(seconds=n)) for n in range(3)]
    finally:
        stop.set()
        writer.join()
        bench.close()
    counts = [it.manifest.rows["person"] for it in made]
    assert counts == sorted(counts)
    assert len(writes) > 3
    place.put_back(made[-1].path)
    assert len(place.names()) == counts[-1]


def test_a_picture_that_nobody_can_find_is_counted_and_holds_up_no_copy(place: Place) -> None:
    (place.media / PICTURE).unlink()
    made = place.copy()
    assert (made.manifest.missing, made.manifest.media) == (1, [])
    place.put_back(made.path)


def test_a_picture_that_waits_to_hear_which_child_it_is_about_is_in_the_copy(place: Place) -> None:
    """Holds WAITS: until it is answered, only what was heard knows the names of its files."""
    bench = place.opened()
    for key, state in (("ab01", "waiting"), ("ab02", "done")):
        sights = [{"kind": "photo", "reference": "", "file": key, "small": f"{key}ff"}, {"kind": "voice"}]
        bench.add(inbox, sender_id=bench.senders["sms"], channel="sms", key=key, state=state, heard_at=bench.now,
                  heard={"words": "", "sights": sights})  # fmt: skip
        for name in (key, f"{key}ff"):
            (place.media / name).write_bytes(b"a kite")
    bench.close()
    assert place.copy().manifest.media == [PICTURE, "ab01", "ab01ff"]


def test_copies_are_for_their_owner_only(place: Place) -> None:
    assert place.copy().path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_what_is_put_back_can_be_read_by_whoever_could_read_what_was_there(place: Place) -> None:
    made = place.copy()
    place.file.chmod(0o640)
    place.put_back(made.path)
    assert place.file.stat().st_mode & 0o777 == 0o640


def _cut(copy: Path) -> None:
    with copy.open("r+b") as it:
        it.truncate(copy.stat().st_size - 12_000)


def _turned(name: str) -> Callable[[Path], None]:
    """One bit of one part."""

    def turn(copy: Path) -> None:
        with tarfile.open(copy) as tar:
            at = tar.getmember(name).offset_data + 5
        with copy.open("r+b") as it:
            it.seek(at)
            (byte,) = it.read(1)
            it.seek(at)
            it.write(bytes([byte ^ 1]))

    return turn


def _again(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path], None]:
    """Packed once more, its parts changed."""

    def pack(copy: Path) -> None:
        with tarfile.open(copy) as tar:
            parts = {it.name: tar.extractfile(it).read() for it in tar}  # type: ignore[union-attr]
        change(parts)
        with tarfile.open(copy, "w") as tar:
            for name, content in parts.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))

    return pack


def _without(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.__delitem__(name)


def _strange(name: str) -> Callable[[dict[str, bytes]], None]:
    def add(parts: dict[str, bytes]) -> None:
        listed = parts.pop("manifest.json")
        parts |= {name: b"x", "manifest.json": listed}

    return add


def _strange_and_listed(parts: dict[str, bytes]) -> None:
    """As somebody would make it who wants to write elsewhere."""
    listed = json.loads(parts.pop("manifest.json"))
    name = "media/../../elsewhere"
    listed["parts"][name] = hashlib.sha256(b"x").hexdigest()
    parts |= {name: b"x", "manifest.json": json.dumps(listed).encode()}


def _fewer_rows(parts: dict[str, bytes]) -> None:
    listed = json.loads(parts["manifest.json"])
    listed["rows"]["person"] += 1
    parts["manifest.json"] = json.dumps(listed).encode()


@pytest.mark.parametrize(
    "harm",
    [
        _cut,
        _turned("aho.db"),
        _turned(f"media/{PICTURE}"),
        _turned("manifest.json"),
        _again(_without("manifest.json")),
        _again(_without("aho.db")),
        _again(_without(f"media/{PICTURE}")),
        _again(_strange("media/ef56")),
        _again(_strange("../../elsewhere")),
        _again(_strange("media/../../elsewhere")),
        _again(_strange_and_listed),
        _again(_fewer_rows),
        lambda copy: copy.write_bytes(b"not a copy at all"),
        lambda copy: copy.write_bytes(b""),
        lambda copy: copy.unlink(),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_refused_before_anything_is_touched(
    place: Place, harm: Callable[[Path], None]
) -> None:
    """Holds `bundle.check`, and the row counts in `putting_back._stage`."""
    made = place.copy()
    new_person(place, "Came Later")
    before, picture = place.beside(), (place.media / PICTURE).stat()
    harm(made.path)
    with pytest.raises(BadBackup):
        place.put_back(made.path)
    assert set(place.beside()) <= {*before, "aho.db.open"}
    assert (place.media / PICTURE).stat() == picture
    assert (place.names(), place.held()) == (["Adult 1", "Came Later"], [])


def test_it_is_refused_while_aho_is_open(place: Place) -> None:
    """Holds `alone` in `put_back`: the other process goes on writing into a file that nobody sees any more."""
    made = place.copy()
    waits = f"from bot.alone import hold\nimport time\nwith hold({place.url!r}):\n    print('in', flush=True)\n    time.sleep(60)\n"
    other = subprocess.Popen([sys.executable, "-c", waits], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "in\n"
    try:
        with pytest.raises(Alone, match="already open"):
            place.put_back(made.path)
        assert place.copy(now=MORNING + timedelta(seconds=1)).path.exists(), (
            "a copy can be made all the while"
        )
    finally:
        other.kill()
        other.wait()


def test_it_is_refused_while_a_command_is_at_work(place: Place) -> None:
    """Commands do not hold Aho's own lock: SQLite says that somebody is there."""
    made = place.copy()
    new_person(place, "Came Later")
    with closing(sqlite3.connect(place.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BadBackup, match="at work"):
            place.put_back(made.path)
        other.execute("ROLLBACK")
    assert (place.names(), place.held()) == (["Adult 1", "Came Later"], [])
    assert "aho.db.restoring" not in place.beside()


def test_rows_that_are_damaged_are_replaced_and_kept_with_their_log(place: Place) -> None:
    """Holds what `_set_aside` does with a log that cannot be taken into its file."""
    made = place.copy()
    place.file.write_bytes(b"no database any more" * 500)
    log = Path(f"{place.file}-wal")
    log.write_bytes(b"a log")
    kept = place.put_back(made.path).kept
    assert (place.names(), place.held()) == (["Adult 1"], ["sms"])
    assert kept is not None
    assert (kept.read_bytes()[:20], Path(f"{kept}-wal").read_bytes()) == (b"no database any more", b"a log")


def test_a_log_that_damaged_rows_have_left_is_not_found_beside_the_new_ones(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds `_drop` in `_set_aside`: SQLite plays any whole log into the file beside which it lies."""
    made = place.copy()
    subprocess.run([sys.executable, "-c", LEAVES_A_LOG, str(place.file)], check=False)
    whole = putting_back._fold

    def fold(file: Path) -> None:
        if file == place.file:
            damaged = sqlite3.DatabaseError("malformed")
            damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damaged
        whole(file)

    monkeypatch.setattr(putting_back, "_fold", fold)
    kept = place.put_back(made.path).kept
    assert kept is not None
    assert Path(f"{kept}-wal").stat().st_size > 0
    assert (place.names(), place.held()) == (["Adult 1"], ["sms"])


def test_damaged_rows_are_not_copied_as_if_they_were_sound(place: Place) -> None:
    """Holds `look_through`: a row that points nowhere."""
    with closing(sqlite3.connect(place.file, isolation_level=None)) as db:
        db.execute("DELETE FROM content")
    with pytest.raises(BadBackup, match="damaged"):
        place.copy()
    assert list(place.copies.iterdir()) == []
    place.file.write_bytes(b"no database any more" * 500)
    with pytest.raises(BadBackup, match="damaged"):
        place.copy()


def test_a_copy_by_an_older_aho_is_brought_up_to_date_and_held(tmp_path: Path) -> None:
    """Holds the migration in `_stage`: the older tables know no hold."""
    old = Place(tmp_path / "aho.db", tmp_path / "aho-media", tmp_path / "copies")
    alembic = Alembic()
    alembic.set_main_option("script_location", str(engine.MIGRATIONS))
    alembic.attributes["engine"] = opened = engine.connect(old.url)
    command.upgrade(alembic, "0001")
    opened.dispose()
    with closing(sqlite3.connect(old.file, isolation_level=None)) as db:
        db.execute("INSERT INTO school VALUES (1, 'k', '{\"name\": \"K\"}', '2026-11-24 10:00:00')")
        db.execute("INSERT INTO sender VALUES (1, 1, 'sms', '+64', NULL, NULL, '{}')")
    made = old.copy()
    assert made.manifest.revision == "0001"
    assert old.put_back(made.path).held == ("sms",)
    with closing(sqlite3.connect(old.file)) as db:
        assert db.execute("SELECT count(*) FROM hold WHERE ended_at IS NULL").fetchone() == (1,)


def test_a_copy_by_a_newer_aho_says_so(place: Place) -> None:
    with closing(sqlite3.connect(place.file, isolation_level=None)) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    made = place.copy()
    with closing(sqlite3.connect(place.file, isolation_level=None)) as db:
        db.execute("UPDATE alembic_version SET version_num = (SELECT ?)", (_head(),))
    with pytest.raises(BadBackup, match="newer Aho"):
        place.put_back(made.path)
    assert place.held() == []


def test_old_copies_are_deleted_when_asked_and_only_copies(place: Place) -> None:
    made = [place.copy(now=MORNING + timedelta(days=n)).path for n in range(4)]
    other = place.copies / "letters.tar"
    other.write_bytes(b"ours")
    assert backups.prune(place.copies, 2) == made[:2]
    assert backups.newest(place.copies) == made[3]
    assert sorted(place.copies.iterdir()) == [*made[2:], other]


def test_what_a_killed_run_has_left_is_swept_away_after_a_day(place: Place) -> None:
    half = place.copies / ".aho-copy-x"
    half.mkdir(parents=True)
    (half / "aho.db").write_bytes(b"words of families")
    long_ago = MORNING.timestamp() - 100_000
    os.utime(half, (long_ago, long_ago))
    young = place.copies / ".aho-copy-y"
    young.mkdir()
    os.utime(young, (MORNING.timestamp(), MORNING.timestamp()))
    place.copy()
    assert (half.exists(), young.exists()) == (False, True)


def _head() -> str:
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory(str(engine.MIGRATIONS)).get_current_head())
