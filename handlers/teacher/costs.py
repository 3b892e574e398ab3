"""What a question costs by SMS, in a teacher's chat: for each language, in all, and what is left of the month."""

from decimal import Decimal

from bot.acts.desk import Desk
from bot.acts.previewing import Group, Preview
from bot.languages.money import money
from bot.languages.words import _
from bot.model.chat import Say


def of_languages(desk: Desk, seen: Preview) -> list[Say]:
    said = [part for it in seen.groups if it.channel == "sms" for part in _of(desk, it)]
    if seen.segments and seen.price is not None:
        said.append(Say(_("It costs {price} in all."), {"price": _money(desk, seen.price)}))
    return said


def of_the_month(desk: Desk, seen: Preview) -> list[Say]:
    if seen.over and seen.digest_at:
        return [Say(
            _("SMS segments left this month: {left}. What finds no room goes in one text with the week's other "
              "questions: {moment}."),
            {"left": seen.left_this_month,
             "moment": {"moment": seen.digest_at.isoformat(), "zone": desk.school.calendar.zone}},
        )]  # fmt: skip
    return [
        Say(_("{whose}: {used} of this month's {budget} SMS segments are used."),
            {"whose": it.room or desk.school.name, "used": it.used, "budget": it.segments})
        for it in seen.near
    ]  # fmt: skip


def _of(desk: Desk, it: Group) -> list[Say]:
    about = {"language": {"language": it.language}, "segments": it.segments}
    if it.price is None:
        said = [Say(_("{language} by SMS: {segments} segments."), about)]
    else:
        about["price"] = _money(desk, it.price)
        said = [Say(_("{language} by SMS: {segments} segments, {price}."), about)]
    if it.costly and it.each > it.without_costly:
        said.append(Say(_("{mark} makes this text cost {many} segments, not {few}."), {
            "mark": " ".join(it.costly[:6]), "many": it.each, "few": it.without_costly,
        }))  # fmt: skip
    if it.cheaper:
        said.append(Say(_("Written like this it would cost {few}, if your families read it so: {words}"), {
            "few": it.cheaper.segments, "words": it.cheaper.offer.words,
        }))  # fmt: skip
    return said


def _money(desk: Desk, amount: Decimal) -> str:
    return money(amount, desk.school.texts.currency)
