"""Settings for all tests: no deadlines for generated cases (machines differ), no colour, no user configuration.

In CI the generated cases are the same at each run, so that a change is judged by what it changes; elsewhere they are
others each time, and find what CI cannot.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

MOST_WORKERS = 16
"""Beyond so many, each costs more to start than it takes off the others."""

settings.register_profile("recview", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("recview")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """`-n auto`: twice as many as there are processors, for two thirds of the time a test of the interface waits."""
    return min(2 * (os.cpu_count() or 1), MOST_WORKERS)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Caches, ledgers and configuration of the person who runs the tests are neither read nor written."""
    folder: Path = tmp_path_factory.mktemp("user")
    monkeypatch.setenv("RECVIEW_CACHE_DIR", str(folder / "cache"))
    monkeypatch.setenv("RECVIEW_STATE_DIR", str(folder / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.delenv("NO_COLOR", raising=False)
