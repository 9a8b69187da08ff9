"""What is told before the interface is served; the server itself is another project's."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from recview.cli.command_line import run


def test_a_port_in_use_is_told_before_anything_is_announced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run(["serve", "--port", str(port), str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"recview: port {port} is in use\n  --port takes another.\n"
