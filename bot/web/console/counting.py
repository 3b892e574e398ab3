"""What one wording costs on one phone while it is being written, our own words around it included."""

from dataclasses import dataclass

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.languages import segments
from bot.languages.cheaper import Offer, offers
from bot.languages.money import money
from bot.languages.segments import Count


@dataclass(frozen=True)
class Counted:
    count: Count
    without_costly: int  #: segments with letters like any other in place of the costly ones
    price: str  #: for one phone; empty where the school has not said what a segment costs
    offer: Offer | None
    offered: int  #: segments with it


def counted(desk: Desk, teacher: str, child: str, words: str, tag: str) -> Counted:
    texts = desk.school.texts

    def framed(inner: str) -> str:
        filling = {"teacher": teacher, "school": desk.school.name, "children": child, "words": inner.strip()}
        return desk.speech.say(tag, prompting.QUESTION, filling, doubled=tag in texts.double_vowels)

    text = framed(words)
    count = segments.count(text)
    price = texts.price(count.segments)
    for offer in offers(words, tag, texts.double_vowels):
        if (offered := segments.count(framed(offer.words)).segments) < count.segments:
            break
    else:
        offer, offered = None, 0
    return Counted(count, segments.without_costly(text), "" if price is None else money(price, texts.currency),
                   offer, offered)  # fmt: skip
