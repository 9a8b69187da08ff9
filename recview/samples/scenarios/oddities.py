"""What goes wrong: streams that break the rules, files that break off, text that means harm, a secret, a stranger."""

from __future__ import annotations

from collections.abc import Iterator

from recview.samples.builders.chat_hosts import OPENAI
from recview.samples.builders.chat_messages import Answer
from recview.samples.builders.envelope import JsonObject, Sample, ask_sdk, typed
from recview.samples.builders.openai_chat import ChunkWriter, ask_chat, plain_chat, stream
from recview.samples.builders.tokens import salt

_STREAMS = "oddities/test_odd_streams.py::"
_FILES = "oddities/test_odd_files.py::"
_TEXTS = "oddities/test_odd_texts.py::"

_HOSTILE = (
    "\x1b[31mThis is not red\x1b[0m, ",
    "\x1b]0;and this is not the title\x07",
    "\x1b]52;c;bm90IHlvdXIgY2xpcGJvYXJk\x07, nothing was copied, ",
    "[/foo] closes nothing, [bold]stays thin[/bold], [@click=app.quit]nobody quits[/]. ",
    "\u202eesrever\u202c reads forwards, \u2066isolated\u2069, ",
    "zero\u200bwidth\u200djoined\ufeff, ",
    "line one\rline two\ttab\x00null\x9b31m\x85 ",
    "a\u0301\u0323\u0330\u0308 stack, a lone half \ud83d of an emoji, ",
    "and " + "very-" * 400 + "long word.",
)
"""Each piece tries something with the terminal; none may succeed."""

_FAKE_KEY = "sk-demo" + "0123456789abcdef" * 2
"""Looks like a secret; opens nothing."""


def samples() -> Iterator[Sample]:
    """The recordings, in the order of their tests."""
    yield from _streams()
    yield from _files()
    yield from _texts()


def _streams() -> Iterator[Sample]:
    cut = ask_chat(f"{_STREAMS}test_cut_without_finish", "How do swifts sleep?", include_usage=False)
    yield cut.answered(stream(cut, "Swifts sleep on the wing: half of the brain rests while the other", finish=False))

    late = ask_chat(f"{_STREAMS}test_chunk_after_finish", "Say goodbye.", include_usage=False)
    writer = ChunkWriter(late)
    writer.items = stream(late, "Goodbye, and take care.")
    writer.delta({"content": " Oh, one more thing."})
    yield late.answered(writer.items)

    silent = ask_chat(f"{_STREAMS}test_no_chunks_at_all", "Are you there?", include_usage=False)
    yield silent.answered([])


def _files() -> Iterator[Sample]:
    half = ask_chat(f"{_FILES}test_file_that_breaks_off", "Count the bridges of Königsberg.")
    whole = half.answered(stream(half, "There were seven, and no walk that crosses each exactly once."))
    yield Sample(whole.path, whole.content[: len(whole.content) * 2 // 5])

    moved = ask_chat(f"{_FILES}test_name_of_another_request", "Is this still my file?", include_usage=False)
    response: JsonObject = {"body": stream(moved, "Not by its name."), "is_streaming": True}
    yield moved.recorded(response, name=salt("another request", length=64))

    body: JsonObject = {"input": "What a lovely garden!", "model": "omni-moderation-latest"}
    stranger = ask_sdk(f"{_FILES}test_unknown_kind_of_answer", OPENAI.base_url, "/v1/moderations", body)
    verdict: JsonObject = {"flagged": False, "categories": {"harassment": False, "violence": False}}
    yield stranger.answered(
        typed(
            "openai.types.moderation_create_response.ModerationCreateResponse",
            {"id": stranger.answer_id, "model": "omni-moderation-latest", "results": [verdict]},
        )
    )


def _texts() -> Iterator[Sample]:
    hostile = ask_chat(
        f"{_TEXTS}test_hostile_text[bold]stays_thin[/bold]",
        "Repeat after me: \x1b[2J\x1b]8;;https://example.org\x07click\x1b]8;;\x07 [@click=app.quit]here[/]",
        include_usage=False,
    )
    writer = ChunkWriter(hostile)
    writer.delta({"role": "assistant", "content": ""})
    for piece in _HOSTILE:
        writer.delta({"content": piece})
    writer.delta({}, finish_reason="stop")
    yield hostile.answered(writer.items)

    yield plain_chat(
        f"{_TEXTS}test_secret_in_the_prompt",
        f"My key is {_FAKE_KEY}, please keep it for me.",
        Answer("I'd rather not. Please revoke that key and keep the next one to yourself."),
    )
