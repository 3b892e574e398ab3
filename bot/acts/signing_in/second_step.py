"""The second step: six figures from an app, or one of ten recovery codes. Asked of whoever has set it up."""

import hashlib
import hmac
from base64 import b32encode
from datetime import datetime

from bot.acts import codes
from bot.acts.desk import Desk
from bot.model.people import Person
from bot.store import records, ways_in

CODES = 10
STEP = 30  # seconds
NEAR = (0, -1, 1)  #: steps by which a phone's clock may be off


def begin(desk: Desk, person: Person) -> None:
    """A new secret to show; it counts once its first code was right."""
    seed = desk.chance(16).hex()
    ways_in.change(desk.db, desk.school.id, person.id, seed_shown=seed)


def address(desk: Desk, person: Person, key: str, seed: str) -> str:
    """What the QR code says: an app reads its secret from it."""
    import pyotp

    app, issuer = pyotp.TOTP(secret(key, seed)), f"Aho {desk.school.name}"
    return str(app.provisioning_uri(name=person.name, issuer_name=issuer))


def secret(key: str, seed: str) -> str:
    """Made of the row's seed and the installation's own key: neither a copy of the rows nor the key is enough."""
    return b32encode(
        hmac.new(key.encode(), b"second step " + seed.encode(), hashlib.sha256).digest()[:20]
    ).decode()


def confirm(desk: Desk, person: Person, key: str, typed: str, real_now: datetime) -> list[str] | None:
    """The first code was right: from now on it is asked for. The recovery codes; None where it was wrong."""
    shown = ways_in.of(desk.db, person.id).seed_shown
    step = _step(key, shown, typed, real_now) if shown else None
    if step is None:
        return None
    values = {"seed": shown, "seed_shown": None, "last_step": step}
    ways_in.change(desk.db, desk.school.id, person.id, **values)
    records.note(desk.db, desk.school.id, "set up a second step", desk.now, person_id=person.id)
    return new_codes(desk, person)


def is_right(desk: Desk, person_id: int, key: str, typed: str, real_now: datetime) -> bool:
    """A code of the app, which counts once; or a recovery code, used up by this."""
    mine = ways_in.of(desk.db, person_id)
    step = _step(key, mine.seed, typed, real_now) if mine.seed else None
    if step is not None:
        return ways_in.take_step(desk.db, person_id, step)
    plain = codes.read(typed)
    return plain is not None and bool(mine.seed) and ways_in.use_code(desk.db, person_id, plain, desk.now)


def new_codes(desk: Desk, person: Person) -> list[str]:
    """Ten recovery codes, to be shown once; those from before are void."""
    made = [codes.letters(desk) for _number in range(CODES)]
    ways_in.new_codes(desk.db, desk.school.id, person.id, made)
    records.note(desk.db, desk.school.id, "made recovery codes", desk.now, person_id=person.id)
    return [f"{it[:5]}-{it[5:]}" for it in made]


def end(desk: Desk, person_id: int, by: int | None) -> None:
    ways_in.change(desk.db, desk.school.id, person_id, seed=None, seed_shown=None, last_step=None)
    ways_in.new_codes(desk.db, desk.school.id, person_id, ())
    about = {"for": person_id}
    records.note(desk.db, desk.school.id, "took a second step off", desk.now, person_id=by, about=about)


def _step(key: str, seed: str, typed: str, real_now: datetime) -> int | None:
    """Which half minute these six figures belong to, if to any near now."""
    import pyotp

    typed = typed.replace(" ", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) == 6):
        return None
    app, now = pyotp.TOTP(secret(key, seed)), int(real_now.timestamp()) // STEP
    near = [now + off for off in NEAR]
    return next((it for it in near if hmac.compare_digest(app.generate_otp(it), typed)), None)
