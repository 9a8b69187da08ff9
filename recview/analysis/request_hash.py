"""The request hash: how the recorder names a recording, recomputed offline.

Owns the rules of every recorder version as data. Must not know the disk: a name is judged from the recording alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from recview.model.json_value import JSON, as_array, as_object, as_string, pointer_tokens
from recview.model.recording import Recording, Request
from recview.model.value import value


class Rewrite(NamedTuple):
    """What is hashed in place of something inside a string."""

    needle: str
    """Stands in whatever the pattern finds: to look for it spares most strings the pattern."""
    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]
    closing: str = ""
    """What every match ends with: behind the last of it there is none to look for."""

    def apply(self, text: str) -> str:
        """A text that holds the needle, with every match replaced."""
        end = text.rfind(self.closing) + len(self.closing)
        return self.pattern.sub(self.replacement, text[:end]) + text[end:]


@value
class HashRule:
    """How one version of the recorder turned a request into a name."""

    name: str
    rewrites: tuple[Rewrite, ...] = ()
    """Applied to every string of the body, in this order."""
    normalise: bool = True
    """Floats are rounded, and what differs by credentials or host is left out; else the body as it is."""
    places: int = 5
    """The decimal places that floats are rounded to."""
    numbers_files: bool = False
    """Random file ids are hashed as file-1, file-2, … in the order they appear."""
    with_test_id: bool = True
    digits: int = 64
    """How many hexadecimal digits of the SHA-256 make the name."""


@value
class HashVerdict:
    """What a recording's name says about its request."""

    name: str
    computed: str | None
    """The name by the matching rule, else by the current one; None where no rule names such a request."""
    scheme: str | None
    """The rule that gives the name; None where none does."""
    matches: bool | None
    """False: suspect, no rule gives this name. None: no rule can be applied."""


_UUID = "-".join(f"[a-f0-9]{{{length}}}" for length in (8, 4, 4, 4, 12))
_PLACEHOLDER = "__NORMALIZED__"

_SCORE = Rewrite("score:", re.compile(r"score:\s*[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?"), f"score: {_PLACEHOLDER}")
_ATTRIBUTES = Rewrite("attributes:", re.compile(r"(?:,|(?<!\s))\s*+attributes:\s*+\{[^}]*+\}"), "", "}")
_DOCUMENT_ID = Rewrite("document_id:", re.compile(rf"document_id:\s*{_UUID}"), f"document_id: {_PLACEHOLDER}")
_CITATION = Rewrite("<|", re.compile(rf"<\|{_UUID}\|>"), f"<|{_PLACEHOLDER}|>")
_DECIMAL = re.compile(r"-?(?<!\d)\d++\.\d{4,}")
"""As the patterns of all rewrites, each run of digits or blanks is gone through once, however long it is."""
_FILE_ID = re.compile(r"file-[0-9a-f]{32}")


def _decimals_to(places: int) -> Rewrite:
    return Rewrite(".", _DECIMAL, lambda match: f"{float(match[0]):.{places}f}")


RULES: tuple[HashRule, ...] = (
    HashRule("current", (_SCORE, _ATTRIBUTES, _DOCUMENT_ID, _CITATION, _decimals_to(5))),
    HashRule("decimals", (_decimals_to(5),)),
    HashRule("decimals-6", (_decimals_to(6),), places=6),
    HashRule("files-numbered", numbers_files=True),
    HashRule("scores", (_SCORE, _ATTRIBUTES)),
    HashRule("verbatim", normalise=False),
    HashRule("verbatim-no-test", normalise=False, with_test_id=False, digits=12),
)
"""Newest first: the first that gives a recording's name is taken for the one that did."""

CURRENT = RULES[0]

TOOL_SCHEME = "tool"
"""The scheme of tool calls, whose rule never changed: provider, tool and arguments as they are."""

MODEL_LIST_ENDPOINTS = frozenset({"/api/tags", "/v1/models", "/v1/openai/v1/models"})
"""Shared between tests: hashed without a test, and named after the models they list as well."""

_MODEL_LIST_NAME = re.compile(r"models-([0-9a-f]{64})-([0-9a-f]{8})")
_HASH_NAME = re.compile(r"[0-9a-f]{64}|[0-9a-f]{12}")


def compute(request: Request, test_id: str | None, rule: HashRule = CURRENT) -> str | None:
    """The name `rule` gives a request, without the ids of a model list; None where no rule names such a request."""
    try:
        hashed = _hashed_document(request, test_id, rule)
        if hashed is None:
            return None
        text = json.dumps(hashed, sort_keys=True)
    except RecursionError:
        return None
    return hashlib.sha256(text.encode()).hexdigest()[: rule.digits]


def explain(recording: Recording) -> HashVerdict:
    """Tries the rules on a recording's name."""
    name = recording.name
    current = _file_name(recording, CURRENT)
    if current is None or not (_HASH_NAME.fullmatch(name) or _MODEL_LIST_NAME.fullmatch(name)):
        return HashVerdict(name, current, None, None)
    if recording.request.kind == "tool":
        matches = current == name
        return HashVerdict(name, current, TOOL_SCHEME if matches else None, matches)
    rule = CURRENT if current == name else rule_of(recording)
    if rule is None:
        return HashVerdict(name, current, None, False)
    return HashVerdict(name, name, rule.name, True)


