"""What the Bot API answers when it does not do as it was asked."""

from typing import NoReturn


class Refused(Exception):
    """Raised by a method, answered at the door; `retry_after` in seconds, where there is one."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code, self.description, self.retry_after = code, description, retry_after

    def resource(self) -> dict[str, object]:
        answer: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


def bad(why: str) -> NoReturn:
    raise Refused(400, f"Bad Request: {why}")


def forbidden(why: str) -> NoReturn:
    raise Refused(403, f"Forbidden: {why}")


def too_many(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", seconds)
