"""What came more than once: never by SMS; on Telegram once more for each call in doubt, and shown as such (DESIGN §7)."""

from collections import Counter
from collections.abc import Mapping, Sequence

from tests.faults.school import School


def more_than_once(school: School, heard: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """By address, how many further copies of a broadcast came there. Fails where one is lost, doubled or hidden."""
    came = {it: len(heard.get(it, [])) for channel in ("sms", "telegram") for it in school.addresses(channel)}
    assert {it for it, n in came.items() if n == 0} == set(), "lost"
    further = {it: n - 1 for it, n in came.items() if n > 1}
    assert {it for it in further if it.startswith("+")} == set(), "a text was doubled"

    marked = {it[0] for it in school.rows("SELECT address FROM delivery WHERE again")}
    assert set(further) <= marked, "what may have come twice is shown"
    uncertain = Counter(it[0] for it in school.rows(
        "SELECT address FROM attempt JOIN delivery ON delivery.id = attempt.delivery_id"
        " WHERE outcome IN ('absent', 'unsure')"
    ))  # fmt: skip
    assert all(n <= uncertain[it] for it, n in further.items()), "one more for each uncertain call, no more"
    return further
