"""Log probabilities as OpenAI writes them, which Ollama writes too: one object a token."""

from __future__ import annotations

from recview.model.events import TokenLogprob
from recview.model.json_value import JSON, as_array, as_object, as_string


def token_logprobs(entries: JSON) -> tuple[TokenLogprob, ...]:
    """The tokens of a list of `{token, logprob, top_logprobs}`; entries without a token or number are left out."""
    tokens: list[TokenLogprob] = []
    for entry in as_array(entries):
        pair = token_logprob(entry)
        if pair is not None:
            alternatives = (token_logprob(other) for other in as_array(as_object(entry).get("top_logprobs")))
            tokens.append(TokenLogprob(*pair, tuple(other for other in alternatives if other is not None)))
    return tuple(tokens)


def token_logprob(entry: JSON, number_key: str = "logprob") -> tuple[str, float] | None:
    """One token and its log probability, if both are there."""
    fields = as_object(entry)
    token, number = as_string(fields.get("token")), as_number(fields.get(number_key))
    return None if token is None or number is None else (token, number)


def as_number(value: JSON) -> float | None:
    """`value` if it is a number, else None."""
    return None if isinstance(value, bool) or not isinstance(value, (int, float)) else value
