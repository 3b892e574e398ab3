"""Models in a folder, in the three layouts that converters leave: tiny ones, made here of chance, which say nonsense."""

import asyncio
import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import ctranslate2
import numpy
import pytest
import sentencepiece
from ctranslate2.specs import transformer_spec

from bot.translate import Guarded, Trouble, Untranslated, local_model, translate, troubles
from bot.translate.local_model import LocalModel

SENTENCES = [
    "Tama reads a book at home",
    "Please bring togs on Friday",
    "Lee un libro en casa",
    "Trae tus cosas el viernes",
]
WIDTH = 8


def pieces() -> bytes:
    made = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 5),
        model_writer=made,
        vocab_size=60,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    return made.getvalue()


def grow(folder: Path, extra: list[str], eos: bool) -> None:
    """A model of one layer, its weights thrown like dice from one seed."""
    folder.mkdir(parents=True, exist_ok=True)
    model = pieces()
    known = sentencepiece.SentencePieceProcessor(model_proto=model)
    words = [
        "<s>",
        "<pad>",
        "</s>",
        "<unk>",
        *(known.id_to_piece(n) for n in range(3, known.vocab_size())),
        *extra,
    ]
    dice = numpy.random.default_rng(5)

    def array(*shape: int) -> Any:
        return dice.standard_normal(shape, dtype=numpy.float32)

    def fill(layer: Any) -> None:
        for name, value in vars(layer).items():
            if isinstance(value, list):
                for it in value:
                    shape(name, it)
            elif type(value).__name__.endswith("Spec"):
                shape(name, value)

    def shape(name: str, value: Any) -> None:
        kind = type(value).__name__
        if kind == "LayerNormSpec":
            value.gamma, value.beta = (
                numpy.ones(WIDTH, dtype=numpy.float32),
                numpy.zeros(WIDTH, dtype=numpy.float32),
            )
        elif kind == "EmbeddingsSpec":
            value.weight = array(len(words), WIDTH)
        elif kind == "MultiHeadAttentionSpec":
            first, *rest = value.linear
            three = 3 if len(value.linear) == 2 else 1
            first.weight, first.bias = array(three * WIDTH, WIDTH), array(three * WIDTH)
            for it, times in zip(rest, (2, 1) if len(rest) == 2 else (1,), strict=True):
                it.weight, it.bias = array(times * WIDTH, WIDTH), array(times * WIDTH)
            shape("norm", value.layer_norm)
        elif kind == "FeedForwardSpec":
            value.linear_0.weight, value.linear_0.bias = array(16, WIDTH), array(16)
            value.linear_1.weight, value.linear_1.bias = array(WIDTH, 16), array(WIDTH)
            shape("norm", value.layer_norm)
        elif kind == "LinearSpec":
            value.weight, value.bias = array(len(words), WIDTH), array(len(words))
        elif kind != "PositionEncoderSpec":
            fill(value)

    spec = transformer_spec.TransformerSpec.from_config(1, 2)
    fill(spec.encoder)
    fill(spec.decoder)
    spec.decoder.scale_embeddings = True
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.config.add_source_eos = eos
    spec.validate()
    spec.optimize()
    spec.save(str(folder))


def nllb(top: Path) -> None:
    grow(top, ["eng_Latn", "spa_Latn"], eos=False)
    (top / "sentencepiece.bpe.model").write_bytes(pieces())


def madlad(top: Path) -> None:
    grow(top, ["<2es>"], eos=False)
    (top / "spiece.model").write_bytes(pieces())


def opus(top: Path) -> None:
    grow(top / "en-es", [], eos=True)
    for name in ("source.spm", "target.spm"):
        (top / "en-es" / name).write_bytes(pieces())


@pytest.mark.parametrize("layout", [nllb, madlad, opus])
def test_a_model_in_each_layout_speaks(layout: Callable[[Path], None], tmp_path: Path) -> None:
    layout(tmp_path)
    engine = LocalModel(str(tmp_path))
    made = asyncio.run(engine.translate("Tama reads a book. Please bring togs.", "en", "es"))
    assert isinstance(made, str), made
    assert not any(token in made for token in ("_Latn", "<2", "</s>"))
    assert asyncio.run(engine.translate("Tama reads a book. Please bring togs.", "en", "es")) == made


@pytest.mark.parametrize(
    ("layout", "first"),
    [
        (nllb, ["eng_Latn", "...", "</s>"]),
        (madlad, ["<2es>", "...", "</s>"]),
        (opus, ["..."]),
    ],
)
def test_each_layout_gets_its_own_tokens(layout: Callable[[Path], None], first: list[str], tmp_path: Path,
                                         monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    layout(tmp_path)
    seen: list[list[list[str]]] = []

    class Watched:
        def __init__(self, *given: Any, **more: Any) -> None:
            self._real = ctranslate2.Translator(*given, **more)

        def translate_batch(self, batch: list[list[str]], **more: Any) -> Any:
            seen.append(batch)
            return self._real.translate_batch(batch, **more)

    class Beside:
        Translator = Watched

    monkeypatch.setattr(local_model, "ctranslate2", Beside)
    asyncio.run(LocalModel(str(tmp_path)).translate("Tama reads. A book", "en", "es"))
    assert [len(it) for it in seen] == [2]
    for sentence in seen[0]:
        assert sentence[: first.index("...")] == first[: first.index("...")]
        assert (sentence[-1] == "</s>") is (first[-1] == "</s>")


def test_a_pair_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    opus(tmp_path)
    assert asyncio.run(LocalModel(str(tmp_path)).translate("Hello", "en", "sm")) == troubles.NOT_THIS_LANGUAGE


def test_a_broken_folder_is_trouble_and_no_exception(tmp_path: Path) -> None:
    opus(tmp_path)
    (tmp_path / "en-es" / "model.bin").write_bytes(b"not a model")
    assert isinstance(asyncio.run(LocalModel(str(tmp_path)).translate("Hello", "en", "es")), Trouble)
    (tmp_path / "en-es" / "config.json").write_text(json.dumps([]), encoding="utf-8")
    assert isinstance(asyncio.run(LocalModel(str(tmp_path)).translate("Hello", "en", "es")), Trouble)


def test_nonsense_never_passes_for_a_translation_of_what_has_to_stay(tmp_path: Path) -> None:
    nllb(tmp_path)
    known = Guarded(names=frozenset({"Tama"}))
    made = asyncio.run(
        translate("Tama reads at 9:30 am", "en", "es", guarded=known, engine=LocalModel(str(tmp_path)))
    )
    assert isinstance(made, Untranslated)


def test_it_has_threads_of_its_own(tmp_path: Path) -> None:
    """The safeguard: nothing of it runs in the threads that the database and everybody else wait for."""
    (tmp_path / "en-es").mkdir()

    async def said() -> str | Trouble:
        theirs = ThreadPoolExecutor(1)
        theirs.shutdown()
        asyncio.get_running_loop().set_default_executor(theirs)
        return await LocalModel(str(tmp_path)).translate("Hello", "en", "sm")

    assert asyncio.run(said()) == troubles.NOT_THIS_LANGUAGE
