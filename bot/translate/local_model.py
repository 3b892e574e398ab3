"""A model in a folder of this computer, run by CTranslate2: NLLB, MADLAD and OPUS-MT as their converters leave them.

    NLLB     model.bin, sentencepiece.bpe.model: the languages are tokens, "eng_Latn" before and "spa_Latn" after
    MADLAD   model.bin, spiece.model: "<2es>" before the words
    OPUS-MT  a folder for each pair, "en-es", with model.bin, source.spm and target.spm

NLLB's licence does not let it be used for what earns money; read each model's own card.
"""

import asyncio
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.translate import Trouble, troubles
from bot.translate.register import NotInstalled

try:
    import ctranslate2
    import sentencepiece
except ImportError:
    raise NotInstalled('A model of your own needs its clients: pip install "aho[ctranslate2]".') from None

END = "</s>"
NLLB = {
    "en": "eng_Latn", "mi": "mri_Latn", "sm": "smo_Latn", "fj": "fij_Latn", "hi": "hin_Deva", "pa": "pan_Guru",
    "zh_Hans": "zho_Hans", "zh_Hant": "zho_Hant", "ko": "kor_Hang", "fil": "tgl_Latn", "es": "spa_Latn",
    "ar": "arb_Arab", "ur": "urd_Arab", "vi": "vie_Latn", "af": "afr_Latn",
}  # fmt: skip
MADLAD = {"zh_Hans": "zh", "zh_Hant": "zh", "hif": "hif"}
#: Models were taught sentence by sentence; what parts them is kept as it is.
_SENTENCES = re.compile(r"((?<=[.!?。！？؟।])\s+|\n+)")


@dataclass(frozen=True)
class _Model:
    translator: Any
    into: Any  #: words to pieces
    out: Any  #: pieces to words
    end: tuple[str, ...]  #: what ends a sentence for a model that does not add it by itself


class LocalModel:
    key = "ctranslate2"

    def __init__(self, folder: str) -> None:
        self._folder, self._models, self._one = Path(folder), dict[Path, _Model](), threading.Lock()
        # Threads of its own: a long sentence must not hold up whoever else needs one, the database for instance.
        self._threads = ThreadPoolExecutor(2, "model")

    async def translate(self, words: str, source: str, target: str) -> str | Trouble:
        here = asyncio.get_running_loop()
        return await here.run_in_executor(self._threads, self._translate, words, source, target)

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._models.clear()

    def _translate(self, words: str, source: str, target: str) -> str | Trouble:
        found = self._way(source, target)
        if found is None:
            return troubles.NOT_THIS_LANGUAGE
        folder, before, after = found
        try:
            with self._one:
                model = self._models.get(folder) or self._models.setdefault(folder, _open(folder))
            return _said(model, words, before, after)
        except (RuntimeError, OSError, ValueError, LookupError):
            return Trouble("the model in this folder cannot be read", troubles.LATER)

    def _way(self, source: str, target: str) -> tuple[Path, list[str], list[str]] | None:
        """The model's folder, and the tokens that say which languages, before the words and before its answer."""
        if (self._folder / "sentencepiece.bpe.model").is_file():
            there = source in NLLB and target in NLLB
            return (self._folder, [NLLB[source]], [NLLB[target]]) if there else None
        if (self._folder / "spiece.model").is_file():
            return self._folder, [f"<2{MADLAD.get(target, target)}>"], []
        pair = self._folder / f"{source}-{target}"
        return (pair, [], []) if (pair / "source.spm").is_file() else None


def _open(folder: Path) -> _Model:
    names = ("sentencepiece.bpe.model", "spiece.model", "source.spm")
    into = next(folder / it for it in names if (folder / it).is_file())
    out = folder / "target.spm" if into.name == "source.spm" else into
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return _Model(
        ctranslate2.Translator(str(folder), device="cpu", inter_threads=1, intra_threads=1),
        sentencepiece.SentencePieceProcessor(model_file=str(into)),
        sentencepiece.SentencePieceProcessor(model_file=str(out)),
        () if settings.get("add_source_eos") else (END,),
    )


def _said(model: _Model, words: str, before: list[str], after: list[str]) -> str:
    parts = _SENTENCES.split(words)
    sentences = [it for it in parts[::2] if it.strip()]
    pieces = [[*before, *model.into.encode(it, out_type=str), *model.end] for it in sentences]
    made = model.translator.translate_batch(
        pieces, target_prefix=[after] * len(pieces) if after else None, beam_size=2, max_decoding_length=256
    )
    told = iter(
        model.out.decode([it for it in found.hypotheses[0] if it not in (*after, END)]) for found in made
    )
    return "".join(next(told) if not n % 2 and it.strip() else it for n, it in enumerate(parts))
