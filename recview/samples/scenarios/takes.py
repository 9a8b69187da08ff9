"""Tests that the live demo records again: each with the answers its model gives from one take to the next."""

from __future__ import annotations

from dataclasses import dataclass

from recview.samples.builders.chat_hosts import OLLAMA, OPENAI, Host
from recview.samples.builders.envelope import Sample
from recview.samples.builders.openai_chat import ask_chat, stream

_LANGUAGES = "chat/test_chat_languages.py::"
_WONDERS = "chat/test_small_wonders.py::"


@dataclass(frozen=True, slots=True)
class Take:
    """A streamed test of one question."""

    test: str
    question: str
    answers: tuple[str, ...]
    """The first is the shipped one."""
    host: Host = OPENAI

    @property
    def title(self) -> str:
        """The test's name alone."""
        return self.test.partition("::")[2]

    def recorded(self, answer: int = 0, *, include_usage: bool = False) -> Sample:
        """Its recording with one of the answers (counted round and round)."""
        asked = ask_chat(self.test, self.question, self.host, include_usage=include_usage)
        text = self.answers[answer % len(self.answers)]
        return asked.answered(stream(asked, text, host=self.host, glue=2 + answer % 3, take=answer))


LANGUAGES: tuple[Take, ...] = (
    Take(
        f"{_LANGUAGES}test_french",
        "Pourquoi le ciel est-il bleu ? Une phrase.",
        (
            "L'air éparpille la lumière bleue bien plus que la rouge : le bleu nous vient de partout.",
            "L'air diffuse la lumière bleue bien plus que la rouge : le bleu nous vient de partout.",
            "Parce que l'air éparpille surtout la lumière bleue.",
        ),
    ),
    Take(
        f"{_LANGUAGES}test_japanese",
        "春におすすめの和菓子を一つ教えてください。",
        (
            "桜餅🌸はいかがでしょう。塩漬けの桜の葉がほんのり香り、緑茶🍵によく合います。",
            "桜餅🌸がおすすめです。塩漬けの桜の葉がほんのり香り、緑茶🍵によく合います。",
        ),
    ),
    Take(
        f"{_LANGUAGES}test_emoji",
        "A weekend at the lake, in emoji only.",
        ("🚗💨 🏞️ 🏊‍♀️🛶 🔥🌭 👨‍👩‍👧‍👦 🌌😴", "🚗💨 🏞️ 🎣🛶 🔥🌽 👨‍👩‍👧‍👦 🌌😴"),
        OLLAMA,
    ),
)
"""Shipped, recorded before requests asked for usage."""

WONDERS: tuple[Take, ...] = (
    Take(
        f"{_WONDERS}test_honey",
        "How long does honey keep?",
        ("Sealed and dry, practically for ever.", "Practically for ever, if it is sealed and dry."),
    ),
    Take(
        f"{_WONDERS}test_octopus_hearts",
        "How many hearts has an octopus?",
        ("Three: two for the gills, one for the rest.", "An octopus has three hearts."),
    ),
    Take(
        f"{_WONDERS}test_longest_day",
        "On which planet is a day longer than a year?",
        ("On Venus: it turns once in 243 Earth days and circles the Sun in 225.", "On Venus, by about eighteen days."),
    ),
    Take(
        f"{_WONDERS}test_bananas",
        "Botanically, is a banana a berry?",
        ("Yes, a banana is a berry. A strawberry is not. 🍌", "Yes. A strawberry, on the other hand, is not. 🍓"),
    ),
    Take(
        f"{_WONDERS}test_glass",
        "What is glass made of, mostly?",
        ("Mostly of sand: silica, melted with soda and lime.", "Sand, soda and lime, melted together."),
        OLLAMA,
    ),
)
"""Not shipped: the demo adds these tests as one watches."""
