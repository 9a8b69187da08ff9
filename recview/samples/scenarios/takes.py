"""Tests that the live demo records again: each with the answers its model gives from one take to the next."""

from __future__ import annotations

from dataclasses import dataclass

from recview.samples.builders.chat_hosts import OLLAMA, OPENAI, Host
from recview.samples.builders.envelope import Sample
from recview.samples.builders.openai_chat import ask_chat, stream

_LANGUAGES = "chat/test_chat_languages.py::"
_WONDERS = "chat/test_small_wonders.py::"
_SEASIDE = "seaside/test_postcards.py::"


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

    def overloaded(self, *, include_usage: bool = False) -> Sample:
        """Its recording on a day on which the host had too much to do."""
        asked = ask_chat(self.test, self.question, self.host, include_usage=include_usage)
        message = "The server is currently overloaded with other requests. Please retry later."
        return asked.failed(
            {
                "category": "provider_sdk",
                "provider": self.host.label.partition("/")[0].removeprefix("txt="),
                "type": "InternalServerError",
                "message": f"Error code: 503 - {message}",
                "status_code": 503,
                "body": {"error": {"message": message, "type": "server_error"}},
            }
        )


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

POSTCARDS: tuple[Take, ...] = (
    Take(
        f"{_SEASIDE}test_lighthouse_keeper",
        "A postcard from a lighthouse keeper, three sentences.",
        (
            "Dear Ida, the fog came on Tuesday and has not left since, so I talk to the gulls, who are poor listeners "
            "but excellent critics. Last night a freighter answered my lamp with three long blinks, and I have decided "
            "that it meant good evening. Come before the storms do, and bring the good coffee.",
            "Dear Ida, all is well on the rock. The lamp burns, the kettle sings, and a seal has moved in under the "
            "stairs. Come before the storms do, and bring fish.",
        ),
    ),
    Take(
        f"{_SEASIDE}test_ferry_captain",
        "A postcard from a ferry captain, two sentences.",
        (
            "Forty crossings this week, and a wedding on the upper deck: the bride threw her bouquet, and the harbour "
            "pilot caught it. He has been smiling at the radar ever since.",
            "Flat sea, full deck, and a dog at the helm for a whole minute. Nobody noticed a difference.",
        ),
    ),
)
"""Not shipped: the demo adds them in a folder of their own, written as slowly as a model speaks."""
