"""What people read without a call of ours: a link that is opened, a page, a table, a paper for one home."""

from tests.lanes.said import A_WEEK, ADULT, ASKED, CANARY, CHILD, SAID, Link
from tests.lanes.watch import Watch


class WatchOnAll(Watch):
    """Over the calls, and over these."""

    def opened(self, it: Link, words: str) -> None:
        """A link in a text that has gone: what it opens is for who may be sent that text at this moment."""
        self.went["opened"] += 1
        at = it.address
        if at in self.register.shut:
            self._leaks(at, words, f"opened after {self.register.shut[at]}")
        if at in self.register.doubted:
            self._leaks(at, words, "opened where it may be anybody's phone by now")
        if self._now() >= it.at + A_WEEK:
            self._leaks(at, words, "opened after its week")
        for token in CANARY.findall(words):
            self._carries(at, words, token)
        children = set(CHILD.findall(words))
        if prompts := ASKED.findall(words):
            self._names_asked(at, words, prompts, children)
        for token in SAID.findall(words):
            self._answers(at, words, self.said[token])
        self._names(at, words, children | set(ADULT.findall(words)), it.written)

    def shown(self, viewer: int, page: str, what: str) -> None:
        """A page of the console, as it was read for somebody."""
        self.went["looked at"] += 1
        for token in {*CANARY.findall(page)}:
            if not self._may_teach(viewer, self.canaries[token]):
                self._leaks(f"person {viewer}", what, f"sees {token} of a room that is not theirs")

    def taken(self, viewer: int, page: str) -> None:
        """A table of answers: of children whom they teach, and with nobody else's words or names."""
        self.went["taken away"] += 1
        self.shown(viewer, page, "a table")
        for child in {*CHILD.findall(page)} - self.register.taught(viewer, self._now()) - self._said_in(page):
            self._leaks(f"person {viewer}", "a table", f"names {child}, whom they do not teach")

    def on_paper(self, home: int, paper: str) -> None:
        """A copy for one home, which carries no words, and names who has ever been of it."""
        self.went["on paper"] += 1
        for token in {*CANARY.findall(paper), *ASKED.findall(paper), *SAID.findall(paper)}:
            self._leaks(f"home {home}", "on paper", f"carries {token}")
        known = self.register.ever(home) | {self.register.children[self.register.homes[home]]}
        for name in {*CHILD.findall(paper), *ADULT.findall(paper)} - known:
            self._leaks(f"home {home}", "on paper", f"names {name} of another one")
