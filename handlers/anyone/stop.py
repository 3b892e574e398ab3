"""STOP, in any of the school's languages, from anybody, at once."""

from bot.acts import stopping
from bot.languages.keywords import is_twilio_stop
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.keyword == "STOP" or heard.incoming.hint == "STOP"


def handle(heard: Heard, talk: Talk) -> None:
    # Twilio blocks the number at its own stop words and says goodbye itself: ours would be refused (21610).
    theirs = talk.contact.channel == "sms" and (bool(heard.incoming.hint) or is_twilio_stop(heard.words))
    stopping.stop(talk.desk, talk.contact, "said STOP", farewell=not theirs, said=heard.said)
