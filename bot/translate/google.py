"""Google Cloud Translation (Advanced), through Google's own client, over REST."""

import asyncio
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from bot.translate import Trouble, troubles
from bot.translate.register import NotInstalled

try:
    import requests
    from google.api_core.exceptions import GoogleAPICallError, RetryError
    from google.auth.exceptions import GoogleAuthError, TransportError
    from google.cloud import translate_v3
    from google.cloud.translate_v3.services.translation_service.transports import (
        TranslationServiceRestTransport,
    )
    from google.oauth2 import service_account
    from google.protobuf.json_format import ParseError
except ImportError:
    raise NotInstalled('Google Cloud Translation needs its client: pip install "aho[google]".') from None

CODES = {"zh_Hans": "zh-CN", "zh_Hant": "zh-TW", "fil": "tl"}
SCOPES = ["https://www.googleapis.com/auth/cloud-translation"]


class BadCredentials(NotInstalled):
    """AHO_GOOGLE_CREDENTIALS is not a service account's JSON."""


class Google:
    key = "google"

    def __init__(self, credentials: str, url: str) -> None:
        logging.getLogger("google").setLevel(logging.WARNING)  # at DEBUG it may tell the words
        try:
            account = json.loads(credentials)
            known = service_account.Credentials.from_service_account_info(account, scopes=SCOPES)
            self._parent = f"projects/{account['project_id']}"
        except (ValueError, KeyError, TypeError, GoogleAuthError):
            raise BadCredentials(
                "AHO_GOOGLE_CREDENTIALS_FILE is not the JSON key of a service account."
            ) from None
        at = urlsplit(url)
        transport = TranslationServiceRestTransport(host=at.netloc, credentials=known, url_scheme=at.scheme)
        transport._session.max_redirects = 0  # families' words go where the school was told, and nowhere else
        # Threads of its own: a slow server must not hold up whoever else needs one, the database for instance.
        self._threads = ThreadPoolExecutor(4, "google")
        self._client = translate_v3.TranslationServiceClient(transport=transport)

    async def translate(self, words: str, source: str, target: str) -> str | Trouble:
        ours, theirs = CODES.get(source, source), CODES.get(target, target)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, words, ours, theirs)

    def _ask(self, words: str, source: str, target: str) -> str | Trouble:
        request = translate_v3.TranslateTextRequest(
            parent=self._parent, contents=[words], mime_type="text/plain",
            source_language_code=source, target_language_code=target,
        )  # fmt: skip
        try:
            answer = self._client.translate_text(request=request, retry=None, timeout=troubles.SECONDS)
            return str(answer.translations[0].translated_text)
        except GoogleAPICallError as error:
            told = error.response.headers.get("Retry-After") if error.response is not None else None
            return troubles.of_status(int(error.code or 0), told)
        except (requests.Timeout, RetryError):
            return troubles.TIME_OUT
        except TransportError:
            return troubles.UNREACHABLE
        except GoogleAuthError:
            return troubles.of_status(401)
        except (ParseError, requests.JSONDecodeError):
            return troubles.ODD
        except requests.RequestException:
            return troubles.UNREACHABLE
        except (LookupError, AttributeError, TypeError, ValueError):
            return troubles.ODD

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._client.transport.close()
