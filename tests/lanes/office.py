"""What the office does to homes: somebody comes in, leaves, parts, is one with another, is kept out."""

from dataclasses import replace
from datetime import timedelta

from bot.acts import households, inviting, letting_in, mandates, merging, restricting
from bot.model.people import Scope
from tests.lanes.opening import may_open
from tests.lanes.register import Place
from tests.lanes.town import Dice, Town


def places(town: Town, dice: Dice) -> None:
    """The office's word that somebody belongs to a home; often one who was there before."""
    home, person = dice.one(sorted(town.register.homes)), dice.one(town.adults())
    before = [(at, who) for at, who, _when in town.register.left if who in town.adults()]
    if before and dice.one((True, False)):
        home, person = dice.one(before)
    choice = dice.one((Scope.STORIES, Scope.EVERYTHING, Scope.STORIES))
    may_open(town, home, person, str(choice))
    town.act(lambda desk: letting_in.place(desk, town.ids["Tq2q"], home, person, choice))


def governs(town: Town, dice: Dice) -> None:
    """Somebody changes or ends a supporter's place: only a guardian of that home can."""
    by, (_home, person) = dice.one(town.adults()), dice.one(town.open_places())
    register = town.register
    theirs = [(one, who) for at, who in town.open_places() if not register.places[at, who].guardian
              for one in town.adults() if one != who and register.guards(at, one, town.now)]  # fmt: skip
    if theirs and dice.one((True, True, False)):
        by, person = dice.one(theirs)
    what = dice.one(("scope", "until", "end", "yes", "yes", "no"))
    to = dice.one((("everything", None), ("stories", None), ("subject", "reading")))
    day = (town.now + timedelta(days=dice.one((1, 3)))).date()
    last = town.act(lambda desk: mandates.end_of(desk, day))
    mine = [(at, who) for at, who in town.open_places()
            if who == person and person != by and register.guards(at, by, town.now)
            and not register.places[at, who].guardian]  # fmt: skip
    deed = {
        "scope": lambda desk: mandates.change_scope(desk, by, person, Scope(to[0]), to[1]),
        "until": lambda desk: mandates.change_end(desk, by, person, day),
        "end": lambda desk: inviting.take_back(desk, by, person),
        "yes": lambda desk: mandates.may_see_private(desk, by, person),
        "no": lambda desk: mandates.may_not_see_private(desk, by, person),
    }[what]
    town.act(deed)
    for key in mine:
        place = register.places[key]
        if what == "scope":
            place.scope, place.subject = to
        elif what == "until":
            place.until = last
        elif what == "end":
            register.leaves(*key, town.now)
        elif what == "yes":
            place.yes.add(by)
        else:
            place.yes.clear()


def leaves(town: Town, dice: Dice) -> None:
    home, person = dice.one(town.open_places())
    if len(town.open_places()) > 6:
        ends(town, home, person)


def ends(town: Town, home: int, person: int) -> None:
    child = town.register.homes[home]
    for place in town.rows_of(home, person):
        town.act(lambda desk: households.end_place(desk, town.ids["Tq2q"], child, place, "family"))
    town.register.leaves(home, person, town.now)


def parts(town: Town, dice: Dice) -> None:
    """A home of their own: from now on neither hears the other."""
    home, person = dice.one(town.open_places())
    child, [place, *more] = town.register.homes[home], town.rows_of(home, person)
    if more:
        return
    label = f"own {town.token('home')}"
    if town.act(lambda desk: households.second_home(desk, town.ids["Tq2q"], child, place, label)) is None:
        [(made,)] = town.house.rows("SELECT max(id) FROM household")
        kept = town.register.places[home, person]
        town.register.homes[made] = child
        town.register.leaves(home, person, town.now)
        town.register.places[made, person] = replace(kept, yes=set(), since=town.now)


