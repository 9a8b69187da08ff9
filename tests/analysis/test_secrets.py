from __future__ import annotations

import pytest
from corpus import corpus_files, needs_corpus
from factories import make_chat_chunk, make_chat_stream, make_document, make_request_document, read_recording

from recview import dialects, formats
from recview.analysis.secret_hints import HINTS, without_secrets
from recview.analysis.secret_shapes import _SHAPES, find_in_text
from recview.analysis.secrets import Secret, find_secrets, mask, mask_header, mask_text, mask_url
from recview.analysis.transcript import Transcript
from recview.model.json_value import JSON
from recview.model.recording import Recording

# Put together here, so that no scanner takes this file for a leak.
OPENAI_KEY = "sk-" + "proj-" + "a1B2c3D4" * 4
ANTHROPIC_KEY = "sk-" + "ant-" + "api03-Zz9" * 4
TOKEN = "Zm9v0123" * 4
PASSWORD = "hunter2-hunter2"
AWS_SECRET = "wJalrXUtnFEMI/" + "K7MDENG/bPxRfiCYzzyyxxwwvv"


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
        ("hf_" + "abcde12345" * 4, "a Hugging Face token"),
        ("tvly-" + "dev-a1B2c3D4e5F6g7H8", "a Tavily API key"),
        ("xoxb-" + "123456789012-abcdefABCDEF", "a Slack token"),
        ("xoxp-" + "123456789012-abcdefABCDEF", "a Slack token"),
        ("glpat-" + "a1B2c3D4e5F6g7H8i9J0", "a GitLab token"),
        ("pplx-" + "a1B2c3D4" * 6, "a Perplexity API key"),
        ("ya29." + "a0Af_b1C2d3E4f5G6h7I8", "a Google access token"),
        ("pypi-" + "AgEIcHlwaS5vcmcC" * 4, "a PyPI token"),
        ("dapi" + "0a1b2c3d" * 4, "a Databricks token"),
        ("r8_" + "a1B2c3D4e5" * 4, "a Replicate token"),
        ("sk_live_" + "a1B2c3D4" * 3, "a Stripe API key"),
        ("rk_live_" + "a1B2c3D4" * 3, "a Stripe API key"),
        ("github_pat_" + "a1B2c3D4_" * 4, "a GitHub token"),
    ],
)
def test_credentials_are_found_in_the_middle_of_a_text(text: str, what: str) -> None:
    body: JSON = {"messages": [{"content": f"use '{text}', please"}]}
    (secret,) = secrets_of(body=body)
    assert (secret.what, secret.path) == (what, "/request/body/messages/0/content")
    assert text not in secret.masked
    assert mask_text(text) != text


@pytest.mark.parametrize(
    ("text", "what", "hidden"),
    [
        (f"postgres://bob:{PASSWORD}@db.internal/x", "the password of a URL", PASSWORD),
        (f"redis://:{PASSWORD}@db.internal", "the password of a URL", PASSWORD),
        (f'{{"user": "bob", "password": "{PASSWORD}"}}', "the value of password", PASSWORD),
        (f'{{"openaiApiKey":"{PASSWORD}"}}', "the value of ApiKey", PASSWORD),
        (f'{{"h": "{{\\"x-api-key\\": \\"{PASSWORD}\\"}}"}}', "the value of api-key", PASSWORD),
        (f'{{"Authorization": "Bearer {PASSWORD}"}}', "the value of Authorization", PASSWORD),
        (f"AWS_SECRET_ACCESS_KEY={AWS_SECRET} and", "an AWS secret key", AWS_SECRET),
        (f'{{"secretAccessKey": "{AWS_SECRET}"}}', "an AWS secret key", AWS_SECRET),
    ],
)
def test_credentials_are_found_by_what_stands_around_them(text: str, what: str, hidden: str) -> None:
    (secret,) = secrets_of(body={"prompt": f"so: {text}"})
    assert (secret.what, secret.path) == (what, "/request/body/prompt")
    assert hidden not in secret.masked
    assert hidden not in mask_text(text)


@pytest.mark.parametrize(
    "name",
    ["api_key", "x-api-key", "X-Api-Key", "apiKey", "password", "client_secret", "Authorization", "tavily_api_key"],
)
def test_what_stands_under_a_telling_name_needs_no_shape(name: str) -> None:
    (secret,) = secrets_of(body={"extra_headers": {name: "k3y-of-mine"}})
    assert (secret.what, secret.path) == (f"the value of {name}", f"/request/body/extra_headers/{name}")
    assert "k3y-of-mine" not in secret.masked
    assert without_secrets("k3y-of-mine", name) == "…"


@pytest.mark.parametrize(
    "body",
    [
        {"password": {"type": "string"}, "api_key": None, "client_secret": ["k3y-of-mine"]},
        {"password": "Enter the password of the user"},
        {"api_key": "${OPENAI_API_KEY}"},
        {"api_key": "OPENAI_API_KEY"},
        {"api_key": "os.environ/OPENAI_API_KEY"},
        {"api_key": "your-api-key"},
        {"authorization": "Bearer <token>"},
        {"authorization": "required"},
        {"password": "short"},
        {"token": "k3y-of-mine", "key": "k3y-of-mine", "max_tokens": "k3y-of-mine", "secret": "k3y-of-mine"},
        {"prompt": '{"password": "Enter the password"}, {"api_key": "changeme-please"}'},
        {"prompt": '{"api_key": {"a": "k3y-of-mine"}}'},
        {"prompt": "postgres://user:password@localhost and https://me:${PASSWORD}@host and http://a.example:80/@me"},
    ],
)
def test_such_a_name_alone_makes_no_credential(body: dict[str, JSON]) -> None:
    assert secrets_of(body=body) == []
    assert all(
        without_secrets(value, name) == value
        for name, value in body.items()
        if isinstance(value, str) and name != "prompt"
    )


