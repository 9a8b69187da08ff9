"""Asks git: revisions, listings, contents. Reads only; knows nothing of recordings."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import subprocess
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from recview.errors import RecviewError

_REGULAR = frozenset({b"100644", b"100755"})
_NO_CHANGES = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


class Blob(NamedTuple):
    """A regular file as git lists it."""

    path: str
    """Below the root of the repository; bytes that are no UTF-8 as surrogates (`os.fsdecode`)."""
    id: str
    """The id of its content; empty where the file must be read to tell."""
    size: int | None = None


def blob_id(data: bytes, like: str | None = None) -> str:
    """The id that git gives a file's content, in a repository where another one is `like`."""
    algorithm = "sha256" if like and len(like) == 64 else "sha1"
    return hashlib.new(algorithm, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


class Repository:
    """The repository that a folder lies in; it may be bare. Raises RecviewError where there is none."""

    def __init__(self, directory: str) -> None:
        if not Path(directory).is_dir():
            raise RecviewError(f"{directory} is no folder")
        self._directory = directory
        told = self._ask("rev-parse", "--is-bare-repository", "--is-inside-work-tree", "--show-prefix").split(b"\n")
        self.is_bare = told[1] != b"true"
        """Without a working tree, or outside of it."""
        self.prefix = os.fsdecode(told[2]) if len(told) > 2 else ""
        """Where the folder lies below the root of the working tree, with a slash at its end; empty at the root."""

    def work_tree(self) -> str:
        """The root of the working tree."""
        if self.is_bare:
            raise RecviewError("a bare repository has no working tree to compare with", "Name two revisions: A..B")
        return os.fsdecode(self._ask("rev-parse", "--show-toplevel").removesuffix(b"\n"))

    def tree(self, revision: str) -> str:
        """The id of a revision's tree."""
        return self._resolve(revision, "tree")

    def merge_base(self, left: str, right: str) -> str:
        """The commit that two revisions have last in common."""
        try:
            ends = self._resolve(left, "commit"), self._resolve(right, "commit")
            return os.fsdecode(self._ask("merge-base", *ends).strip())
        except _GitError as error:
            raise RecviewError(f"{left} and {right} have no history in common", "Compare them with `..`") from error

    def tree_files(self, tree: str) -> Iterator[Blob]:
        """Every regular file of a tree."""
        for line in _records(self._ask("ls-tree", "-r", "-z", "--full-tree", tree)):
            facts, _, path = line.partition(b"\t")
            mode, kind, blob = facts.split(b" ", 2)
            if kind == b"blob" and mode in _REGULAR:
                yield Blob(os.fsdecode(path), blob.decode())

    def index_files(self) -> Iterator[Blob]:
        """Every regular file of the index; one with a merge conflict comes once, without an id."""
        conflicts: set[bytes] = set()
        for line in _records(self._ask("ls-files", "-s", "-z", "--full-name", top=True)):
            facts, _, path = line.partition(b"\t")
            mode, blob, stage = facts.split(b" ")
            if mode in _REGULAR and path not in conflicts:
                if stage != b"0":
                    conflicts.add(path)
                yield Blob(os.fsdecode(path), blob.decode() if stage == b"0" else "")

    def working_files(self) -> Iterator[Blob]:
        """Every regular file of the working tree that is tracked, or new and not ignored; no link, as in a revision."""
        modes = self._changed_modes()
        for blob in self.index_files():
            mode = modes.pop(blob.path, None)
            if mode is None or mode in _REGULAR:
                yield blob if mode is None else blob._replace(id="")
        for path, mode in modes.items():
            if mode in _REGULAR:  # the index has a link, or nothing, where a file stands now
                yield Blob(path, "")
        root = self.work_tree()
        for name in _records(self._ask("ls-files", "-o", "-z", "--exclude-standard", "--full-name", top=True)):
            path = os.fsdecode(name)
            if _is_regular(f"{root}/{path}"):
                yield Blob(path, "")

    def _changed_modes(self) -> dict[str, bytes]:
        """What differs from the index in the working tree, by path, and what stands there; zeros where it is gone."""
        raw = ("diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--ignore-submodules")
        changes = _records(self._ask(*raw, top=True))
        return {os.fsdecode(path): facts.split(b" ")[1] for facts, path in zip(changes, changes, strict=True)}

    def read_blobs(self, ids: Sequence[str]) -> Generator[bytes | None, None, None]:
        """The contents of some blobs, in order; None for one that git does not have."""
        if not ids:
            return
        command = self._command("cat-file", "--batch", "--buffer")
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()) as process:
            assert process.stdin is not None and process.stdout is not None
            # Ids and contents go through two pipes of a limited size: to write all before reading any may block both.
            writer = threading.Thread(target=_write_ids, args=(process.stdin, ids), daemon=True)
            writer.start()
            try:
                for _ in ids:
                    yield _next_blob(process.stdout)
            finally:
                process.stdout.close()
                process.terminate()
                writer.join()

    def _resolve(self, revision: str, kind: str) -> str:
        try:
            found = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{{kind}}}")
        except _GitError as error:
            raise RecviewError(
                f"no such revision: {revision}", "`git log` and `git branch --all` name the ones there are."
            ) from error
        return found.decode().strip()

    def _ask(self, *arguments: str, top: bool = False) -> bytes:
        directory = self.work_tree() if top and not self.is_bare else self._directory
        command = self._command(*arguments, directory=directory)
        try:
            result = subprocess.run(command, capture_output=True, check=False, env=_environment())
        except FileNotFoundError:
            raise RecviewError("git is not installed", "Compare two folders instead.") from None
        if result.returncode != 0:
            reason = os.fsdecode(result.stderr).strip().splitlines()
            raise _GitError(
                f"git: {reason[0].removeprefix('fatal: ')}" if reason else f"git {arguments[0]} failed",
                "Name a folder inside a repository with -C, or two folders to compare.",
            )
        return result.stdout

    def _command(self, *arguments: str, directory: str | None = None) -> list[str]:
        # A repository's configuration may name programs to run; none of them is wanted here.
        return ["git", "-C", directory or self._directory, "-c", "core.fsmonitor=false", *arguments]


class _GitError(RecviewError):
    """Git ended with an error; the message is its own first line."""


def _environment() -> dict[str, str]:
    return {**os.environ, **_NO_CHANGES}


def _is_regular(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:  # gone since it was listed
        return False


def _records(output: bytes) -> Iterator[bytes]:
    """The parts of `-z` output."""
    return iter(output.split(b"\0")[:-1])


def _write_ids(pipe: IO[bytes], ids: Iterable[str]) -> None:
    with contextlib.suppress(BrokenPipeError), pipe:  # the reader may have had enough
        pipe.write("".join(f"{blob}\n" for blob in ids).encode())


def _next_blob(pipe: IO[bytes]) -> bytes | None:
    header = pipe.readline().split()
    if len(header) != 3:  # "<id> missing"
        return None
    data = pipe.read(int(header[2]))
    pipe.read(1)
    return data
