"""Preview, lists and fan-out speak of the same people, whatever the families are like."""

from collections import Counter

import pytest
from sqlalchemy import select

from bot.acts import previewing, prompting, recipients
from bot.acts.rendering import spoken
from bot.model.chat import PromptKind
from bot.store import audience, missing, places, prompts
from bot.store.tables import contact, household, membership, person
from tests.prompts.crowd import Crowd, by_hand

ROOMS = ("Room 0", "Room 2", "Room 3")


@pytest.mark.parametrize("kind", [PromptKind.PROMPT, PromptKind.ACTIVITY])
@pytest.mark.parametrize("seed", range(4))
def test_what_is_counted_is_what_is_written(crowd: Crowd, monkeypatch: pytest.MonkeyPatch, seed: int, kind: PromptKind) -> None:  # fmt: skip
    """Holds the conditions of store/audience.py, each of them, against the same rule worked out by hand; and the page:
    a phone whose two children are on different pages gets one text about both."""
    monkeypatch.setattr(prompting, "PAGE", 1 + 3 * seed)
    crowd.any(seed)
    expected = by_hand(crowd, ROOMS, kind)
    asked = crowd.draft(*ROOMS, kind=kind)
    seen = crowd.preview(asked)
    crowd.send(asked)
    written = crowd.written(asked)
    assert len(expected) > 10, "the ground: there is somebody to write to"
    assert written == expected
    languages = dict(crowd.rows(select(person.c.id, person.c.language)))
    channels = dict(crowd.rows(select(contact.c.id, contact.c.channel)))
    groups = Counter(
        (channels[it], spoken(languages[reader], ("en", "mi", "sm")))
        for it, (reader, _homes) in written.items()
    )
    assert {(it.channel, it.language): it.phones for it in seen.groups} == groups


@pytest.mark.parametrize("seed", range(4))
def test_everybody_is_reached_or_missed_with_a_reason(crowd: Crowd, seed: int) -> None:
    """Holds store/missing.py: nobody is in both lists, and nobody in neither."""
    crowd.any(seed)
    asked = crowd.draft(*ROOMS)

    def read(desk: object) -> tuple[set[int], set[tuple[int, str]], int]:
        of = audience.of_prompt(prompts.one(desk.db, asked), desk.now)  # type: ignore[attr-defined]
        missed = recipients.missed(desk, of)
        phones = {it.contact_id for it in recipients.of(desk, of)}
        assert missing.count_missed(desk.db, of) == len({it.person.id for it in missed})
        return phones, {(it.person.id, it.child) for it in missed}, len(missed)

    phones, missed, lines = crowd.act(read)
    assert phones == set(by_hand(crowd, ROOMS, PromptKind.PROMPT))
    wanted = crowd.act(lambda desk: desk.db.execute(
        audience.members(places.Asks(PromptKind.PROMPT)).where(audience.everybody(audience.By.ROOMS, desk.db.dialect.name))
        .with_only_columns(membership.c.person_id, household.c.child_id), {"prompt_id": asked, "now": desk.now},
    ).all())  # fmt: skip
    written = sum(len(homes) for _reader, homes in by_hand(crowd, ROOMS, PromptKind.PROMPT).values())
    assert missed and 0 < lines < len(wanted) and written > 0
    assert crowd.preview(asked).unreached == len({who for who, _child in missed})


def test_the_weeks_cap_is_the_same_in_rows(crowd: Crowd) -> None:
    """Holds one_a_phone.within_cap against held_by_cap: what the reader chose, prompts counted, failures not."""
    from bot.pace.weeks import held_by_cap
    from bot.store.tables import delivery

    crowd.many(60)
    for _n in range(2):
        crowd.send(crowd.draft())
    crowd.change(delivery, delivery.c.contact_id % 5 == 0, state="failed")
    had = Counter(
        it.contact_id
        for it in crowd.rows(select(delivery.c.contact_id, delivery.c.state))
        if it.state != "failed"
    )
    readers = {phone: reader for phone, (reader, _homes) in by_hand(crowd, [f"Room {n}" for n in range(9)], PromptKind.ACTIVITY).items()}  # fmt: skip
    weekly = dict(crowd.rows(select(person.c.id, person.c.weekly)))
    idea = crowd.draft(kind=PromptKind.ACTIVITY)
    seen = crowd.preview(idea)
    crowd.send(idea)
    free = {phone for phone, reader in readers.items() if not held_by_cap(had[phone], weekly[reader])}
    assert set(crowd.written(idea)) == free
    assert 0 < len(free) < len(readers), "the ground: some are held, some are not"
    assert sum(it.phones for it in seen.groups) == len(free)


def test_of_very_many_the_segments_are_about_so_many_and_the_phones_exact(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds `about`, and the sample: without it, a preview would word every phone's text of a whole town."""
    crowd.many(200)
    asked = crowd.draft(words="What did you read together this week? " * 4)
    exact = crowd.preview(asked)
    monkeypatch.setattr(previewing, "EXACTLY", 60)
    worded: list[int] = []
    of = recipients.of
    monkeypatch.setattr(
        recipients, "of", lambda desk, asked, phones: worded.extend(phones) or of(desk, asked, phones)
    )
    seen = crowd.preview(asked)
    assert (exact.about, seen.about) == (False, True)
    assert [it.phones for it in seen.groups] == [it.phones for it in exact.groups]
    assert seen.people == exact.people
    assert abs(seen.segments - exact.segments) < 0.1 * exact.segments
    assert 30 < len(worded) < 120 < sum(it.phones for it in seen.groups)