def test_a_value_found_by_its_shape_is_not_told_by_its_name_again() -> None:
    assert [secret.what for secret in secrets_of(body={"api_key": OPENAI_KEY})] == ["an API key"]
    headers: JSON = {"Authorization": f"Bearer {OPENAI_KEY}"}
    assert [secret.what for secret in secrets_of(headers=headers, body={"api_key": OPENAI_KEY})] == [
        "the header Authorization"
    ]


def test_a_name_may_be_a_credential_and_no_path_gives_it_away() -> None:
    (secret,) = secrets_of(body={"keys": {OPENAI_KEY: {"password": OPENAI_KEY, "owner": "me"}}})
    assert (secret.what, secret.path) == ("an API key", "/request/body/keys")
    found = secrets_of(body={"keys": {OPENAI_KEY: {"password": PASSWORD}}})
    assert [secret.what for secret in found] == ["an API key", "the value of password"]
    assert all(OPENAI_KEY not in secret.path for secret in found)


@pytest.mark.parametrize(
    "text",
    [
        "sk-your-api-key-here-1234567890",
        "sk-YOUR_API_KEY_1234567890_123",
        "sk-test-1234567890123456789012",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxx1234",
        "sk-00000000000000000000000000",
        "Bearer test-token-1234567890-abcdef",
        "Bearer fake_token_1234567890_abcdef",
        "AKIA" + "IOSFODNN7EXAMPLE",
        "tvly-placeholder-1234567890",
        "ghp_" + "x" * 36,
        "glpat-changeme-1234567890-12",
        "gsk_dummy_1234567890_1234567890",
        "sk-redacted-12345678901234567890",
    ],
)
def test_placeholders_in_the_shape_of_a_credential_are_none_and_hidden_all_the_same(text: str) -> None:
    assert secrets_of(body={"prompt": f"use {text} here"}) == []
    assert text not in mask_text(f"use {text} here")


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


def put_together(*answers: JSON) -> list[Secret]:
    recording = read_recording(make_document(list(answers)))
    return list(find_secrets(recording, Transcript.of(dialects.decode(recording), recording.response.error)))


@pytest.mark.parametrize("cut", [5, 12, 30])
def test_a_credential_cut_over_chunks_is_told_once_and_where(cut: int) -> None:
    """Cut late, its first part looks like a whole one."""
    key = OPENAI_KEY
    (secret,) = put_together(*make_chat_stream(["the key: ", key[:cut], key[cut:], "."]))
    assert (secret.path, secret.position) == ("/choices/0/content", 3)
    assert secret.masked == mask(key)
    (secret,) = put_together(*make_chat_stream([], reasoning=[key[:cut], key[cut:]]))
    assert (secret.path, secret.position) == ("/choices/0/reasoning", 2)


def test_arguments_of_tool_calls_are_put_together_too() -> None:
    pieces = ['{"pass', f'word": "{PASSWORD[:5]}', f'{PASSWORD[5:]}"', "}"]
    calls = [("call_a", "greet", ["{}"]), ("call_b", "log_in", pieces)]
    (secret,) = put_together(*make_chat_stream([], tool_calls=calls))
    assert (secret.what, secret.path) == ("the value of password", "/choices/0/tool_calls/1/arguments")


def test_what_one_chunk_holds_whole_is_told_by_its_place_in_the_document() -> None:
    (secret,) = put_together(*make_chat_stream(["the key: ", OPENAI_KEY]))
    assert (secret.path, secret.position) == ("/response/body/2/__data__/choices/0/delta/content", None)


def test_other_choices_are_put_together_as_well() -> None:
    items = [
        make_chat_chunk(content=text, choice=choice) for choice in (0, 1) for text in ("sk-pr", OPENAI_KEY[5:], "")
    ]
    found = put_together(*items[:1], *items[3:])
    assert [secret.path for secret in found] == ["/choices/1/content"]


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


@pytest.mark.parametrize(
    "unit",
    [
        "sk-",
        "eyJaaaaaaa-",
        "Bearer ",
        "bearer/",
        "xoxb-a",
        "pypi-",
        "dapi0",
        "hf_a",
        "ya29.",
        '"password": ',
        '"password": "aaaaaaaa',
        "secret_access_key=",
        "@://a",
        "@://:",
        "-----BEGIN A ",
    ],
)
def test_no_text_takes_long_to_look_through(unit: str) -> None:
    text = unit * 60_000
    assert mask_text(text) == text
    assert list(find_in_text(text)) == []


def test_many_credentials_take_not_long_either() -> None:
    keys = [f"sk-{number:06}-a1B2c3D4e5F6g7H8" for number in range(20_000)]
    assert len(secrets_of(body={"prompt": " ".join(keys)})) == len(keys)
    assert keys[0] not in mask_text(" ".join(keys))


def test_every_shape_is_among_the_hints() -> None:
    """Else a quick look would pass over it."""
    assert {hint for _, _, hints in _SHAPES for hint in hints} == set(HINTS)
