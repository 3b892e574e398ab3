"""Everything that goes out is looked at as it goes, against the register alone: a canary out of its lane is a leak."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.model.delivery import Outgoing
from tests.lanes.register import BEFORE, Register
from tests.lanes.said import (
    ADULT,
    ASKED,
    CANARY,
    CHILD,
    IN_ONE,
    SAID,
    SEE,
    SEVERAL,
    UP,
    Answer,
    Asked,
    Canary,
    Link,
    Seen,
)  # fmt: skip

GOODBYES = ("no more texts", "taken this number off")
FOR_CLASS = "May I use it in class?"


class Watch:
    def __init__(
        self, register: Register, now: Callable[[], datetime], written: Callable[[str], datetime]
    ) -> None:
        """`written`: when what goes out in this attempt was put on its way."""
        self.register, self._now, self._written = register, now, written
        self.canaries: dict[str, Canary] = {}
        self.asked: dict[str, Asked] = {}
        self.said: dict[str, Answer] = {}
        self.screens: dict[str, list[Seen]] = {}
        #: address: names that stood on its screen, and when last
        self.named: dict[str, dict[str, datetime]] = {}
        self.knocked: dict[int | str, set[str]] = {}  #: person or address: names that came to their door
        self.last_asked: dict[
            str, tuple[datetime, str]
        ] = {}  #: address: the last prompt whose answers home may hear
        #: person or address: when a prompt or a teacher's words came last
        self.any_asked: dict[int | str, datetime] = {}
        self.from_people: dict[str, datetime] = {}  #: address: when people's words or a prompt came last
        #: address: the last question whether a class may use what they gave, and when it came
        self.for_class: dict[str, tuple[str, datetime]] = {}
        self.links: list[Link] = []  #: to long words and pictures
        self.ups: list[Link] = []  #: to send a picture by
        self.leaks: list[str] = []
        self.went: Counter[str] = Counter()

    def forgets(self, address: str) -> None:
        """Somebody else has this phone now."""
        kept: Any
        self.register.doubted.discard(address)
        for kept in (self.screens, self.named, self.last_asked, self.from_people, self.for_class):
            kept.pop(address, None)

    def last(self, address: str) -> Seen | None:
        return (self.screens.get(address) or [None])[-1]  # type: ignore[list-item]

    def looks(self, channel: str, external_id: str, out: Outgoing) -> None:
        at, words, now = out.address, out.words, self._now()
        self.screens.setdefault(at, []).append(
            Seen(external_id, words, tuple((it.label, it.mark) for it in out.choices), now)
        )
        adults, children = set(ADULT.findall(words)), set(CHILD.findall(words))
        if at.startswith("9"):
            self._to_staff(at, words, children)
            return
        if at in self.register.shut and not any(it in words for it in GOODBYES):
            self._leaks(at, words, f"said {self.register.shut[at]}")
        if at in self.register.doubted:
            self.went["doubted"] += 1
            if adults or children or CANARY.search(words) or ASKED.search(words) or SAID.search(words):
                self._leaks(at, words, "it may be anybody's phone by now")
        for token in CANARY.findall(words):
            self._carries(at, words, token)
        prompts = ASKED.findall(words)
        if prompts:
            self._asks(at, words, prompts, children)
        if IN_ONE.match(words):
            self.went["in one"] += 1
            self._lines(at, words)
        for token in SAID.findall(words):
            self._answers(at, words, self.said[token])
        written = self._written(out.attempt)
        self.links += [Link(at, it, now, written) for it in SEE.findall(words)]
        self.ups += [Link(at, it, now, written) for it in UP.findall(words)]
        if FOR_CLASS in words:
            self.for_class[at] = (external_id, now)
        elif prompts or CANARY.search(words) or SAID.search(words):
            self.from_people[at] = now
            self.any_asked |= dict.fromkeys((at, *self.register.phones.get(at, ())), now)
        self._names(at, words, adults | children, written)
        self.named.setdefault(at, {}).update(dict.fromkeys(adults, now))

    def _names(self, at: str, words: str, names: set[str], written: datetime) -> None:
        doors = (at, *self.register.phones.get(at, ()))
        known = self.register.circle(at, self._now(), written).union(
            *(self.knocked.get(it, ()) for it in doors)
        )
        if strange := names - known - self._said_in(words):
            self._leaks(at, words, f"names of another lane: {sorted(strange)}")

    def _to_staff(self, at: str, words: str, children: set[str]) -> None:
        [reader] = self.register.phones[at]
        for token in CANARY.findall(words):
            self.went["to teachers"] += 1
            if self.canaries[token].waits_for:
                self._leaks(at, words, f"nobody knows yet: {self.canaries[token].waits_for}")
            elif not self._may_teach(reader, self.canaries[token]):
                self._leaks(at, words, "does not teach this child")
        if strange := children - self.register.taught(reader, self._now()) - self._said_in(words):
            self._leaks(at, words, f"names children of other rooms: {sorted(strange)}")

    def _said_in(self, words: str) -> set[str]:
        """The children whom a family has named in words that the school has moved since."""
        found = (self.canaries[it] for it in CANARY.findall(words))
        return {name for it in found if it.stood for name in it.names}

    def _may_teach(self, person: int, canary: Canary) -> bool:
        about = {self.register.homes[it] for it in canary.homes}
        if not about:  # it waits for its place at the office
            return person in self.register.office
        return any(self.register.teaches(person, it, self._now()) for it in about)

    def _carries(self, at: str, words: str, token: str) -> None:
        canary, now = self.canaries[token], self._now()
        self.went["relayed"] += 1
        here = self.register.phones.get(at, set())
        if canary.writer in here and (at == canary.address or len(here) == 1):
            return  # their own words, quoted where nobody else reads over their shoulder
        if canary.stood and any(token in it.words for it in self.screens[at][:-1]):
            return  # they were moved since: an answer quotes what stands on this very screen
        if canary.waits_for:
            self._leaks(at, words, f"nobody knows yet: {canary.waits_for}")
            return
        if canary.private:
            self._leaks(at, words, "for the school only")
        scopes = ("everything", "stories") if canary.share else ("everything",)
        hearers = [
            (self.register.names[who], self._came(canary, home, who, it.since))
            for home in canary.homes - canary.hidden for who, it in self.register.at(at, home, now).items()
            if it.scope in scopes and (not canary.delicate or self.register.sees_private(home, who, now))
        ]  # fmt: skip
        if not hearers:
            self._leaks(at, words, "not in that lane")
        elif not any(name in canary.told and canary.told[name] >= since for name, since in hearers):
            self._leaks(at, words, "its writer was not told that they hear, since they came")

    def _came(self, canary: Canary, home: int, who: int, since: datetime) -> datetime:
        """Since when they hear these words: who was there when they went, left and came back, hears what was for them."""
        went = canary.shown or canary.at
        left = any((at, person) == (home, who) and when >= went for at, person, when in self.register.left)
        return BEFORE if left and since > went else since

    def _asks(self, at: str, words: str, tokens: list[str], children: set[str]) -> None:
        now = self._now()
        self.went["asked"] += 1
        self.last_asked.pop(at, None)
        if not any(self.asked[it].private for it in tokens):
            self.last_asked[at] = (now, tokens[-1] if len(tokens) == 1 else SEVERAL)
        self._names_asked(at, words, tokens, children)

    def _names_asked(self, at: str, words: str, tokens: list[str], children: set[str]) -> None:
        may = {self.register.children[child] for it in tokens for child in self._about(at, self.asked[it])}
        if children - may:
            self._leaks(at, words, f"asked about {sorted(children - may)}")

    def _lines(self, at: str, words: str) -> None:
        """Of a weekly or daily text each line is for this phone, and names those alone whom it is about."""
        for line in words.splitlines():
            tokens, named = ASKED.findall(line), set(CHILD.findall(line))
            about = {
                self.register.children[it] for token in tokens for it in self._about(at, self.asked[token])
            }
            if tokens and (not about or named - about):
                self._leaks(at, words, f"a line that is not for them: {line}")

    def _about(self, at: str, asked: Asked) -> set[int]:
        """The children about whom this prompt may go to this phone now."""
        homes = self.register.homes
        return {child for home, child in homes.items() if self.may_be_asked(at, home, asked)}

    def may_be_asked(self, at: str, home: int, asked: Asked) -> bool:
        if self.register.homes[home] not in asked.children:
            return False
        for who, it in self.register.at(at, home, self._now()).items():
            wide = it.scope == "everything" or (asked.story and it.scope == "stories")
            subject = it.scope == "subject" and asked.subject is not None and it.subject == asked.subject
            if (wide or subject) and (
                not asked.private or self.register.sees_private(home, who, self._now())
            ):
                return True
        return False

    def _answers(self, at: str, words: str, answer: Answer) -> None:
        self.went["answered"] += 1
        here = self.register.at(at, answer.home, self._now())
        if answer.private:
            here = {
                who: it for who, it in here.items()
                if self.register.sees_private(answer.home, who, self._now())
            }  # fmt: skip
        if answer.alone is not None:
            here = {who: it for who, it in here.items() if who == answer.alone}
        if not any(it.scope == "everything" or who == answer.asker for who, it in here.items()):
            self._leaks(at, words, "an answer that is not for them")

    def _leaks(self, address: str, words: str, why: str) -> None:
        self.leaks.append(f"{address} ({why}): {words}")
