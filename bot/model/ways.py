"""A family's own way to take part: what they have said plainly, and nothing that was read out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

EVERY_DAY = tuple(range(7))


@dataclass(frozen=True)
class Settings:
    """What a person settled. Whatever they did not speak of is None or empty: the school's own rules hold."""

    days: tuple[int, ...] = ()  #: 0 is Monday; empty: any day that the school lets go
    opens: time | None = None
    closes: time | None = None
    weekly: int | None = None  #: ideas a week, 0 to 3
    refused: tuple[str, ...] = ()  #: kinds of prompts
    channel: str = ""  #: "sms" or "telegram"
    speaks: str = ""  #: who speaks for the family, by the name that we know
    digest: str = ""  #: "17:00": all of a day in one message; "off": each by itself; empty: not spoken of
    call: bool = False  #: please call instead of writing

    @property
    def has_hours(self) -> bool:
        return bool(self.days or self.opens)

    @property
    def kept(self) -> dict[str, Any]:
        """As the row holds it: only what was said."""
        said: dict[str, Any] = {
            "days": list(self.days), "opens": self.opens and f"{self.opens:%H:%M}",
            "closes": self.closes and f"{self.closes:%H:%M}", "weekly": self.weekly, "refused": list(self.refused),
            "channel": self.channel, "speaks": self.speaks, "digest": self.digest,
            "call": self.call,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value or (value == 0 and value is not False)}


def together(kept: Sequence[Settings]) -> Settings | None:
    """The days and hours that all of these let through; None where there are none, or nobody asked for any."""
    days = [set(it.days) for it in kept if it.days]
    spans = [(it.opens, it.closes) for it in kept if it.opens and it.closes]
    every = set.intersection(*days) if days else set()
    opens, closes = max((it for it, _ in spans), default=None), min((it for _, it in spans), default=None)
    never = (days and not every) or (opens and closes and opens >= closes)
    return None if never or not (days or spans) else Settings(tuple(sorted(every)), opens, closes)


def settings_of(kept: Mapping[str, Any]) -> Settings:
    return Settings(
        tuple(kept.get("days", ())),
        time.fromisoformat(kept["opens"]) if kept.get("opens") else None,
        time.fromisoformat(kept["closes"]) if kept.get("closes") else None,
        kept.get("weekly"),
        tuple(kept.get("refused", ())),
        kept.get("channel", ""),
        kept.get("speaks", ""),
        kept.get("digest", ""),
        bool(kept.get("call")),
    )
