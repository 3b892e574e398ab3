"""LibreTranslate: any server that speaks its little protocol, a school's own included."""

import aiohttp

from bot.translate import Trouble, troubles

CODES = {"zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant", "fil": "tl"}


class LibreTranslate:
    key = "libretranslate"

    def __init__(self, url: str, secret: str, seconds: float | None = None) -> None:
        self._url, self._secret = f"{url}/translate", secret
        self._timeout = aiohttp.ClientTimeout(total=seconds or troubles.SECONDS, sock_connect=5.0)
        self._session: aiohttp.ClientSession | None = None

    async def translate(self, words: str, source: str, target: str) -> str | Trouble:
        asked = {
            "q": words,
            "source": CODES.get(source, source),
            "target": CODES.get(target, target),
            "format": "text",
        }
        if self._secret:
            asked["api_key"] = self._secret
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        try:
            async with self._session.post(self._url, json=asked, allow_redirects=False) as answer:
                if answer.status != 200:
                    return troubles.of_status(answer.status, answer.headers.get("Retry-After"))
                made = (await answer.json())["translatedText"]
                return made if isinstance(made, str) else troubles.ODD
        except TimeoutError:
            return troubles.TIME_OUT
        except (aiohttp.ContentTypeError, LookupError, TypeError, ValueError):
            return troubles.ODD
        except (aiohttp.ClientError, OSError):
            return troubles.UNREACHABLE

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
