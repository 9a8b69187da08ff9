"""What the ids begin with that servers make up for each call: what comes behind them is random."""

from __future__ import annotations

ID_PREFIXES = (
    "asst", "batch", "call", "chatcmpl-tool", "chatcmpl", "ci", "cmpl", "conv", "fc", "file", "ftjob", "gen", "item",
    "mcpa", "mcpl", "mcpr", "mcp", "modelperm", "msg", "rec", "req", "resp", "rs", "run", "step", "thread", "toolcall",
    "tooluse", "toolu", "vsf", "vs", "ws",
)  # fmt: skip
"""OpenAI's, Anthropic's, OpenRouter's and the recorder's. Where one begins another, the longer one comes first."""
