from __future__ import annotations

import pytest
from corpus import corpus_files, needs_corpus
from factories import make_chat_stream, make_document, make_request_document, read_recording

from recview import formats
from recview.analysis.secrets import Secret, find_secrets, mask, mask_header, mask_text, mask_url
from recview.model.json_value import JSON
from recview.model.recording import Recording

# Put together here, so that no scanner takes this file for a leak.
OPENAI_KEY = "sk-" + "proj-" + "a1B2c3D4" * 4
ANTHROPIC_KEY = "sk-" + "ant-" + "api03-Zz9" * 4
TOKEN = "Zm9v0123" * 4


def secrets_of(**parts: JSON) -> list[Secret]:
    request = make_request_document(
        **{key: value for key, value in parts.items() if key != "body"}, body=parts.get("body")
    )
    return list(find_secrets(read_recording(make_document(request=request))))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (OPENAI_KEY, "an API key"),
        (ANTHROPIC_KEY, "an Anthropic API key"),
        ("AIza" + "Sy0123456789abcdefghijklmnopqrstuvw", "a Google API key"),
        ("AKIA" + "ABCDEFGHIJKLMNOP", "an AWS access key"),
        ("gsk_" + "0123456789" * 3, "a Groq API key"),
        ("hf_" + "abcdefghij" * 4, "a Hugging Face token"),
        ("nvapi-" + "abcdefghij" * 4, "an NVIDIA API key"),
        ("xai-" + "abcdefghij" * 4, "an xAI API key"),
        ("ghp_" + "abcdefghij" * 4, "a GitHub token"),
        ("eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl", "a JSON Web Token"),
        ("Bearer " + TOKEN, "a bearer token"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
    ],
)
def test_credentials_are_found_in_the_middle_of_a_text(text: str, what: str) -> None:
    body: JSON = {"messages": [{"content": f"use '{text}', please"}]}
    (secret,) = secrets_of(body=body)
    assert (secret.what, secret.path) == (what, "/request/body/messages/0/content")
    assert text not in secret.masked


@pytest.mark.parametrize(
    "text",
    [
        "sk-" + "x" * 30,
        "task-based-evaluation-of-models-2026-05",
        "risk-1234567890-1234567890-1234567890",
        "the bearer of this letter is trustworthy",
        "Bearer token",
        "AKIA",
        "hf_model_name",
        "d058ce92a083" * 5,
    ],
)
def test_ordinary_text_is_none(text: str) -> None:
    assert secrets_of(body={"prompt": text}) == []


@pytest.mark.parametrize(
    ("name", "value"), [("Authorization", f"Bearer {TOKEN}"), ("x-api-key", "k3y-of-mine"), ("Cookie", "session=1")]
)
def test_credentials_in_headers_need_no_shape(name: str, value: str) -> None:
    (secret,) = secrets_of(headers={name: value})
    assert secret.path == f"/request/headers/{name}"
    assert value not in secret.masked


@pytest.mark.parametrize(
    "value", ["Bearer ***", "REDACTED", "<token>", "[FILTERED]", "", "Bearer fake-key", "None", "test", "xxxx", 7, None]
)
def test_placeholders_are_no_credentials(value: JSON) -> None:
    assert secrets_of(headers={"Authorization": value}) == []


def test_credentials_in_the_url_are_found() -> None:
    found = secrets_of(url="https://me:pa55word@api.example/v1?key=s3cr3t-value&model=gpt&token=***")
    assert [(secret.what, secret.path) for secret in found] == [
        ("a password", "/request/url"),
        ("the parameter key", "/request/url"),
    ]


def test_a_broken_url_is_no_trouble() -> None:
    assert secrets_of(url="http://[broken?key=a") == []


def test_a_credential_is_told_once_however_often_it_stands_there() -> None:
    body: JSON = {"a": OPENAI_KEY, "b": [OPENAI_KEY, f"again {OPENAI_KEY}"]}
    assert [secret.path for secret in secrets_of(body=body)] == ["/request/body/a"]


def test_responses_are_looked_through_too() -> None:
    recording = read_recording(make_document(make_chat_stream(texts=["the key: ", OPENAI_KEY])))
    (secret,) = find_secrets(recording)
    assert secret.path == "/response/body/2/__data__/choices/0/delta/content"


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("", ""),
        ("short", "…"),
        ("abcdefghijklmnopqrst", "abcd…qrst"),
        ("Bearer abcdefghijklmnopqrst", "Bearer abcd…qrst"),
        ("Basic YTpi", "Basic …"),
    ],
)
def test_masks(value: str, masked: str) -> None:
    assert mask(value) == masked


def test_headers_are_masked_by_name_or_by_what_they_hold() -> None:
    assert mask_header("X-Api-Key", "k3y-of-mine") == "…"
    assert mask_header("X-Note", f"key {OPENAI_KEY}") == f"key sk-p…{OPENAI_KEY[-4:]}"
    assert mask_header("Accept", "application/json") == "application/json"


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://api.example/v1?model=a&key=s3cr3t", "https://api.example/v1?model=a&key=…"),
        ("https://me:pa55word@api.example/v1", "https://me:…@api.example/v1"),
        ("https://api.example/v1/chat", "https://api.example/v1/chat"),
        ("http://[broken", "http://[broken"),
        ("", ""),
    ],
)
def test_urls_are_masked(url: str, masked: str) -> None:
    assert mask_url(url) == masked


def test_text_is_masked_where_it_holds_a_credential() -> None:
    assert mask_text(f"before {OPENAI_KEY} after") == f"before sk-p…{OPENAI_KEY[-4:]} after"


@needs_corpus
def test_real_recordings_without_credentials_give_none() -> None:
    looked_at = 0
    for path in corpus_files()[::3]:
        for recording in formats.read(path.read_bytes(), path.name):
            if isinstance(recording, Recording):
                looked_at += 1
                assert list(find_secrets(recording)) == []
    assert looked_at > 0


@pytest.mark.parametrize("unit", ["sk-", "eyJaaaaaaa-", "Bearer ", "bearer/"])
def test_no_text_takes_long_to_look_through(unit: str) -> None:
    text = unit * 60_000
    assert mask_text(text) == text
