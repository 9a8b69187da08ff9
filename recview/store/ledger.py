"""What a reviewer has decided, kept in the user's state folder: never in a tree of recordings.

A decision belongs to the contents of a pair, not to paths: it survives renames, and is gone once either side changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import platformdirs

from recview.errors import RecviewError
from recview.model.json_value import JSON, as_object, as_string
from recview.model.judgement import DECISIONS, Judgement
from recview.model.recording import Recording, Unreadable
from recview.model.value import value
from recview.store.reading import read_file
from recview.wire.documents import DocumentError, dumps, loads

_SCHEMA = "recview.ledger/1"
_BEGIN_ANEW = "Move it away to begin anew."
_PRIVATE = 0o600
_EXPORT_FIRST = "--import takes a file that `recview review … --export FILE` wrote."


@value
class Part:
    """What a decision is about, as a person knows it. Said in exported files only: the ledger goes by contents."""

    test_id: str | None
    path: str


def ledger_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the ledger lies: below RECVIEW_STATE_DIR if that is set, else in the user's state folder."""
    folder = environ.get("RECVIEW_STATE_DIR")
    return (Path(folder) if folder else platformdirs.user_state_path("recview")) / "review-ledger.json"


def pair_key(old: Recording | None, new: Recording | None) -> str:
    """What a pair is known by: both documents' contents, however they are laid out; None for a missing side."""
    contents = [None if side is None else side.document for side in (old, new)]
    try:
        text = json.dumps(contents, sort_keys=True)
    except RecursionError:
        text = repr((old and old.path, new and new.path))  # too deep to compare: known by its paths after all
    return hashlib.sha256(text.encode()).hexdigest()


class Ledger:
    """The decisions of one file. Every change is on disk when the call returns. Raises RecviewError on any trouble."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or ledger_path()
        self._judgements = _read(self.path) if _is_there(self.path) else {}

    def __len__(self) -> int:
        return len(self._judgements)

    def get(self, key: str) -> Judgement | None:
        """What was decided on a pair (see `pair_key`); None where nothing was."""
        return self._judgements.get(key)

    def decide(self, keys: Iterable[str], judgement: Judgement | None) -> None:
        """Puts one decision down for several pairs; None takes it back."""
        self._write(dict.fromkeys(keys, judgement))

    def export(self, path: Path, parts: Mapping[str, Part]) -> int:
        """Writes the decisions on some pairs, by key, to a file that `take_in` reads; says how many there are."""
        chosen = {key: judgement for key, judgement in self._judgements.items() if key in parts}
        data = _document(chosen, parts)
        try:
            if path.exists() and not path.is_file():
                path.write_bytes(data)  # a pipe or a device is written to, and no file put in its place
            else:
                _replace(path, data, _mode_of(path))
        except OSError as error:
            raise RecviewError(f"cannot write {path}: {error.strerror}") from error
        return len(chosen)

    def take_in(self, path: Path) -> int:
        """Adds the decisions of an exported file, which win over those here; says how many there were."""
        judgements = _read(path, hint=_EXPORT_FIRST)
        self._write(judgements)
        return len(judgements)

    def _write(self, changes: Mapping[str, Judgement | None]) -> None:
        # Another recview may have written since: its decisions are kept.
        current: dict[str, Judgement | None] = {**(_read(self.path) if _is_there(self.path) else {}), **changes}
        self._judgements = {key: judgement for key, judgement in current.items() if judgement is not None}
        try:
            _replace(self.path, _document(self._judgements), _PRIVATE)
        except OSError as error:
            raise RecviewError(f"cannot write the review ledger {self.path}: {error.strerror}") from error


def _is_there(path: Path) -> bool:
    """Not in a folder that may not be entered either: what is to be written there then says so."""
    return os.path.exists(path)  # noqa: PTH110


def _read(path: Path, hint: str = _BEGIN_ANEW) -> dict[str, Judgement]:
    data = read_file(str(path))
    if isinstance(data, Unreadable):
        raise RecviewError(f"cannot read the review ledger {path}: {data.reason}")
    try:
        document = as_object(loads(data))
    except DocumentError as error:
        raise RecviewError(f"{path} is no review ledger: {error.reason}", hint) from error
    if document.get("schema") != _SCHEMA:
        raise RecviewError(f"{path} is no review ledger: its schema is not {_SCHEMA}", hint)
    judgements = {key: _judgement(entry) for key, entry in as_object(document.get("decisions")).items()}
    return {key: judgement for key, judgement in judgements.items() if judgement is not None}


def _judgement(entry: JSON) -> Judgement | None:
    told = as_string(as_object(entry).get("decision"))
    decision = next((known for known in DECISIONS if known == told), None)
    return Judgement(decision, as_string(as_object(entry).get("note")) or "") if decision else None


def _entry(judgement: Judgement, part: Part | None) -> JSON:
    entry: dict[str, JSON] = {"decision": judgement.decision, "note": judgement.note}
    return entry if part is None else {**entry, "test_id": part.test_id, "path": part.path}


def _document(judgements: Mapping[str, Judgement], parts: Mapping[str, Part] | None = None) -> bytes:
    about = parts or {}
    document: JSON = {
        "schema": _SCHEMA,
        "decisions": {key: _entry(one, about.get(key)) for key, one in sorted(judgements.items())},
    }
    return f"{dumps(document, indent=True)}\n".encode()


def _replace(path: Path, data: bytes, mode: int) -> None:
    """All or nothing: a new file takes the old one's place. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    temporary = Path(name)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - of a descriptor
            file.write(data)
        temporary.chmod(mode)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _mode_of(path: Path) -> int:
    """The mode of a file that is there, else what the user's new files have: it is meant to be handed on."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
