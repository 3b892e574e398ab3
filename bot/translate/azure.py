"""Azure Translator, through Microsoft's own client."""

import logging

from bot.translate import Trouble, troubles
from bot.translate.register import NotInstalled

try:
    from azure.ai.translation.text.aio import TextTranslationClient
    from azure.ai.translation.text.models import TranslateInputItem, TranslationTarget
    from azure.core.credentials import AzureKeyCredential
    from azure.core.exceptions import (
        AzureError,
        HttpResponseError,
        ServiceRequestError,
        ServiceResponseError,
    )
except ImportError:
    raise NotInstalled('Azure Translator needs its client: pip install "aho[azure]".') from None

#: Where Azure's code is not ours.
CODES = {"zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant", "hif": "hi-Latn"}


class Azure:
    key = "azure"

    def __init__(self, secret: str, region: str, url: str) -> None:
        logging.getLogger("azure").setLevel(logging.WARNING)  # at INFO it tells of every call
        self._client = TextTranslationClient(
            endpoint=url, credential=AzureKeyCredential(secret), region=region or None, retry_total=0,
            connection_timeout=5, read_timeout=troubles.SECONDS, logging_enable=False, permit_redirects=False,
        )  # fmt: skip

    async def translate(self, words: str, source: str, target: str) -> str | Trouble:
        to = TranslationTarget(language=CODES.get(target, target))
        item = TranslateInputItem(text=words, language=CODES.get(source, source), targets=[to])
        try:
            answer = await self._client.translate([item])
            return str(answer[0].translations[0].text)
        except HttpResponseError as error:
            told = error.response.headers.get("Retry-After") if error.response else None
            return troubles.of_status(error.status_code, told) if error.status_code else troubles.ODD
        except ServiceResponseError:
            return troubles.TIME_OUT
        except ServiceRequestError:
            return troubles.UNREACHABLE
        except (AzureError, LookupError, AttributeError, TypeError, ValueError):
            return troubles.ODD

    async def close(self) -> None:
        await self._client.close()
