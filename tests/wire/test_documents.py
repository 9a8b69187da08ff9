"""JSON in and out: exact on the way in, harmless on the way out."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.wire.documents import DocumentError, dumps, dumps_plain, loads, loads_fast
from recview.wire.terminal import UNSAFE

SCALAR = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.text(st.characters(codec=None, categories=None), max_size=8)
ANY_JSON = st.recursive(
    SCALAR | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=10,
)


def same(one: Any, other: Any) -> bool:
    """Equal, and of one type all the way down: 1 is not 1.0 and not true."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


@given(ANY_JSON)
def test_reading_is_what_the_standard_library_reads(value: Any) -> None:
    data = json.dumps(value).encode()
    assert same(loads(data), json.loads(data))


@given(ANY_JSON)
def test_what_is_written_reads_back_the_same(value: Any) -> None:
    recorded = json.loads(json.dumps(value))
    for text in (dumps(recorded), dumps(recorded, indent=True), dumps_plain(recorded)):
        assert same(json.loads(text), recorded)


@given(ANY_JSON)
def test_nothing_written_speaks_to_a_terminal(value: Any) -> None:
    assert UNSAFE.search(dumps(value)) is None
    assert UNSAFE.search(dumps(value, indent=True).replace("\n", "")) is None


@pytest.mark.parametrize("digits", [18, 19, 20, 21, 40, 400])
@pytest.mark.parametrize("template", ['{"a":%s}', '{"a": -%s}', "[0.5,%s]", '{"a":"b","c":[1,%s,2]}', "%s"])
@pytest.mark.parametrize("padding", range(7))
def test_whole_numbers_of_any_length_are_exact(digits: int, template: str, padding: int) -> None:
    text = " " * padding + template % ("9" * digits)
    assert same(loads(text.encode()), json.loads(text))


def test_a_long_number_among_many_long_fractions() -> None:
    values = [0.1234567890123456] * 500 + [2**64 + 1]
    assert loads(json.dumps(values).encode()) == values


def test_a_long_number_far_into_a_text_full_of_digits() -> None:
    value = {"ids": ["12345678901234567 " * 400], "seed": 10**30 + 7}
    assert loads(json.dumps(value).encode()) == value


@pytest.mark.parametrize("depth", [10, 900, 1000, 1024])
def test_what_is_nested_deeply_is_read_either_way(depth: int) -> None:
    data = b"[" * depth + b"1" + b"]" * depth
    for read in (loads, loads_fast):
        value: Any = read(data)
        for _ in range(depth):
            (value,) = value
        assert value == 1


def test_what_is_nested_deeply_is_not_rounded() -> None:
    """How deep is too deep is for the Python that runs to say."""
    try:
        value: Any = loads(b"[" * 1000 + b"9" * 20 + b"]" * 1000)
    except DocumentError as error:
        assert error.reason == "nested too deeply to read"
        return
    for _ in range(1000):
        (value,) = value
    assert value == int("9" * 20)


def test_the_fast_way_may_round() -> None:
    assert loads_fast(b"[1, 2]") == [1, 2]
    assert loads_fast(b'"\\ud800"') == "\ud800"


@pytest.mark.parametrize(
    ("data", "reason", "offset"),
    [
        (b"", "the file is empty", 0),
        (b" \n ", "the file is empty", 0),
        (b'{"a": 1', "the JSON ends too early (line 1, column 8)", 7),
        (b'{"a": "b', "the JSON ends too early (line 1, column 7)", 6),
        (b'{"a": nope, "b": [1, 2, 3]}', "no JSON: Expecting value (line 1, column 7)", 6),
        (b'{"\xc3\xa4": nope, "b": [1, 2, 3]}', "no JSON: Expecting value (line 1, column 7)", 7),
        (b'{"a": 1}}', "no JSON: something stands behind its end (line 1, column 9)", 8),
        (b'{"a": 1}\0', "no JSON: something stands behind its end (line 1, column 9)", 8),
        (b'{"a": 1},}', "no JSON: something stands behind its end (line 1, column 9)", 8),
        (b'{"a": 1]', "no JSON: Expecting ',' delimiter (line 1, column 8)", 7),
        (b'{"a": "\xff"}', "not UTF-8: invalid start byte", 7),
        (b"[" * 100_000, "nested too deeply to read", None),
        (b"9" * 5000, "a whole number in it has too many digits to read", None),
    ],
)
def test_what_is_no_json_says_where(data: bytes, reason: str, offset: int | None) -> None:
    with pytest.raises(DocumentError) as caught:
        loads(data)
    assert (caught.value.reason, caught.value.offset) == (reason, offset)


def test_what_is_cut_anywhere_ends_too_early() -> None:
    whole = b'{"a": [true, false, null, -1.5e+3, NaN, -Infinity], "b": {"c": "d\\u00e9\\n\\ud83e\\ude90"}}\n'
    loads(whole)
    for length in range(1, len(whole) - 1):
        with pytest.raises(DocumentError, match="ends too early"):
            loads(whole[:length])


@given(st.binary(max_size=40))
def test_any_bytes_are_a_value_or_a_document_error(data: bytes) -> None:
    for read in (loads, loads_fast):
        try:
            read(data)
        except DocumentError as error:
            assert error.reason


def test_a_byte_order_mark_is_no_matter() -> None:
    assert loads(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_what_json_does_not_have_is_read_and_written_as_null() -> None:
    value = loads(b"[NaN, Infinity, 18446744073709551616]")
    assert isinstance(value, list)
    assert math.isnan(value[0])  # type: ignore[arg-type]
    assert dumps(value) == "[null,null,18446744073709551616]"
    assert dumps_plain(value) == "[null, null, 18446744073709551616]"


def nested(depth: int) -> Any:
    value: Any = [{}, []]
    for level in range(depth):
        value = {"a": value, "b": 1} if level % 2 else [value, "c"]
    return value


def test_deep_nesting_is_written_too() -> None:
    value = nested(900)
    text = dumps(value)
    assert text.startswith('{"a":[{"a":[')
    assert text.count("[") == text.count("]") == 452
    assert loads(text.encode()) == loads(dumps_plain(value).encode())
    assert dumps_plain(nested(2)) == '{"a": [[{}, []], "c"], "b": 1}'


def test_escapes_name_the_character_and_nothing_else() -> None:
    assert dumps("\u202e\x1b\x9b\U000e0041ä😀") == '"\\u202e\\u001b\\u009b\\udb40\\udc41ä😀"'


def test_the_one_ascii_control_that_json_does_not_escape_is_escaped() -> None:
    assert dumps("a\x7f\x00") == '"a\\u007f\\u0000"'
