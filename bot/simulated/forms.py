"""Reads the four ways in which clients hand over parameters: query, form, JSON and multipart."""

import json
import re
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import parse_qsl

from starlette.requests import Request


class Unreadable(ValueError):
    """The body is not what its content type says."""


@dataclass(frozen=True, slots=True)
class Upload:
    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """Everything a request carries. A repeated name keeps its last value; `repeated` knows them all."""

    pairs: tuple[tuple[str, str], ...]
    files: dict[str, Upload] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        return dict(self.pairs)


async def read(request: Request) -> Form:
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    body = await request.body()
    kind = Message()
    kind["content-type"] = request.headers.get("content-type", "")
    try:
        match kind.get_content_type():
            case _ if not body:
                return Form(tuple(pairs))
            case "application/json":
                return Form((*pairs, *_json(body)))
            case "multipart/form-data":
                fields, files = _multipart(body, str(kind.get_param("boundary") or ""))
                return Form((*pairs, *fields), files)
            case _:
                return Form((*pairs, *parse_qsl(body.decode(), keep_blank_values=True)))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Unreadable(str(error)) from error


def _json(body: bytes) -> list[tuple[str, str]]:
    values = json.loads(body)
    if not isinstance(values, dict):
        raise Unreadable("an object was expected")
    return [
        (name, value if isinstance(value, str) else json.dumps(value))
        for name, value in values.items()
        if value is not None
    ]


def _multipart(body: bytes, boundary: str) -> tuple[list[tuple[str, str]], dict[str, Upload]]:
    if not boundary:
        raise Unreadable("a boundary was expected")
    fields: list[tuple[str, str]] = []
    files: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        head, found, content = part.partition(b"\r\n\r\n")
        if part.startswith(b"--") or not found:
            continue
        name = re.search(rb'\bname="([^"]*)"', head)
        filename = re.search(rb'\bfilename="([^"]*)"', head)
        if name is None:
            raise Unreadable("a part without a name")
        if filename is None:
            fields.append((name[1].decode(), content.decode()))
        else:
            files[name[1].decode()] = Upload(filename[1].decode(), content)
    return fields, files
