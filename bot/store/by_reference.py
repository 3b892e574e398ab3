"""New deliveries written by reference, a page of phones in one statement: no words are copied."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, case, exists, func, literal, or_, select

from bot.model.delivery import Gate, Turn
from bot.pace.weeks import CAP
from bot.store import audience, places
from bot.store.audience import By
from bot.store.columns import Json, Moment
from bot.store.places import Asks
from bot.store.prepared import Prepared, among, insert_for
from bot.store.tables import (
    contact,
    contact_person,
    delivery,
    delivery_child,
    household,
    membership,
    person,
    prompt,
)


def within_cap(to: Any) -> ColumnElement[bool]:
    """What pace.weeks.held_by_cap says, of many phones at once: `to` has a phone's `id`, `person` is its reader."""
    allowed: ColumnElement[bool] = had_this_week(to) < case(
        (person.c.weekly < CAP, person.c.weekly), else_=CAP
    )
    return allowed


def had_this_week(to: Any) -> Any:
    """How many prompts and activities a phone has had, or will have, from `since` to `until`.

    What goes in the weekly text counts one by one, and that text itself does not.
    """
    in_time = (delivery.c.due_at >= bindparam("since"), delivery.c.due_at < bindparam("until"))
    gone = and_(delivery.c.state != "cancelled", delivery.c.state != "failed")
    query = select(func.count()).where(delivery.c.contact_id == to.c.id, delivery.c.turn == int(Turn.PROMPT))
    return query.where(*in_time, gone, delivery.c.prompt_id.is_not(None)).correlate(to).scalar_subquery()


@cache
def new_ones(asks: Asks, by: By, zones: int) -> Prepared:
    columns = (
        "school_id", "sender_id", "contact_id", "person_id", "channel", "address", "prompt_id", "content_id",
        "parts", "due_at", "created_at", "gate", "turn", "reach", "state", "tries", "again", "remind",
    )  # fmt: skip

    def build(dialect: str) -> Any:
        # Every phone of these homes: whether it is one to write to is seen where all of its people and homes are.
        near = (
            select(contact_person.c.contact_id)
            .join(membership, membership.c.person_id == contact_person.c.person_id)
            .join(household, household.c.id == membership.c.household_id)
            .where(among(household.c.child_id, "page", dialect))
        )
        to = audience.phones(asks, contact.c.id.in_(near), _asks_about(by, dialect))
        due_at = case(
            *(
                (to.c.zone == bindparam(f"zone_{n}"), bindparam(f"due_{n}", type_=Moment))
                for n in range(zones)
            )
        )
        chosen = select(
            to.c.school_id, to.c.sender_id, to.c.id, to.c.person_id, to.c.channel, to.c.address,
            bindparam("prompt", type_=prompt.c.id.type), bindparam("content", type_=prompt.c.id.type),
            bindparam("parts", type_=Json), due_at, places.NOW, literal(Gate.LANE.value),
            literal(int(Turn.SAFETY if asks.kind.overrides else Turn.PROMPT)), bindparam("reach", type_=Text),
            literal("waiting"), literal(0), literal(False), literal(asks.kind.asks),
        ).where(or_(*(to.c.zone == bindparam(f"zone_{n}") for n in range(zones))))  # fmt: skip
        if asks.kind.keeps_cap:
            chosen = chosen.join(person, person.c.id == to.c.person_id).where(within_cap(to))
        new = insert_for(delivery, dialect).from_select(list(columns), chosen)
        return new.on_conflict_do_nothing().returning(delivery.c.id)

    return Prepared(build)


@cache
def new_pairs(asks: Asks, by: By) -> Prepared:
    """For whom each of the deliveries `made` is: the homes that its phone was reached for."""

    def build(dialect: str) -> Any:
        # Its reader is reached on it; whoever else uses it may have a better phone, or a pause.
        here = audience.is_reached_on(delivery.c.contact_id, delivery.c.channel, asks.kind)
        somebody = select(person.c.id).where(person.c.id == contact_person.c.person_id, *here)
        reader = contact_person.c.person_id == delivery.c.person_id
        pairs = (
            select(delivery.c.school_id, delivery.c.id, household.c.child_id, household.c.id)
            .join(contact_person, contact_person.c.contact_id == delivery.c.contact_id)
            .join(membership, membership.c.person_id == contact_person.c.person_id)
            .join(household, household.c.id == membership.c.household_id)
            .where(among(delivery.c.id, "made", dialect), *places.lets_in(asks), _asks_about(by, dialect))
            .where(or_(reader, exists(somebody.correlate_except(person))))
        )
        columns = ["school_id", "delivery_id", "child_id", "household_id"]
        # Where two share a phone, a pair comes twice, and is there once.
        return insert_for(delivery_child, dialect).from_select(columns, pairs).on_conflict_do_nothing()

    return Prepared(build)


def _asks_about(by: By, dialect: str) -> ColumnElement[bool]:
    """Most homes are of children on this very page: those are not looked up."""
    return or_(among(household.c.child_id, "page", dialect), audience.asks_about(by, dialect))
