"""Agents at work: a loop of four calls, parallel tool calls, arguments that never end."""

from __future__ import annotations

import json
from collections.abc import Iterator

from recview.samples.builders.chat_hosts import OLLAMA
from recview.samples.builders.chat_messages import (
    Answer,
    Call,
    assistant,
    call,
    function,
    system,
    tool_result,
    user,
)
from recview.samples.builders.envelope import JsonObject, Sample
from recview.samples.builders.openai_chat import chat

_LOOP = "agents/test_agent_loop.py::"
_TOOLS = "agents/test_agent_tools.py::"

_FORECAST = function("get_forecast", "The weather of one day in a city.", city="City", day="Day of the week")
_PARK = function("find_park", "A park that suits a wish.", city="City", wish="What the park should offer")
_TABLE = function("book_table", "Books a picnic table.", park="Park", people="How many", time="Local time, HH:MM")

_PARK_NAME = "Jardins do Palácio de Cristal"
_PICNIC: list[tuple[Call, JsonObject]] = [
    (call("get_forecast", city="Porto", day="Saturday"), {"sky": "sunny", "high_c": 24, "rain_percent": 5}),
    (call("find_park", city="Porto", wish="shade"), {"park": _PARK_NAME, "shade": "old lime trees", "tables": 6}),
    (call("book_table", park=_PARK_NAME, people="4", time="12:30"), {"booked": True, "table": 3}),
]
"""What the agent calls, and what each tool gives back."""

_PICNIC_ANSWER = (
    "Saturday in Porto looks lovely: sunny, 24 °C, hardly a chance of rain. Table 3 is booked for four at 12:30 "
    f"in the {_PARK_NAME}, under the lime trees. Bring a blanket! 🧺"
)


def samples() -> Iterator[Sample]:
    """The recordings, in the order of their tests."""
    yield from _picnic()
    yield chat(
        f"{_TOOLS}test_parallel_weather",
        "Compare tomorrow's weather in Oslo, Nairobi and Lima.",
        Answer(calls=tuple(call("get_forecast", city=city, day="tomorrow") for city in ("Oslo", "Nairobi", "Lima"))),
        parameters={"parallel_tool_calls": True, "tools": [_FORECAST]},
    )
    unfinished = '{"path": "notes/summer.md", "content": "# Summer\\n\\n- swim before breakf'
    yield chat(
        f"{_TOOLS}test_arguments_never_end",
        "Write my plans for the summer into a note.",
        Answer(calls=(Call("write_file", unfinished, "call_summer_note"),), finish="length"),
        parameters={
            "max_tokens": 26,
            "tools": [function("write_file", "Writes a text file.", path="Where", content="What")],
        },
    )
    yield chat(
        f"{_TOOLS}test_currency",
        "How much is 250 Danish kroner in euros?",
        Answer(calls=(call("convert", amount="250", base="DKK", quote="EUR"),)),
        host=OLLAMA,
        include_usage=False,
        parameters={"tools": [function("convert", "Converts money.", amount="Amount", base="From", quote="To")]},
    )


def _picnic() -> Iterator[Sample]:
    """Four calls; each request repeats what was said before and adds the tool's result."""
    messages = [
        system("You plan outings. Use the tools, one after the other, and end with a short summary."),
        user("Plan a picnic in Porto on Saturday: check the weather, find a shady park, book a table for four."),
    ]
    test = f"{_LOOP}test_picnic_in_porto"
    parameters: JsonObject = {"tools": [_FORECAST, _PARK, _TABLE]}
    for made, result in _PICNIC:
        answer = Answer(calls=(made,))
        yield chat(test, messages, answer, parameters=parameters)
        messages = [*messages, assistant(answer), tool_result(made, json.dumps(result, ensure_ascii=False))]
    yield chat(test, messages, _PICNIC_ANSWER, parameters=parameters)
