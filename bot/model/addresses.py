"""Addresses that settings name: of pages, and of the machine that stands in front of ours."""

import re
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit


def is_whole(address: str) -> bool:
    """Of a page, with its scheme and its host, and nothing that asks for more."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  (looking at it checks it)
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or re.search(r"\s", address))
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and plain


def is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


def is_proxy(caller: str, named: str) -> bool:
    """Whether who calls from there is the proxy in front of us: one on this computer, or the one that was named."""
    try:
        address = ip_address(caller)
    except ValueError:
        return False
    return address.is_loopback or (bool(named) and address in ip_network(named))
