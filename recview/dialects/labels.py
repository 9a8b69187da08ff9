"""A few words for results that are no model answers."""

from __future__ import annotations

from recview.model.json_value import JSON, as_array


def counted(number: int, noun: str) -> str:
    """`1 model`, `1,200 models`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def vectors_label(vectors: list[JSON]) -> str:
    """`3 vectors × 384`; the length is left out where the vectors differ in it or have none."""
    lengths = {_dimensions(vector) for vector in vectors}
    label = counted(len(vectors), "vector")
    length = lengths.pop() if len(lengths) == 1 else 0
    return f"{label} × {length}" if length else label


def _dimensions(vector: JSON) -> int:
    """Of a list of numbers, or of base64 over 32-bit floats."""
    if isinstance(vector, str):
        return (len(vector) * 3 // 4 - vector[-2:].count("=")) // 4
    return len(as_array(vector))
