"""What is told before the interface is served; the server itself is another project's."""

from __future__ import annotations

import shlex
import socket
import sys
from pathlib import Path
from types import ModuleType

import pytest

from recview.cli.command_line import run


def test_what_is_named_as_a_command_is_served_as_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[str] = []

    class Server:
        def __init__(self, call: str, **_: object) -> None:
            served.append(call)

        def serve(self) -> None: ...

    server = ModuleType("textual_serve.server")
    server.Server = Server  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "textual_serve", ModuleType("textual_serve"))
    monkeypatch.setitem(sys.modules, "textual_serve.server", server)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert run(["serve", "--port", str(port), "demo"]) == 0
    assert [shlex.split(call)[1:] for call in served] == [["-m", "recview", "open", "--", "demo"]]


def test_a_port_in_use_is_told_before_anything_is_announced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run(["serve", "--port", str(port), str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"recview: port {port} is in use\n  --port takes another.\n"
