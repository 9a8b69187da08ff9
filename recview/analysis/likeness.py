"""How alike two recorded calls are: their tests taken apart, random ids masked, bodies compared word by word.

Knows nothing of who is paired with whom.
"""

from __future__ import annotations

import json
import re
from functools import cached_property

from rapidfuzz.distance import Indel

from recview.analysis.json_leaves import texts
from recview.analysis.random_ids import ID_PREFIXES
from recview.analysis.request_hash import models_digest, origin_of
from recview.model.json_value import JSON, as_array, as_object
from recview.model.recording import Recording
from recview.model.value import value

_RANDOM_ID = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    rf"|\b(?:{'|'.join(ID_PREFIXES)})[-_](?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{{6,}}"
    r"|\b(?=[a-f]*\d)[0-9a-f]{16,}\b"
)
_MASK = "random_id"
_WORD = re.compile(r"\w+")
_TURN_LISTS = ("messages", "contents", "input")

_TELLING_WORDS = 8
_RENAMED_TEST_WEIGHT = 0.25
_SOMETHING_ELSE = 0.5
_OTHER_HOST = 0.02
_OTHER_IDS = 0.01
_NAMED_BY_ANSWER = 0.25


@value
class TestName:
    """A pytest node id taken apart: `file::function[parameters]`, where `function` has its class in front."""

    __test__ = False  # no test class, whatever pytest makes of the name

    file: str
    function: str
    parameters: str

    @classmethod
    def of(cls, test_id: str) -> TestName:
        """Splits any text; what is no node id has only a file."""
        stem, bracket, parameters = test_id.partition("[")
        file, _, function = stem.partition("::")
        return cls(file, function, parameters.removesuffix("]") if bracket else "")


class _Characters(dict[str, str]):
    """A character for every word, in the order in which the words are met."""

    def __missing__(self, word: str) -> str:
        character = self[word] = chr(1 + len(self) % 0x10FFFE)
        return character


class Vocabulary:
    """Gives every word one character, so that word lists compare at the speed of strings."""

    def __init__(self) -> None:
        self._characters = _Characters()

    def encode(self, text: str) -> str:
        """The words of `text`, a character each."""
        return "".join(map(self._characters.__getitem__, _WORD.findall(text)))


class Call:
    """One recorded request as pairing sees it. What costs time is worked out when it is first asked for."""

    def __init__(self, recording: Recording, vocabulary: Vocabulary, root: str = "") -> None:
        request = recording.request
        self.recording = recording
        self.folder = recording.path.removeprefix(root).rpartition("/")[0]
        """Below the root of its side."""
        self.test = TestName.of(recording.test_id) if recording.test_id else None
        self.endpoint = request.endpoint or f"{request.kind} {request.name}"
        self.url = request.url
        self.model = request.model
        self._vocabulary = vocabulary

    @property
    def file(self) -> str:
        """The test's file, or nothing."""
        return self.test.file if self.test else ""

    @property
    def function(self) -> str:
        """The test's function with its class, or nothing."""
        return self.test.function if self.test else ""

    @property
    def models(self) -> str:
        """What the name of a model list tells of its models; empty for all other calls."""
        return models_digest(self.recording.name)

    @property
    def is_telling(self) -> bool:
        """Whether the body says enough to be recognised by: a model list or a health check does not."""
        return len(self.words) >= _TELLING_WORDS

    @property
    def text(self) -> str:
        """The body as canonical JSON with random ids masked: equal texts are the same question."""
        return self._masked[0]

    @property
    def random_ids(self) -> frozenset[str]:
        """What was masked."""
        return self._masked[1]

    @cached_property
    def _masked(self) -> tuple[str, frozenset[str]]:
        return mask(self.recording.request.body)

    @cached_property
    def words(self) -> str:
        """The words of `text`, encoded."""
        return self._vocabulary.encode(self.text)

    @cached_property
    def said(self) -> str:
        """The words of the conversation, or else of the whole body, encoded: without what only builds the JSON."""
        asked = self.turns or self.recording.request.body
        return self._vocabulary.encode("\n".join(texts(asked, but_under=_BUILT_OF)))

    @cached_property
    def turns(self) -> list[JSON]:
        """The messages the request carries."""
        return turns_of(self.recording.request.body)

    @cached_property
    def answer_origin(self) -> str | None:
        """The first digits of the name under which the answer was first recorded, where its id tells."""
        return origin_of(self.recording)


_BUILT_OF = frozenset({"role", "type", "id", "model", "name", "encoding_format"})
"""Keys whose texts say what kind of thing something is, not what is asked."""


def asks_something_else(a: Call, b: Call) -> bool:
    """Whether two conversations have less than half of their words in common."""
    return Indel.normalized_distance(a.said, b.said, score_cutoff=_SOMETHING_ELSE) > _SOMETHING_ELSE


def turns_of(body: JSON) -> list[JSON]:
    """The messages a request body carries, whatever its vendor calls them."""
    asked = as_object(body)
    return max([as_array(asked.get(key)) for key in _TURN_LISTS], key=len)


def goes_on(a: Call, b: Call) -> bool:
    """Whether one call is the other's conversation, some messages later."""
    shorter, longer = sorted((a.turns, b.turns), key=len)
    return 0 < len(shorter) < len(longer) and longer[: len(shorter)] == shorter


def mask(body: JSON) -> tuple[str, frozenset[str]]:
    """`body` as JSON with sorted keys, its random ids all written the same; and the ids."""
    try:
        text = json.dumps(body, sort_keys=True, ensure_ascii=False)
    except RecursionError:  # nothing is as deep as that by honest means: like nothing else
        return "", frozenset()
    ids: list[str] = []

    def masked(found: re.Match[str]) -> str:
        ids.append(found[0])
        return _MASK

    text = _RANDOM_ID.sub(masked, text)
    return text, frozenset(ids)


def body_distance(a: Call, b: Call, limit: float = 1.0) -> float:
    """The share of words to delete or insert, 0 (same question) to 1; 1 where it is above `limit`."""
    if a.text == b.text:
        return 0.0
    return Indel.normalized_distance(a.words, b.words, score_cutoff=limit)


def parameter_distance(a: TestName, b: TestName) -> float:
    """How far the parameters of two tests are apart, 0 to 1."""
    return Indel.normalized_distance(a.parameters, b.parameters)


def distance(new: Call, old: Call, limit: float = 1.0) -> float:
    """How far `old` is from being the call that `new` replaces: 0 and up; 1 or more where no partner.

    The body counts most; the parameters of a renamed test, the host, the random ids, and whether the new answer still
    bears the old recording's name decide between bodies that are much alike.
    """
    apart = body_distance(new, old, limit)
    if apart >= 1.0:
        return apart
    if new.test and old.test and new.test != old.test:
        apart += _RENAMED_TEST_WEIGHT * parameter_distance(new.test, old.test)
    if new.url != old.url:
        apart += _OTHER_HOST
    if new.random_ids != old.random_ids:
        apart += _OTHER_IDS * (1 - len(new.random_ids & old.random_ids) / len(new.random_ids | old.random_ids))
    origin = new.answer_origin
    if origin and origin != new.recording.name[: len(origin)] and old.recording.name.startswith(origin):
        apart *= _NAMED_BY_ANSWER
    return apart
