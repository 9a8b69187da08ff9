"""Who answers chat completions, and by which habits each host's answers are known."""

from __future__ import annotations

from dataclasses import dataclass

from recview.samples.builders.envelope import JsonObject


@dataclass(frozen=True, slots=True)
class Host:
    """One API that speaks chat completions."""

    provider: str
    base_url: str
    model: str
    reports: str
    """The model as the response names it."""
    fingerprint: str | None = None
    service_tier: str | None = None
    obfuscates: bool = False
    """Whether chunks carry padding against traffic analysis."""
    details: bool = False
    """Whether usage breaks the counts down."""
    reasoning_keys: tuple[str, ...] = ("reasoning_content",)
    whole_calls: bool = False
    """Whether a tool call comes in one chunk."""
    metadata: JsonObject | None = None
    """The request's `provider_metadata`."""

    @property
    def label(self) -> str:
        """The parameter of the test, as pytest shows it."""
        return f"txt={self.provider}/{self.model}"


_SDK: JsonObject = {"openai_sdk_version": "2.5.0"}
_OPENAI_URL = "https://api.openai.com/v1"

OPENAI = Host("openai", _OPENAI_URL, "gpt-4o", "gpt-4o-2024-08-06", "fp_a1c0ffee42", "default", True, True)
O4_MINI = Host("openai", _OPENAI_URL, "o4-mini", "o4-mini-2025-04-16", None, "default", True, True, metadata=_SDK)
OLLAMA = Host(
    "ollama",
    "http://localhost:11434/v1",
    "llama3.2:3b-instruct-fp16",
    "llama3.2:3b-instruct-fp16",
    "fp_ollama",
    whole_calls=True,
)
VLLM = Host(
    "vllm",
    "http://localhost:8000/v1",
    "Qwen/Qwen3-0.6B",
    "Qwen/Qwen3-0.6B",
    reasoning_keys=("reasoning", "reasoning_content"),
    metadata=_SDK,
)
BEDROCK = Host(
    "bedrock",
    "https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1",
    "openai.gpt-oss-20b-1:0",
    "openai.gpt-oss-20b-1:0",
    service_tier="default",
    reasoning_keys=("reasoning",),
)
