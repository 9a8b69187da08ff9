"""What the sample recordings say: one module a subject. Knows no vendor's fields, no disk."""

from __future__ import annotations

from recview.samples.builders.envelope import Sample
from recview.samples.scenarios import (
    agents,
    chat,
    chat_forms,
    chat_signals,
    gemini,
    local,
    messages,
    oddities,
    responses,
    tools,
)

_SUBJECTS = (chat, chat_forms, chat_signals, agents, responses, messages, gemini, local, tools, oddities)


def all_samples() -> list[Sample]:
    """Every file of the tree, subject by subject."""
    return [sample for subject in _SUBJECTS for sample in subject.samples()]