def merges(town: Town, dice: Dice) -> None:
    """Two people on record are one: their phones and places are one person's."""
    register, keep, gone = town.register, dice.one(town.adults()), dice.one(town.adults())
    across = dice.one((False, False, True))
    if len(town.adults()) < 7 or town.act(
        lambda desk: merging.merge(desk, town.ids["Tq2q"], keep, gone, across)
    ):
        return
    homes = [{at for at, who in town.open_places() if who == it} for it in (keep, gone)]
    children = [{(register.homes[it], it) for it in found} for found in homes]
    if not across and any(a == c and b != d for a, b in children[0] for c, d in children[1]):
        town.watch.leaks.append(
            "two people of different homes of one child were made one, and nobody said so"
        )
    for at, here in register.phones.items():
        if gone in here:
            here.discard(gone)
            here.add(keep)
            register.brought |= {(at, keep)} if (at, gone) in register.brought else set()
    for at, who in [it for it in register.places if it[1] == gone]:
        theirs, mine = register.places.pop((at, who)), register.places.get((at, keep))
        if mine is None or (mine.until is not None and mine.until <= town.now):
            register.places[at, keep] = theirs
        elif theirs.until is not None and theirs.until <= town.now:
            continue
        elif theirs.guardian and not mine.guardian:
            register.places[at, keep] = Place("everything", None, True, since=mine.since)
        elif not mine.guardian:
            least = min((mine, theirs), key=lambda it: ("subject", "stories", "everything").index(it.scope))
            mine.scope, mine.subject = least.scope, least.subject
            mine.until = min((it.until for it in (mine, theirs) if it.until is not None), default=None)
    register.left = [(at, keep if who == gone else who, when) for at, who, when in register.left]
    register.kept_out |= {(child, keep) for child, who in register.kept_out if who == gone}
    for it in register.places.values():
        if gone in it.yes:
            it.yes = (it.yes - {gone}) | {keep}
    for at, who in [it for it in register.places if it[1] == keep]:
        if register.is_out(at, who):
            register.leaves(at, who, town.now)
    for canary in town.watch.canaries.values():
        canary.writer = keep if canary.writer == gone else canary.writer
    for token, it in town.watch.said.items():
        alone, asker = (keep if who == gone else who for who in (it.alone, it.asker))
        town.watch.said[token] = replace(it, alone=alone, asker=asker)
    town.speakers = {at: (keep if who == gone else who, til) for at, (who, til) in town.speakers.items()}
    town.ears = {at: (keep if who == gone else who, til) for at, (who, til) in town.ears.items()}
    town.codes = {it: (keep if by == gone else by, *more) for it, (by, *more) in town.codes.items()}  # type: ignore[misc]
    town.answered |= {(keep, *rest) for who, *rest in town.answered if who == gone}  # type: ignore[arg-type]
    town.merged[gone] = keep
    register.also.setdefault(keep, set()).update({register.names[gone]}, register.also.get(gone, set()))
    town.watch.knocked.setdefault(keep, set()).update(town.watch.knocked.get(gone, set()))
    if gone in town.watch.any_asked:
        town.watch.any_asked[keep] = max(
            town.watch.any_asked[gone], town.watch.any_asked.get(keep, town.watch.any_asked[gone])
        )
    for told in [
        *town.watch.named.values(),
        *(it.told for it in town.watch.canaries.values()),
    ]:  # who knew one of the names was told of that person
        if register.names[gone] in told:
            theirs_at = told[register.names[gone]]
            told[register.names[keep]] = max(theirs_at, told.get(register.names[keep], theirs_at))


def keeps_out(town: Town, dice: Dice) -> None:
    """A court's order: by name or by a phone. Mostly lifted again."""
    register = town.register
    if register.kept_out and dice.one((True, False)):
        child, whom = dice.one(sorted(register.kept_out, key=str))
        rows = town.house.rows(
            "SELECT id, person_id, address FROM restriction WHERE child_id = ? AND until IS NULL", child
        )
        for row, person, address in rows:
            if whom in (person, address):
                town.act(lambda desk: restricting.lift(desk, town.ids["Tq2q"], child, row))
        register.kept_out.discard((child, whom))
        return
    home, person = dice.one(town.open_places())
    child, by_phone = register.homes[home], dice.one((False, False, True))
    phones = sorted(at for at, here in register.phones.items() if person in here)
    whom = dice.one(phones) if by_phone and phones else person
    how = {"address": whom} if isinstance(whom, str) else {"person_id": whom}
    town.act(lambda desk: restricting.keep_out(desk, town.ids["Tq2q"], child, **how))  # type: ignore[arg-type]
    register.kept_out.add((child, whom))
    for at, who in list(register.places):
        if register.homes[at] == child and (who == whom or who in register.phones.get(str(whom), ())):
            register.leaves(at, who, town.now)


HOMES = (places, places, governs, governs, governs, leaves, parts, merges, keeps_out)
