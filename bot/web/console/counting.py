"""What one wording costs on one phone while it is being written, our own words around it included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.languages import segments
from bot.languages.cheaper import Offer, offers
from bot.languages.money import money
from bot.languages.segments import Count
from bot.model.chat import PromptKind


@dataclass(frozen=True)
class Counted:
    count: Count
    without_costly: int  #: segments with letters like any other in place of the costly ones
    price: str  #: for one phone; empty where the school has not said what a segment costs
    offer: Offer | None
    offered: int  #: segments with it


def counted(desk: Desk, teacher: str, child: str, words: str, tag: str, kind: PromptKind = PromptKind.PROMPT,
            choices: Sequence[str] = ()) -> Counted:  # fmt: skip
    """`choices`: a poll's, which stand below the words with their numbers."""
    below = [f"{number} {label}" for number, label in enumerate(choices, 1)]
    filling = {"teacher": teacher, "school": desk.school.name, "children": child}
    return counted_in(desk, prompting.FRAMES[kind], filling, words, tag, below)


def counted_in(desk: Desk, frame: str, filling: Mapping[str, str], words: str, tag: str,
               below: Sequence[str] = ()) -> Counted:  # fmt: skip
    """In this sentence of ours around the words; `below`: what stands on lines of its own after it."""
    texts = desk.school.texts

    def framed(inner: str) -> str:
        filled = {**filling, "words": inner.strip()}
        said = desk.speech.say(tag, frame, filled, doubled=tag in texts.double_vowels)
        return "\n".join([said, *below])

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
