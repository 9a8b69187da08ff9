"""`recview show`, as JSON and for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from factories import (
    make_chat_chunk,
    make_chat_completion,
    make_chat_stream,
    make_chat_usage,
    make_document,
    make_request_document,
    write_recording,
)

from recview.cli.show import command
from recview.model.json_value import JSON

NAME = "0" * 64
WEATHER = [("call_1", "weather", ['{"city": ', '"Lima"}'])]


def show(*arguments: object) -> Result:
    return CliRunner().invoke(command, [*map(str, arguments)], standalone_mode=False, catch_exceptions=False)


def documents(*arguments: object) -> list[dict[str, Any]]:
    return [json.loads(line) for line in show("--json", *arguments).stdout.splitlines()]


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    stream = make_chat_stream(["It is ", "sunny."], usage=make_chat_usage(), tool_calls=WEATHER, reasoning=["hm"])
    return write_recording(tmp_path / f"{NAME}.json", make_document(stream))


def one(document: JSON, tmp_path: Path) -> dict[str, Any]:
    (found,) = documents(write_recording(tmp_path / "one.json", document))
    return found


def test_an_invocation_of_a_tool_names_it_and_gives_its_result(tmp_path: Path) -> None:
    request = {"test_id": None, "provider": "some_search", "tool_name": "web_search", "kwargs": {"query": "Lima"}}
    path = write_recording(
        tmp_path / "tool.json",
        {"request": request, "response": {"body": {"content": "sunny", "error_code": None}, "is_streaming": False}},
    )
    (document,) = documents(path)
    assert document["invocation"] == {"provider": "some_search", "name": "web_search"}
    assert document["request"]["body"] == {"query": "Lima"}
    assert (document["choices"], document["data"]) == ([], [{"label": "tool result", "text": "sunny"}])
    assert 'web_search({"query":"Lima"})' in show(path).stdout


def test_the_whole_document(chat: Path) -> None:
    (document,) = documents(chat)
    request = make_request_document()
    assert document["hash"].pop("computed")
    assert document == {
        "schema": "recview.recording/1",
        "path": str(chat),
        "test_id": "tests/integration/chat/test_chat.py::test_chat[txt=openai/gpt-4o]",
        "dialect": "openai.chat",
        "streaming": True,
        "chunk_count": 9,
        "request": {key: request[key] for key in ("method", "url", "endpoint", "model", "body")},
        "choices": [
            {
                "index": 0,
                "role": "assistant",
                "content": "It is sunny.",
                "reasoning": "hm",
                "refusal": None,
                "finish_reason": "tool_calls",
                "tool_calls": [{"id": "call_1", "name": "weather", "arguments": '{"city": "Lima"}'}],
            }
        ],
        "usage": {
            "input_tokens": 21,
            "output_tokens": 8,
            "total_tokens": 29,
            "cached_tokens": None,
            "reasoning_tokens": None,
            "raw": make_chat_usage(),
        },
        "error": None,
        "hash": {"name": NAME, "scheme": None, "matches": False},
        "problems": document["problems"],
    }
    assert [problem["rule"] for problem in document["problems"]] == ["hash"]
    assert set(document["problems"][0]) == {"rule", "message"}


def test_one_document_a_line_in_the_order_given(tmp_path: Path) -> None:
    paths = [write_recording(tmp_path / f"{name}.json") for name in ("b", "a", "c")]
    assert [document["path"] for document in documents(*paths)] == [str(path) for path in paths]


def test_the_path_is_as_given(chat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(chat.parent)
    assert [document["path"] for document in documents(f"./{NAME}.json", f"{NAME}.json")] == [
        f"./{NAME}.json",
        f"{NAME}.json",
    ]


def test_chunks_are_added_on_demand(chat: Path) -> None:
    (document,) = documents(chat, "--chunks")
    recorded = json.loads(chat.read_text())["response"]["body"]
    assert [chunk["raw"] for chunk in document["chunks"]] == recorded
    assert [chunk["index"] for chunk in document["chunks"]] == list(range(9))
    assert document["chunks"][0]["events"] == [
        {"kind": "role", "choice": 0, "role": "assistant"},
        {"kind": "text", "choice": 0, "text": "", "block": 0},
    ]
    (usage,) = document["chunks"][-1]["events"]
    assert (usage["kind"], usage["usage"]["total_tokens"]) == ("usage", 29)
    assert "chunks" not in documents(chat)[0]


def test_logprobs_as_events(tmp_path: Path) -> None:
    entry = {"token": "a", "logprob": -0.5, "bytes": None, "top_logprobs": [{"token": "b", "logprob": -2.0}]}
    stream = [make_chat_chunk(content="a", logprobs={"content": [entry], "refusal": None})]
    (document,) = documents(write_recording(tmp_path / "a.json", make_document(stream)), "--chunks")
    assert document["chunks"][0]["events"][1] == {
        "kind": "logprobs",
        "choice": 0,
        "tokens": [{"token": "a", "logprob": -0.5, "alternatives": [{"token": "b", "logprob": -2.0}]}],
    }


def test_server_sent_events_are_chunks_not_lines(tmp_path: Path) -> None:
    lines = ['data: {"choices":[{"delta":{"content":"a"}}]}', "", "data: [DONE]", ""]
    request = {"method": "POST", "url": "https://example.test/v1/chat/completions", "payload": {"model": "m"}}
    path = write_recording(tmp_path / "a.json", make_document(lines, request=request))
    (document,) = documents(path, "--chunks")
    assert document["chunk_count"] == 2
    assert [chunk["raw"] for chunk in document["chunks"]] == [lines[:1], lines[2:3]]
    assert document["request"]["body"] == {"model": "m"}


def test_a_plain_response_has_no_chunks_to_step_through(tmp_path: Path) -> None:
    (document,) = documents(write_recording(tmp_path / "a.json", make_document(make_chat_completion("Hi"))), "--chunks")
    assert (document["streaming"], document["chunk_count"], document["chunks"]) == (False, 0, [])


def test_counts_the_wire_does_not_give_are_null(tmp_path: Path) -> None:
    assert one(make_document(), tmp_path)["usage"] is None


def test_an_error(tmp_path: Path) -> None:
    data = {"type": "BadRequestError", "status_code": 400, "message": "bad image", "category": "provider_sdk"}
    document = one(make_document(response={"body": None, "is_exception": True, "exception_data": data}), tmp_path)
    assert document["error"] == {"type": "BadRequestError", "status": 400, "message": "bad image"}
    assert document["choices"] == []


def test_json_is_exact_and_says_nothing_to_the_terminal(tmp_path: Path) -> None:
    text = "\x1b]0;owned\x07 \u202e\x9b \ud83d\ude00 \udead\n"
    path = write_recording(tmp_path / "a.json", make_document(make_chat_completion(text)))
    output = show("--json", path).stdout
    assert json.loads(output)["choices"][0]["content"] == json.loads(json.dumps(text))
    assert not set(output) & set("\x1b\x07\u202e\x9b")
    assert output.count("\n") == 1


def test_numbers_beyond_64_bits_stay_exact(tmp_path: Path) -> None:
    number = 2**80 + 1
    body = {"model": "m", "seed": number}
    assert one(make_document(request_body=body), tmp_path)["request"]["body"]["seed"] == number


def test_an_unreadable_file_is_said_and_the_rest_shown(chat: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.json"
    cut.write_text('{"request": {')
    gone = tmp_path / "gone.json"
    result = show(gone, cut, chat)
    assert result.return_value == 2
    assert f"{gone}: no such file or directory" in result.stderr
    assert f"{cut}: the JSON ends too early" in result.stderr
    assert "It is sunny." in result.stdout
    assert show(chat).return_value == 0


def test_an_unreadable_file_is_a_document_too(chat: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone.json"
    found = documents(gone, chat)
    assert [document["path"] for document in found] == [str(gone), str(chat)]
    assert found[0] == {
        "schema": "recview.recording/1",
        "path": str(gone),
        "error": {"type": "unreadable", "status": None, "message": "no such file or directory"},
    }
    assert show("--json", gone, chat).return_value == 2


def test_the_report_for_people(chat: Path) -> None:
    output = show(chat).stdout
    for expected in (
        "test_chat.py::test_chat[txt=openai/gpt-4o]",
        "POST https://api.openai.com/v1/v1/chat/completions",
        "gpt-4o",
        "openai.chat",
        "streamed, 9 chunks",
        "suspect",
        "Hello",
        "assistant · tool_calls",
        "It is sunny.",
        "    reasoning\n      hm\n",
        'weather({"city": "Lima"})  call_1',
        "input 21 · output 8 · total 29",
    ):
        assert expected in output
    assert "\x1b" not in output
    assert "\x1b[" in show(chat, "--color", "always").stdout


def test_the_report_lists_chunks_on_demand(chat: Path) -> None:
    lines = show(chat, "--chunks").stdout.splitlines()
    assert sum("tool-call" in line for line in lines) == 3
    assert len(lines) - len(show(chat).stdout.splitlines()) == 9 + 2


def test_the_report_is_harmless(tmp_path: Path) -> None:
    evil = "\x1b[2J\u202e"
    request = make_request_document(
        {"model": evil, "messages": [{"role": evil, "content": evil}]}, model=evil, url=evil
    )
    stream = make_chat_stream([evil], tool_calls=[(evil, evil, [evil])], reasoning=[evil], finish_reason=evil)
    path = write_recording(tmp_path / "a.json", make_document(stream, request=request, test_id=evil))
    for arguments in ((path,), (path, "--chunks"), (path, "--color", "never")):
        output = show(*arguments).stdout
        assert not set(output) & {"\x1b", "\u202e"}


def test_a_long_question_is_shortened_and_the_answer_is_not(tmp_path: Path) -> None:
    question = "\n".join(f"line {number}" for number in range(40))
    answer = "\n".join(f"answer {number}" for number in range(40))
    body = {"model": "m", "messages": [{"role": "system", "content": "x"}, {"role": "user", "content": question}]}
    path = write_recording(tmp_path / "a.json", make_document(make_chat_completion(answer), request_body=body))
    output = show(path).stdout
    assert "user · last of 2 messages" in output
    assert "line 5" in output
    assert "line 6" not in output
    assert "… 34 more lines" in output
    assert "answer 39" in output


@pytest.mark.parametrize("body", [None, [], {}, "words", {"error": "broken"}, [{"a": 1}]])
@pytest.mark.parametrize("streaming", [True, False])
def test_whatever_the_response_is_there_is_a_report_and_a_document(body: Any, streaming: bool, tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.json", make_document(response={"body": body, "is_streaming": streaming}))
    assert show(path, "--chunks").return_value == 0
    assert documents(path, "--chunks")[0]["schema"] == "recview.recording/1"