def feeds_hash(recording: Recording) -> Callable[[str], bool]:
    """Tells of a JSON Pointer into the request body whether what stands there feeds the request hash."""
    request = recording.request
    if request.kind == "file":
        return lambda _path: False
    if request.kind == "tool":
        return lambda _path: True
    drops_stream_options = _drops_stream_options(request)

    def feeds(path: str) -> bool:
        tokens = pointer_tokens(path)
        left_out = (drops_stream_options and tokens[:1] == ["stream_options"]) or any(
            token in _EXTRAS and tokens[at + 1 : at + 2] == ["project_id"] and (at == 0 or tokens[at - 1].isdigit())
            for at, token in enumerate(tokens)
        )
        # To find the rule costs several hashes, and only what it may leave out depends on it.
        return not left_out or not (rule_of(recording) or CURRENT).normalise

    return feeds


def hashed_value(value: JSON, rule: HashRule = CURRENT) -> JSON:
    """What is hashed of a value inside a body: two values that give the same here are the same to the hash."""
    if not rule.normalise:
        return value
    try:
        return _Normaliser(rule).value(value, is_root=False)
    except RecursionError:
        return value  # nested too deeply to rewrite: the recorder could not have named it either


def rule_of(recording: Recording) -> HashRule | None:
    """The newest rule that gives a recording its name; None where none does."""
    return next((rule for rule in RULES if _file_name(recording, rule) == recording.name), None)


def _file_name(recording: Recording, rule: HashRule) -> str | None:
    """The name of the file `rule` gives a recording: the hash, and for a model list the models' digest too."""
    computed = compute(recording.request, recording.test_id, rule)
    if computed is None or not recording.name.startswith("models-"):
        return computed
    return f"models-{computed}-{_models_digest(recording)}"


def _models_digest(recording: Recording) -> str:
    listed = recording.response.chunks[0].data if recording.response.chunks else None
    models = as_array(as_object(listed).get("models")) or as_array(listed)
    key = "model" if recording.request.endpoint == "/api/tags" else "id"
    names = {as_string(as_object(model).get(key)) or "" for model in models}
    return hashlib.sha256("|".join(sorted(names)).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _hashed_document(request: Request, test_id: str | None, rule: HashRule) -> dict[str, JSON] | None:
    if request.kind == "file":
        return None
    if request.kind == "tool":
        return {"provider": request.provider, "tool_name": request.name, "kwargs": request.body}
    if request.url is None or request.method is None:
        return None
    method = request.method.upper()
    body = request.body
    if request.kind == "http":
        payload = _Normaliser(rule).value(body) if rule.normalise else body
        return {"test_id": test_id, "url": request.url, "method": method, "payload": payload}
    path = url_path(request.url)
    if rule.normalise:
        if _drops_stream_options(request):
            body = {key: value for key, value in as_object(body).items() if key != "stream_options"}
        body = _Normaliser(rule).value(body)
    document: dict[str, JSON] = {"method": method, "endpoint": path, "body": body}
    if rule.with_test_id and path not in MODEL_LIST_ENDPOINTS:
        document["test_id"] = test_id
    return document


def url_path(url: str) -> str:
    """The path of a URL, which is what is hashed of it for an SDK call."""
    try:
        return urlsplit(url).path
    except ValueError:  # a URL with a broken host
        return url


def _drops_stream_options(request: Request) -> bool:
    """Bedrock's OpenAI endpoint varies them from run to run."""
    try:
        return request.kind == "sdk" and "bedrock" in urlsplit(request.url or "").netloc
    except ValueError:
        return False


_EXTRAS = ("extra_body", "extra_query")


class _Normaliser:
    """Walks one body as the recorder does: to it every item of a list is a root again."""

    def __init__(self, rule: HashRule) -> None:
        self._rule = rule
        self._rewrites = rule.rewrites
        self._file_numbers: dict[str, str] = {}
        if rule.numbers_files:
            self._rewrites = (*rule.rewrites, Rewrite("file-", _FILE_ID, self._number_of))

    def value(self, value: JSON, *, is_root: bool = True) -> JSON:
        if isinstance(value, str):
            for rewrite in self._rewrites:
                if rewrite.needle in value:
                    value = rewrite.apply(value)
            return value
        if isinstance(value, dict):
            normalised = {key: self.value(item, is_root=False) for key, item in value.items()}
            if is_root:
                for key in _EXTRAS:
                    as_object(normalised.get(key)).pop("project_id", None)
            return normalised
        if isinstance(value, list):
            return [self.value(item) for item in value]
        return round(value, self._rule.places) if isinstance(value, float) else value

    def _number_of(self, file_id: re.Match[str]) -> str:
        return self._file_numbers.setdefault(file_id[0], f"file-{len(self._file_numbers) + 1}")
