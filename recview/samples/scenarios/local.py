"""Ollama spoken to directly: chat, generate, embed, and what stands on its shelf."""

from __future__ import annotations

from collections.abc import Iterator

from recview.samples.builders import ollama
from recview.samples.builders.envelope import Sample
from recview.samples.builders.ollama import Model

_OLLAMA = "local/test_ollama.py::"

_THINKER = Model("qwen3:4b", "qwen3", "4.0B", "Q4_K_M", 2_497_293_931)
_TALKER = Model("llama3.2:3b", "llama", "3.2B", "Q4_K_M", 2_019_393_189)
_EMBEDDER = Model("all-minilm:l6-v2", "bert", "23M", "F16", 45_960_996)


def samples() -> Iterator[Sample]:
    """The recordings, in the order of their tests."""
    yield ollama.chat(
        f"{_OLLAMA}test_is_91_prime",
        "Is 91 a prime number?",
        "No. 91 is 7 × 13.",
        model=_THINKER.name,
        streamed=True,
        thinking="Digits sum to 10, so not by 3. By 7: 7 × 13.",
    )
    yield ollama.chat(
        f"{_OLLAMA}test_tea_timer",
        "Set a timer for green tea.",
        "",
        model=_TALKER.name,
        streamed=False,
        calls=[{"function": {"name": "set_timer", "arguments": {"minutes": 3, "label": "green tea"}}}],
    )
    yield ollama.generate(
        f"{_OLLAMA}test_carry_on",
        "The clockmaker opened the door, and",
        " forty clocks held their breath.",
        model=_TALKER.name,
        streamed=True,
    )
    yield ollama.embed(f"{_OLLAMA}test_embed_two_words", ["harbour", "haven"], 24, model=_EMBEDDER.name)
    yield ollama.tags("local", [_THINKER, _TALKER, _EMBEDDER])
    yield ollama.processes(f"{_OLLAMA}test_models_in_memory", [_TALKER])
    yield ollama.pull(f"{_OLLAMA}test_fetch_a_model", _EMBEDDER, steps=6)
