"""Which trees and files to look at: what the caller named, else what the environment says, else where we are."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from recview.errors import RecviewError
from recview.model.value import value

ROOT_VARIABLES = ("OGX_TEST_RECORDING_DIR", "LLAMA_STACK_TEST_RECORDING_DIR")
"""Where the test suites are told to record; the first that is set wins."""


@value
class Root:
    """A tree or a file to look at."""

    path: str
    """As given: every row below it is named by this and the path below it."""
    real: str
    """Absolute, without links: what tells two roots apart."""
    is_file: bool


def default_roots(environ: Mapping[str, str], cwd: str = ".") -> list[str]:
    """What to open where no path is named."""
    for variable in ROOT_VARIABLES:
        folder = environ.get(variable)
        if folder:
            if not os.path.exists(folder):
                raise RecviewError(f"{variable} names {folder}, which does not exist", "Unset it, or name a path.")
            return [folder]
    return [cwd]


def open_roots(paths: Sequence[str], environ: Mapping[str, str] = os.environ, cwd: str = ".") -> list[Root]:
    """The roots of a command's PATH… arguments. Raises RecviewError where one is missing or cannot hold recordings."""
    return [_open(path) for path in (paths or default_roots(environ, cwd))]


def reopened(root: Root) -> Root:
    """The root as it is now: a link may lead elsewhere, a file stand where a folder was."""
    try:
        real = os.path.realpath(root.path)
    except OSError:  # relative to a working folder that is gone
        return root
    return Root(root.path, real, os.path.isfile(real) or (root.is_file and not os.path.isdir(real)))


def _open(path: str) -> Root:
    if os.path.isdir(path):
        return Root(path, os.path.realpath(path), is_file=False)
    if os.path.isfile(path):
        return Root(path, os.path.realpath(path), is_file=True)
    if os.path.lexists(path):
        raise RecviewError(f"{path} is neither a folder nor a regular file")
    raise RecviewError(f"{path} does not exist")
