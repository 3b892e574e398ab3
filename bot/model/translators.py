"""What translators need to be reached: settings, kept apart because no school needs them all."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class TranslatorSettings(BaseSettings):
    """Part of `bot.config.Config`."""

    azure_translator_key: SecretStr = Field(SecretStr(""), description="key of an Azure Translator resource")
    azure_translator_region: str = Field("", description="that resource's region, where it has one")
    azure_translator_url: str = Field(
        "https://api.cognitive.microsofttranslator.com", description="base address of Azure Translator"
    )
    google_credentials: SecretStr = Field(
        SecretStr(""), description="the JSON key of a Google service account; best as a file"
    )
    google_translate_url: str = Field(
        "https://translate.googleapis.com", description="base address of Google Cloud Translation"
    )
    libretranslate_url: str = Field("", description="address of a LibreTranslate server")
    libretranslate_key: SecretStr = Field(SecretStr(""), description="its key, where it asks for one")
    translation_folder: str = Field("", description="folder of a translation model on this computer")
