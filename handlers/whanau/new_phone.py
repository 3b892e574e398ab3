"""NEWPHONE, from the old phone, or from a guardian's: a code that is brought from the new one."""

from bot.acts import new_phone
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.store import people
from bot.talk import Heard, Talk

KIND = "whose new phone"


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.person is None or not talk.members:
        return False
    return heard.keyword == "NEWPHONE" or (talk.asked_them(KIND) is not None and heard.chosen is not None)


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    asked = talk.asked_them(KIND)
    others = {str(it.id): it for it in new_phone.others(talk.desk, talk.person, talk.members)}
    if heard.keyword == "NEWPHONE" and others:
        options = [Option("me", Say(_("Mine"))), *(Option(key, it.name) for key, it in others.items())]
        talk.ask(KIND, Say(_("Whose phone is new?")), options=options, about={"whose": talk.person.id})
        return
    if heard.keyword != "NEWPHONE" and asked is not None:
        if asked.about["whose"] != talk.person.id:
            return
        talk.settle(asked)
        if heard.chosen in others:
            _pass_on(talk, others[heard.chosen].id)
            return
        if heard.chosen != "me":
            talk.answer(_("That question has passed. Please write to us in your own words."))
            return
    _own(talk)


def _own(talk: Talk) -> None:
    assert talk.person is not None
    code = new_phone.give(talk.desk, talk.person.id, old_id=talk.contact.id)
    links = talk.desk.links
    parts = []
    if links.sms_number:
        parts.append(
            # Translators: {number} is the school's own number. "There" is the new phone, "here" the old one.
            Say(_("From the new phone, text {code} to {number} today. Then we write to you there, and no longer here."),
                {"code": code, "number": links.sms_number})
        )  # fmt: skip
    if links.bot_name and (talk.contact.channel == "telegram" or not parts):
        link = f"https://t.me/{links.bot_name}?start={code}"
        parts.append(Say(_("For Telegram on the new phone, open this there today: {link}"), {"link": link}))
    talk.say(*parts)


def _pass_on(talk: Talk, person_id: int) -> None:
    assert talk.person is not None
    name = people.person_by_id(talk.desk.db, person_id).name
    code = new_phone.give(talk.desk, person_id, by_id=talk.person.id, guardian=True)
    links = talk.desk.links
    where = links.sms_number or f"https://t.me/{links.bot_name}"
    talk.answer(
        _("Pass this on to {name}: from the new phone, send {code} to {number} within seven days. "
          "Then we write to {name} there, and no longer on the old phone."),
        name=name, code=code, number=where,
    )  # fmt: skip
