"""Keeps Python's garbage collector out of the way while a great many values are built that all live on."""

from __future__ import annotations

import gc


class collector_paused:  # noqa: N801 - reads as what it does: `with collector_paused():`
    """No collection inside: what decoding builds has no cycles, and looking for them costs as much as parsing.

    A class, for it is entered once a file, and made by `contextlib` that took a tenth of reading a small one.
    """

    __slots__ = ("_was_running",)

    def __enter__(self) -> None:
        self._was_running = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._was_running:
            gc.enable()
