from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.wire.documents import DocumentError, loads_fast
from recview.wire.runs import Alike, Run, shorten

ALIKE = Alike(kind=b'"a.Chunk"', joined=(b'"text"', b'"more"'), ignored=b'"pad"', least_bytes=0)


def chunk(text: Any, kind: str = "a.Chunk", pad: str | None = None, **more: Any) -> dict[str, Any]:
    data = {"id": 1, "delta": {"text": text, "role": None, **more}}
    return {"type": kind, "data": data if pad is None else {**data, "pad": pad}}


def recorded(items: list[Any], ascii_only: bool = True) -> bytes:
    return json.dumps({"asked": {"text": "Hi"}, "body": items}, indent=2, ensure_ascii=ascii_only).encode(
        "utf-8", "surrogatepass"
    )


def shortened(items: list[Any], ascii_only: bool = True) -> tuple[list[Any], list[Run]]:
    data, runs = shorten(recorded(items, ascii_only), b'"type"', ALIKE) or (b"", [])
    return (json.loads(data)["body"] if data else items), runs


def test_a_run_is_one_object_that_says_all_of_it() -> None:
    items, runs = shortened([chunk("", role="assistant"), *map(chunk, "abcdef"), chunk("end", n=1), chunk(None)])
    assert items == [chunk("", role="assistant"), {**chunk("abcdef"), "type": 0}, chunk("end", n=1), chunk(None)]
    assert runs == [Run(6, "abcdef")]


def test_what_is_followed_by_no_text_stands_by_itself() -> None:
    items, runs = shortened([*map(chunk, "abcdef"), chunk(None)])
    assert items == [{**chunk("abcde"), "type": 0}, chunk("f"), chunk(None)]
    assert runs == [Run(5, "abcde")]


def test_several_runs_are_counted() -> None:
    calls = [chunk(None, more=text) for text in "fghij"]
    items, runs = shortened([*map(chunk, "abcde"), chunk(None), *calls, chunk(1)])
    assert [item["type"] for item in items] == [0, "a.Chunk", "a.Chunk", 1, "a.Chunk", "a.Chunk"]
    assert items[3] == {**chunk(None, more="fghi"), "type": 1}
    assert runs == [Run(4, "abcd"), Run(4, "fghi")]


def test_padding_may_be_another_in_each() -> None:
    items, runs = shortened([chunk(text, pad=text * 3) for text in "abcdef"])
    assert items == [{**chunk("abcde", pad="aaa"), "type": 0}, chunk("f", pad="fff")]
    assert runs == [Run(5, "abcde")]


@pytest.mark.parametrize(
    "items",
    [
        [*map(chunk, "abc")],
        [chunk(number) for number in range(9)],
        [chunk("a", n=number) for number in range(9)],
        [chunk(text, kind="b.Chunk") for text in "abcdefg"],
        [chunk(text, pad='"' + text) for text in "abcdefg"],
        [chunk(text, inner={"text": "the same"}) for text in "abcdefg"],
        [[chunk("a")], *[[chunk("b"), 1]] * 8],
        [{"before": 1, **chunk("a")}] * 8,
        [chunk("a", inner=[chunk("a", inner=[chunk("a", inner=[chunk("a", inner=[chunk("a")])])])])],
        [],
    ],
)
def test_what_is_no_run_is_left_as_it_is(items: list[Any]) -> None:
    assert shortened(items) == (items, [])


def test_many_runs_are_told_apart() -> None:
    items, runs = shortened([chunk(text, n=number) for number in range(12) for text in "abcde"])
    assert [item["type"] for item in items] == [*range(12), "a.Chunk"]
    assert runs == [Run(5, "abcde")] * 11 + [Run(4, "abcd")]


def test_one_within_the_other_is_no_run() -> None:
    inner: list[Any] = []
    for text in "abcdefgh":
        inner = [1, {**chunk(text), "inner": inner}]
    assert shorten(json.dumps(inner).encode(), b'"type"', ALIKE) is None


def test_text_of_another_kind_is_soon_given_up() -> None:
    items = [chunk("a", n=number) for number in range(6)] + [chunk(text) for text in "abcdefg"]
    assert shortened(items) == (items, [])


