"""What is done where the reader of our output has gone, as the `head` of a pipe does."""

from __future__ import annotations

import os
import sys


def end_quietly() -> int:
    """Nothing is wrong, and Python shall not complain when it flushes at exit. Answers with the exit code."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
