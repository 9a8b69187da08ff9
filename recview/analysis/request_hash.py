"""The request hash: how the recorder names a recording, recomputed offline.

Must not know the disk: a name is judged from the recording alone. The rules are in `hash_rules`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from urllib.parse import urlparse, urlsplit

from recview.analysis.hash_rules import (
    CURRENT,
    FILE_ID,
    PROJECT_ID,
    RULES,
    STREAM_OPTIONS,
    TOOL_SCHEME,
    HashRule,
    Rewrite,
)
from recview.model.json_value import JSON, as_array, as_object, as_string, pointer_tokens
from recview.model.recording import Recording, Request
from recview.model.value import value


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
    recorded_as: str | None = None
    """Of a suspect name: the first digits of the one that it had when it was recorded, where the ids that came back
    tell it, and a rule gives the request that name: the file was renamed since."""
    holds_own_name: bool = False
    """Of a suspect name: whether ids in the request are made of it. They were rewritten after the name was given."""


_MODEL_LIST_NAME = re.compile(r"models-([0-9a-f]{64}|[0-9a-f]{12})-([0-9a-f]{8})")
_HASH_NAME = re.compile(r"[0-9a-f]{64}|[0-9a-f]{12}")
_ORIGIN = re.compile(r"rec-([0-9a-f]{12})")
_REWRITTEN_CALL = "toolcall-{}-"
"""How the ids of tool calls begin that were made of the first eight digits of the recording's name."""


def compute(request: Request, test_id: str | None, rule: HashRule = CURRENT) -> str | None:
    """The name `rule` gives a request, without the ids of a model list; None where no rule names such a request."""
    try:
        hashed = _hashed_document(request, test_id, rule)
        if hashed is None:
            return None
        text = json.dumps(hashed, sort_keys=True)
    except RecursionError:
        return None
    for now, then in rule.renamed:
        text = text.replace(now, then)
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
        return HashVerdict(name, current, None, False, _recorded_as(recording), _holds_own_name(recording))
    return HashVerdict(name, name, rule.name, True)


def origin_of(recording: Recording) -> str | None:
    """The first digits of the name under which an answer was first recorded, where its id tells."""
    chunks = recording.response.chunks
    said = as_object(chunks[0].data) if chunks else {}
    answer_id = as_string(said.get("id")) or as_string(as_object(said.get("response")).get("id"))
    found = _ORIGIN.match(answer_id or "")
    return found[1] if found else None


def _recorded_as(recording: Recording) -> str | None:
    origin = origin_of(recording)
    if origin is None or recording.name.startswith(origin):
        return None
    tests = {recording.test_id, None}
    names = (compute(recording.request, test_id, rule) for rule in RULES for test_id in tests)
    return origin if any(name and name.startswith(origin) for name in names) else None


def _holds_own_name(recording: Recording) -> bool:
    try:
        return _REWRITTEN_CALL.format(recording.name[:8]) in json.dumps(recording.request.body)
    except RecursionError:
        return False


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
        left_out = STREAM_OPTIONS if drops_stream_options and tokens[:1] == [STREAM_OPTIONS] else ""
        for at, token in enumerate(tokens):
            is_root = at == 0 or tokens[at - 1].isdigit()
            if is_root and token in _EXTRAS and tokens[at + 1 : at + 2] == [PROJECT_ID]:
                left_out = PROJECT_ID
        if not left_out:
            return True
        # To find the rule costs several hashes, and only what it may leave out depends on it.
        rule = rule_of(recording) or CURRENT
        return not rule.normalise or left_out not in rule.left_out

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
    """The rule that gives a recording its name, the newest as far as that can be told; None where none does."""
    return next((rule for rule in RULES if _file_name(recording, rule) == recording.name), None)


def current_name(recording: Recording) -> str | None:
    """What the recorder would call a recording today; None where no rule names such a request."""
    return _file_name(recording, CURRENT)


def models_digest(name: str) -> str:
    """What the name of a model list says of the models it lists; empty for any other name."""
    found = _MODEL_LIST_NAME.fullmatch(name)
    return found[2] if found else ""


def _file_name(recording: Recording, rule: HashRule) -> str | None:
    """The name of the file `rule` gives a recording: the hash, and for a model list the models' digest too.

    Where the response was not read, the models are taken to be those that the name tells of.
    """
    computed = compute(recording.request, recording.test_id, rule)
    if computed is None or not recording.name.startswith("models-"):
        return computed
    is_read = bool(recording.response.document)
    digest = _models_digest(recording) if is_read else models_digest(recording.name)
    return f"models-{computed}-{digest}"


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
        if STREAM_OPTIONS in rule.left_out and _drops_stream_options(request) and isinstance(body, dict):
            body = {key: value for key, value in body.items() if key != STREAM_OPTIONS}
        body = _Normaliser(rule).value(body)
    document: dict[str, JSON] = {"method": method, "endpoint": path, "body": body}
    if rule.hashes_test(path):
        document["test_id"] = test_id
    return document


def url_path(url: str) -> str:
    """The path of a URL, which is what is hashed of it for an SDK call; `;parameters` behind it are not."""
    try:
        return urlparse(url).path
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
            self._rewrites = (*rule.rewrites, Rewrite("file-", FILE_ID, self._number_of))

    def value(self, value: JSON, *, is_root: bool = True) -> JSON:
        if isinstance(value, str):
            for rewrite in self._rewrites:
                if rewrite.needle in value:
                    value = rewrite.apply(value)
            return value
        if isinstance(value, dict):
            normalised = {key: self.value(item, is_root=False) for key, item in value.items()}
            if is_root and PROJECT_ID in self._rule.left_out:
                for key in _EXTRAS:
                    as_object(normalised.get(key)).pop(PROJECT_ID, None)
            return normalised
        if isinstance(value, list):
            return [self.value(item) for item in value]
        return round(value, self._rule.places) if isinstance(value, float) else value

    def _number_of(self, file_id: re.Match[str]) -> str:
        return self._file_numbers.setdefault(file_id[0], f"file-{len(self._file_numbers) + 1}")
