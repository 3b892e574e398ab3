"""Who translates, and where words go for it: the Privacy Act 2020 asks (principles 3, 11, 12)."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.config import Config
from bot.translate import Engine


@dataclass(frozen=True)
class Provider:
    """One engine, as it is shown to the school and to families."""

    key: str  #: as in the school's file
    name: str
    company: str  #: empty: nobody but the school
    country: str
    offline: bool  #: words stay on the school's own computers
    goes: str  #: where words go, for `doctor` and the README


PROVIDERS: Mapping[str, Provider] = {it.key: it for it in (
    Provider("azure", "Azure Translator", "Microsoft", "the United States", False,
             "to Microsoft's data centres; outside New Zealand, unless your resource is in a New Zealand region"),
    Provider("google", "Google Cloud Translation", "Google", "the United States", False,
             "to Google's data centres, outside New Zealand"),
    Provider("libretranslate", "LibreTranslate", "whoever runs that server", "wherever that server is", False,
             "to the server at AHO_LIBRETRANSLATE_URL; ask whoever runs it what it keeps"),
    Provider("ctranslate2", "a model on our own computer", "", "", True,
             "nowhere: it runs on the school's own computer"),
    Provider("apertium", "Apertium", "", "", True, "nowhere: it runs on the school's own computer"),
)}  # fmt: skip


class NotInstalled(Exception):
    """One line that says what to install."""


def offline(key: str, own_server: bool = False) -> bool:
    """Whether words stay with the school. `own_server`: it says that its LibreTranslate server is its own."""
    return key in PROVIDERS and (PROVIDERS[key].offline or (own_server and key == "libretranslate"))


def ready(key: str, config: Config) -> str:
    """What an engine still needs, in one line; empty when nothing is missing."""
    needs = {
        "azure": (config.azure_translator_key.get_secret_value(), "AHO_AZURE_TRANSLATOR_KEY"),
        "google": (config.google_credentials.get_secret_value(), "AHO_GOOGLE_CREDENTIALS_FILE"),
        "libretranslate": (config.libretranslate_url, "AHO_LIBRETRANSLATE_URL"),
        "ctranslate2": (config.translation_folder, "AHO_TRANSLATION_FOLDER"),
    }
    value, setting = needs.get(key, ("nothing", ""))
    return "" if value else f"{PROVIDERS[key].name} needs {setting}."


def engines(keys: frozenset[str], config: Config) -> dict[str, Engine]:
    """Those of these engines that have what they need. Raises NotInstalled where a client or program is missing."""
    return {key: engine(key, config) for key in sorted(keys) if not ready(key, config)}


def engine(key: str, config: Config) -> Engine:
    """One engine. A vendor's client is imported only when it was chosen. Raises NotInstalled."""
    match key:
        case "azure":
            from bot.translate import azure

            return azure.Azure(config.azure_translator_key.get_secret_value(), config.azure_translator_region,
                               config.azure_translator_url)  # fmt: skip
        case "google":
            from bot.translate import google

            return google.Google(config.google_credentials.get_secret_value(), config.google_translate_url)
        case "libretranslate":
            from bot.translate import libretranslate

            return libretranslate.LibreTranslate(
                config.libretranslate_url, config.libretranslate_key.get_secret_value()
            )
        case "ctranslate2":
            from bot.translate import local_model

            return local_model.LocalModel(config.translation_folder)
        case _:
            from bot.translate import apertium

            return apertium.Apertium()
