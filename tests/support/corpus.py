"""Where the real recordings lie, for tests that read them if they are there."""

from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real recordings is not beside the project")


def corpus_files() -> list[Path]:
    """Every recording of the corpus, in a stable order; empty where it is missing."""
    return sorted(CORPUS.rglob("*.json"))
