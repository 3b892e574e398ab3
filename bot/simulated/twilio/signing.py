"""X-Twilio-Signature, written from Twilio's description of it and not with Twilio's own library."""

import base64
import hashlib
import hmac
from collections.abc import Mapping


def signature(token: str, url: str, parameters: Mapping[str, str]) -> str:
    """Base64 of HMAC-SHA1 over the full URL followed by every name and value, sorted by name."""
    signed = url + "".join(name + parameters[name] for name in sorted(parameters))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()
