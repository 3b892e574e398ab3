"""No test talks to the world: a name or an address beyond this machine is refused, and the test fails.

An audit hook sees every socket this process opens, whatever library opens it. Refusals are also remembered,
since code under test may well swallow the exception as one more network trouble.
"""

import ipaddress
import sys
from typing import Any

refused: list[str] = []


class Closed(Exception):
    """A test reached for the network."""


def close_network() -> None:
    """Once closed, it stays so until this process ends."""
    sys.addaudithook(watch)


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        # A path is a Unix socket; None belongs to a socket that was connected before.
        if isinstance(address, tuple) and not here(str(address[0])):
            refuse(f"{address[0]}:{address[1]}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
        if host and not numeric(host) and not here(host):
            refuse(host)


def refuse(where: str) -> None:
    refused.append(where)
    raise Closed(f"tests stay on this machine, but something reached for {where}")


def here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return numeric(host) and ipaddress.ip_address(host.partition("%")[0]).is_loopback


def numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
