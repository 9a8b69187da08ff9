"""Runs a command where the system has no more to watch with: `at_the_limit.py instances|watches NUMBER COMMAND…`.

The limit is that of a user namespace, so nobody else is at it. Exits with UNAVAILABLE where there is none to be had.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

UNAVAILABLE = 77
_CLONE_NEWUSER = 0x10000000


def main(kind: str, number: str, *command: str) -> None:
    """Becomes the command; at the limit of instances all of them are taken, and stay so."""
    libc = ctypes.CDLL(None, use_errno=True)
    limit = Path(f"/proc/sys/user/max_inotify_{kind}")
    if sys.platform != "linux" or libc.unshare(_CLONE_NEWUSER) != 0:
        raise SystemExit(UNAVAILABLE)
    try:
        limit.write_text(number)
    except OSError:
        raise SystemExit(UNAVAILABLE) from None
    while kind == "instances" and libc.inotify_init1(0) >= 0:
        pass  # not closed by what is executed below
    if kind == "instances":
        assert ctypes.get_errno() == errno.EMFILE
    os.execv(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
