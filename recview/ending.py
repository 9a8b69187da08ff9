"""The signals that ask a program to end: from whoever started it, or because the terminal's window is closed."""

from __future__ import annotations

import signal

ENDING_SIGNALS = tuple(signal.Signals[name] for name in ("SIGTERM", "SIGHUP") if name in signal.Signals.__members__)
"""Those that this system knows. ^C is none of them: it is a key, or an exception."""