def test_halves_of_a_character_are_not_joined() -> None:
    items = [chunk(text) for text in ["\ud83d", "\ude00"] * 4]
    assert shortened(items) == (items, [])


def test_a_short_text_is_not_worth_it() -> None:
    data = recorded([chunk(text) for text in "abcdefg"])
    assert shorten(data, b'"type"', replace(ALIKE, least_bytes=len(data))) is not None
    assert shorten(data, b'"type"', replace(ALIKE, least_bytes=len(data) + 1)) is None


@pytest.mark.parametrize("piece", [b"\\u12", b"\\x", b"\\", b"\x01", b"\xe2\x82", b"\x82\xac"])
def test_what_is_no_json_is_not_made_any(piece: bytes) -> None:
    data = recorded([chunk("abc")] * 9).replace(b'"abc"', b'"34' + piece + b'"')
    assert shorten(data, b'"type"', ALIKE) is None


def test_what_is_no_json_is_not_lost_with_the_padding() -> None:
    data = recorded([chunk(text, pad=f"pad {text}") for text in "abcdefghi"])
    for place in b"bdgi":
        broken = data.replace(b"pad %c" % place, b"pad \x01")
        left, _ = shorten(broken, b'"type"', ALIKE) or (broken, [])
        assert is_json(data) and not is_json(left)


WORD = st.text(max_size=4) | st.sampled_from(['"', "\\", '\\"', '", "text": "', "\ud83d", "\ude00", "😀", "ä", "\n"])
CHUNK = st.builds(
    chunk,
    WORD | st.none(),
    kind=st.sampled_from(["a.Chunk"] * 5 + ["b.Chunk"]),
    pad=st.none() | st.just("x y") | WORD,
)


@given(st.lists(st.tuples(CHUNK, st.lists(WORD, max_size=8)), max_size=4), st.booleans())
def test_texts_laid_out_again_are_what_was_there(groups: list[tuple[Any, list[str]]], ascii_only: bool) -> None:
    items = [item for like, texts in groups for item in (like, *[{**like, "data": said(like, text)} for text in texts])]
    left, runs = shortened(items, ascii_only)
    counts = [runs[item["type"]].count if isinstance(item["type"], int) else 1 for item in left]
    assert sum(counts) == len(items)
    assert "".join(text_of(item) for item in left) == "".join(text_of(item) for item in items)
    at = 0
    for item, count in zip(left, counts, strict=True):
        run = items[at : at + count]
        at += count
        assert text_of(item) == "".join(map(text_of, run))
        if isinstance(item["type"], int):
            assert runs[item["type"]].text == text_of(item)
            assert {**item, "type": "a.Chunk"} == {**run[0], "data": said(run[0], text_of(item))}
        for other in run:
            assert unpadded(other) == unpadded({**run[0], "data": said(run[0], text_of(other))}) or count == 1


def said(item: Any, text: str) -> Any:
    return {**item["data"], "delta": {**item["data"]["delta"], "text": text}}


def text_of(item: Any) -> str:
    return item["data"]["delta"]["text"] or ""


def unpadded(item: Any) -> Any:
    return {**item, "data": {**item["data"], "pad": None}}


@given(
    st.lists(st.text('ab"\\é', max_size=3), min_size=4, max_size=8),
    st.lists(st.tuples(st.integers(0, 2000), st.sampled_from([*b'"\\{}[],: \n\x01\xff\xe9a'])), min_size=1, max_size=3),
)
def test_what_was_no_json_is_none_afterwards(texts: list[str], damage: list[tuple[int, int]]) -> None:
    data = bytearray(recorded([chunk(text, pad="p") for text in texts], ascii_only=False))
    for at, byte in damage:
        data[at % len(data)] = byte
    found = shorten(bytes(data), b'"type"', ALIKE)
    if found is not None:
        assert is_json(found[0]) == is_json(bytes(data))


def is_json(data: bytes) -> bool:
    try:
        loads_fast(data)
    except DocumentError:
        return False
    return True
