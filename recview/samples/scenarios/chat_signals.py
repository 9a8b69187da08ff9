"""What comes beside the text: log probabilities, reasoning, errors."""

from __future__ import annotations

import math
from collections.abc import Iterator

from recview.model.json_value import JSON
from recview.samples.builders.chat_hosts import BEDROCK, O4_MINI, OPENAI, VLLM
from recview.samples.builders.chat_messages import Answer
from recview.samples.builders.envelope import JsonObject, Sample
from recview.samples.builders.openai_chat import ChunkWriter, ask_chat, chat, plain_chat, stream, usage_of

_LOGPROBS = "chat/test_chat_logprobs.py::"
_REASONING = "chat/test_chat_reasoning.py::"
_ERRORS = "chat/test_chat_errors.py::"

_Weighed = tuple[str, float, dict[str, float]]
"""A token, its probability, and the alternatives with theirs."""

_TEA: tuple[_Weighed, ...] = (
    ("About", 0.62, {"Around": 0.21, "Between": 0.09}),
    (" 80", 0.54, {" 75": 0.23, " 70": 0.15}),
    (" °C", 0.83, {" degrees": 0.12, "°C": 0.03}),
    (",", 0.47, {".": 0.45, ":": 0.05}),
    (" well", 0.58, {" not": 0.20, " just": 0.11}),
    (" below", 0.97, {" under": 0.02, " short": 0.004}),
    (" boiling", 0.91, {" the": 0.07, " a": 0.01}),
    (".", 0.995, {",": 0.003, "!": 0.001}),
)


def samples() -> Iterator[Sample]:
    """The recordings, in the order of their tests."""
    yield _streamed_logprobs()
    yield plain_chat(
        f"{_LOGPROBS}test_sentiment",
        "One word, positive or negative: 'The soup was cold, but the waiter was an angel.'",
        "positive",
        parameters={"logprobs": True, "top_logprobs": 2},
        logprobs={"content": [_weighed("positive", 0.71, {"negative": 0.26})], "refusal": None},
    )
    yield from _reasoning()
    yield from _errors()


def _streamed_logprobs() -> Sample:
    asked = ask_chat(
        f"{_LOGPROBS}test_alternatives",
        "At what temperature is green tea best brewed? A few words.",
        parameters={"logprobs": True, "top_logprobs": 3},
    )
    writer = ChunkWriter(asked)
    writer.delta({"role": "assistant", "content": ""}, logprobs={"content": [], "refusal": None})
    for token, probability, others in _TEA:
        logprobs: JsonObject = {"content": [_weighed(token, probability, others)], "refusal": None}
        writer.delta({"content": token}, logprobs=logprobs)
    writer.delta({}, finish_reason="stop")
    said = Answer("".join(token for token, _, _ in _TEA))
    writer.choices([], usage_of(asked, OPENAI, [said]))
    return asked.answered(writer.items)


def _weighed(token: str, probability: float, others: dict[str, float]) -> JsonObject:
    """A token as the API reports it; it leads its own list of alternatives."""
    ranked: list[JSON] = [_logprob(*entry) for entry in ((token, probability), *others.items())]
    return _logprob(token, probability) | {"top_logprobs": ranked}


def _logprob(token: str, probability: float) -> JsonObject:
    return {"token": token, "bytes": list[JSON](token.encode()), "logprob": round(math.log(probability), 6)}


def _reasoning() -> Iterator[Sample]:
    yield chat(
        f"{_REASONING}test_snail_on_a_wall",
        "A snail climbs 3 m by day and slips 2 m by night. How many days for a wall of 5 m?",
        Answer(
            reasoning="A day and a night together bring 1 m. After two of them it is at 2 m, "
            "and 3 m more make 5 m: the top.",
            text="Three days. On the third it reaches the top before it can slip.",
        ),
        host=VLLM,
    )
    yield plain_chat(
        f"{_REASONING}test_fridays_in_a_month",
        "How many Fridays can one month have at most?",
        "Five. The longest month has 31 days: four whole weeks and three days more.",
        host=O4_MINI,
        parameters={"reasoning_effort": "high"},
        hidden_reasoning=192,
    )
    yield chat(
        f"{_REASONING}test_capital_people_get_wrong",
        "What is the capital of Australia, and why do people get it wrong?",
        Answer(
            reasoning="Most guess Sydney. It is Canberra.",
            text="Canberra. Many guess Sydney, which is far larger.",
        ),
        host=BEDROCK,
    )


def _errors() -> Iterator[Sample]:
    too_hot: JsonObject = {"temperature": 3.5}
    refused = ask_chat(f"{_ERRORS}test_temperature_too_high", "Surprise me with a word.", parameters=too_hot)
    yield refused.failed(
        _exception(
            "BadRequestError", 400, "temperature must be between 0 and 2", "invalid_request_error", "temperature"
        )
    )
    lost = ask_chat(f"{_ERRORS}test_connection_lost_midway", "Tell me the story of the first lighthouse.")
    opening = stream(
        lost, "The Pharos of Alexandria rose more than a hundred metres above the harbour, and", finish=False
    )
    message = "Connection error: the server closed the stream"
    yield lost.failed(
        {
            "category": "provider_sdk",
            "provider": "openai",
            "type": "APIConnectionError",
            "message": message,
            "status_code": None,
            "body": None,
        },
        after=opening,
    )


def _exception(type_: str, status: int, message: str, kind: str, parameter: str | None) -> JsonObject:
    """An API's refusal as the recorder keeps it."""
    body: JsonObject = {"message": message, "type": kind, "param": parameter, "code": None}
    return {
        "category": "provider_sdk",
        "provider": "openai",
        "type": type_,
        "message": f"Error code: {status} - {{'error': {body}}}",
        "status_code": status,
        "body": body,
    }
