from __future__ import annotations

import pytest
from factories import make_row, make_usage
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.query import parse, quote
from recview.analysis.query_keys import KEYS
from recview.analysis.row_table import SLICE_ROWS, RowTable
from recview.errors import FilterError
from recview.model.row import Row

NOW_NS = 1_800_000_000_000_000_000
MINUTE_NS = 60_000_000_000

SATURN = make_row(
    path="tests/chat/recordings/aa.json",
    test_id="tests/chat/test_chat.py::test_planet[txt=openai/gpt-4o]",
    model="gpt-4o",
    dialect="openai.chat",
    streaming=True,
    chunk_count=120,
    preview="The planet is Saturn.",
    usage=make_usage(input_tokens=1000, output_tokens=24, total_tokens=1024),
    features=frozenset({"usage", "tools"}),
    size=2_000_000,
    mtime_ns=NOW_NS - 3 * MINUTE_NS,
)
REFUSED = make_row(
    path="tests/safety/recordings/bb.json",
    test_id=None,
    model="llama-guard3:1b",
    endpoint="/v1/completions",
    dialect="openai.completions",
    streaming=False,
    chunk_count=0,
    finish_reasons=(),
    preview="",
    usage=None,
    error=True,
    features=frozenset({"error"}),
    size=900,
    mtime_ns=NOW_NS - 26 * 60 * MINUTE_NS,
)
TOOL = make_row(
    path="tests/tools/recordings/cc.json",
    test_id="tests/tools/test_tools.py::test_weather",
    model=None,
    endpoint=None,
    url="https://tools.example/weather",
    dialect="tool",
    streaming=None,
    chunk_count=None,
    finish_reasons=("tool_calls",),
    preview="Rain in Saturnia",
    usage=None,
    features=frozenset(),
    size=50_000,
    mtime_ns=NOW_NS - 90 * MINUTE_NS,
)
ROWS = [SATURN, REFUSED, TOOL]


def names(text: str) -> str:
    """The first letter of each row that the filter lets through."""
    fitting = parse(text).select(ROWS, NOW_NS)
    return "".join({id(SATURN): "S", id(REFUSED): "R", id(TOOL): "T"}[id(row)] for row in fitting)


@pytest.mark.parametrize(
    ("text", "fitting"),
    [
        ("", "SRT"),
        ("   ", "SRT"),
        # words: test id, model, path, output
        ("saturn", "ST"),
        ("SATURN", "ST"),
        ("test_planet", "S"),
        ("llama-guard3:1b", "R"),
        ("safety", "R"),
        ("planet saturn", "S"),
        ('"planet is"', "S"),
        ('"is planet"', ""),
        ("tests/chat/test_chat.py::test_planet[txt=openai/gpt-4o]", "S"),
        ("nowhere", ""),
        # keys
        ("test:TOOLS", "T"),
        ("model:gpt", "S"),
        ("model:tests", ""),
        ("endpoint:/completions", "SR"),
        ("endpoint:weather", "T"),
        ("dialect:openai", "SR"),
        ("path:safety", "R"),
        ("path:planet", ""),
        ("text:saturn", "ST"),
        ("text:gpt", ""),
        ('text:"planet is"', "S"),
        ("has:tools", "S"),
        ("has:error", "R"),
        ("has:problem", "R"),
        ("has:usage", "S"),
        ("has:reasoning", ""),
        ("usage:none", "RT"),
        ("stream:yes", "S"),
        ("stream:no", "R"),
        ("finish:stop", "S"),
        ("finish:STOP", "S"),
        ("finish:tool", ""),
        ("chunks:>100", "S"),
        ("chunks:<1", "R"),
        ("chunks:120", "S"),
        ("chunks:=120", "S"),
        ("chunks:0..119", "R"),
        ("chunks:0..120", "SR"),
        ("tokens:>1000", "S"),
        ("tokens:>=1.024k", "S"),
        ("tokens:<5000", "S"),
        ("size:>1mb", "S"),
        ("size:<=900b", "R"),
        ("size:10kb..60kb", "T"),
        ("size:>1MiB", "S"),
        ("changed:5m", "S"),
        ("changed:2h", "ST"),
        ("changed:>1d", "R"),
        ("changed:1h..2d", "RT"),
        ("MODEL:gpt", "S"),
        # not, or, and
        ("-saturn", "R"),
        ("-has:tools", "RT"),
        ('-"planet is"', "RT"),
        ("model:gpt stream:yes", "S"),
        ("model:gpt stream:no", ""),
        ("planet | rain", "ST"),
        ("planet|rain", "ST"),
        ("model:gpt|llama", "SR"),
        ("model:gpt|path:tools", "ST"),
        ("-model:gpt|llama", "T"),
        ("-planet|-saturn", "RT"),
        ("planet|rain -stream:yes", "T"),
        ("planet -stream:yes | has:error", "R"),
        ('"|"', ""),
        ('"-saturn"', ""),
    ],
)
def test_what_a_filter_lets_through(text: str, fitting: str) -> None:
    assert names(text) == fitting


@pytest.mark.parametrize("there", ["caf\u00e9", "CAFE\u0301"])
@pytest.mark.parametrize("sought", ["caf\u00e9", "cafe\u0301", "text:caf\u00e9", "text:cafe\u0301", '"a cafe\u0301"'])
def test_accents_in_outputs_are_found_composed_and_decomposed(sought: str, there: str) -> None:
    row = make_row(preview=f"in a {there}")
    assert parse(sought).matches(row, NOW_NS)
    assert not parse(f"-{sought}").matches(row, NOW_NS)


@pytest.mark.parametrize("sought", ["test:caf\u00e9", "test:cafe\u0301", "path:caf\u00e9", "path:cafe\u0301"])
def test_accents_in_names_are_found_composed_and_decomposed(sought: str) -> None:
    for there in ("caf\u00e9", "cafe\u0301"):
        assert parse(sought).matches(make_row(path=f"{there}/a.json", test_id=f"t.py::{there}"), NOW_NS)


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("text", ["saturn", "has:tools|error", "chunks:>1 | stream:no", ""])
def test_one_row_fits_where_it_would_be_selected(row: Row, text: str) -> None:
    query = parse(text)
    assert query.matches(row, NOW_NS) is (row in query.select(ROWS, NOW_NS))


@pytest.mark.parametrize(
    ("text", "offset", "said"),
    [
        ("modle:gpt", 0, "did you mean model:"),
        ("a zzz:b", 2, "zzz: is no key"),
        ("model:", 6, "model: needs a value"),
        ("has:wings", 4, "has: knows tools, reasoning"),
        ("stream:maybe", 7, "stream: takes yes or no"),
        ("usage:some", 6, "usage: takes none"),
        ("x chunks:many", 9, "chunks: takes a number"),
        ("chunks:5parsecs", 7, "chunks: takes a number"),
        ("chunks:1..", 7, "chunks: takes a number"),
        ("changed:5", 8, "changed: takes a number like 5m"),
        ('model:"gpt', 6, "not closed"),
        ('"a"b', 3, "a space is missing"),
        ("a -", 2, "nothing stands after this -"),
        ("| a", 0, "nothing stands before this |"),
        ("a |", 3, "nothing stands after the last |"),
        ("a | | b", 4, "nothing stands before this |"),
    ],
)
def test_a_bad_filter_says_what_is_wrong_and_where(text: str, offset: int, said: str) -> None:
    with pytest.raises(FilterError) as error:
        parse(text)
    assert error.value.offset == offset
    assert said in error.value.message


def test_what_is_not_known_yet_is_not_taken_for_absent() -> None:
    header = make_row(state="header", usage=None, finish_reasons=(), chunk_count=None, streaming=None)
    assert not parse("usage:none").matches(header, NOW_NS)
    assert not parse("stream:no").matches(header, NOW_NS)


def test_highlights_are_the_words_sought_in_outputs() -> None:
    assert parse('rain "two words" text:x -not model:gpt a|b').highlights == ("rain", "two words", "x", "a", "b")
    assert parse(" ").is_empty
    assert not parse("a").is_empty


def test_a_filter_that_is_no_longer_wanted_stops() -> None:
    rows = [SATURN] * (3 * SLICE_ROWS)
    looks = iter([False, True])
    assert parse("saturn").positions(RowTable(rows), range(len(rows)), NOW_NS, lambda: next(looks)) is None
    assert next(looks, None) is None, "it looks before each slice"
    assert parse("saturn").positions(RowTable(rows), [5, SLICE_ROWS + 1], NOW_NS) == [5, SLICE_ROWS + 1]


@pytest.mark.parametrize(
    ("wider", "narrower", "is_narrower"),
    [
        ("sat", "satu", True),
        ("sat", "SATURN", True),
        ("satu", "sat", False),
        ("sat", "saturn has:tools", True),
        ("has:tools sat", "saturn", False),
        ("model:gpt", "model:gpt-4", True),
        ("model:gpt", "gpt-4", False),
        ("text:a", "text:ab", True),
        ("chunks:1", "chunks:10", False),
        ("has:tools", "has:tools x", True),
        ("-a", "-ab", False),
        ("-a", "-a b", True),
        ("a|b", "a|bc", False),
        ("a | b", "a | b", True),
        ("a | b", "a | bc", False),
        ("changed:5m", "changed:5m a", False),
        ("", "a", False),
        ("caf", "caf\u00e9", True),
        ("e", "e\u0301", False),
        ("\u00e9", "e\u0301t", True),
    ],
)
def test_a_filter_is_known_to_narrow_another(wider: str, narrower: str, is_narrower: bool) -> None:
    assert parse(narrower).narrows(parse(wider)) is is_narrower


@given(st.lists(st.sampled_from([*'ab:|-"\\ .><=0m', *KEYS]), max_size=20))
def test_parsing_raises_nothing_but_a_filter_error(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        query = parse(text)
    except FilterError as error:
        assert 0 <= error.offset <= len(text)
    else:
        assert query.select(ROWS, NOW_NS) == [row for row in ROWS if query.matches(row, NOW_NS)]


@given(st.text())
def test_any_text_parses_or_is_said_to_be_bad(text: str) -> None:
    try:
        parse(text).matches(SATURN, NOW_NS)
    except FilterError as error:
        assert 0 <= error.offset <= len(text)


@given(st.text(min_size=1))
def test_quoted_text_stands_for_itself(text: str) -> None:
    assert parse(quote(text)).highlights == (text,)
    assert parse(f"text:{quote(text)}").matches(make_row(preview=f"x{text}y"), NOW_NS)


TERMS = st.sampled_from(
    ["saturn", "test:tools", "has:usage", "usage:none", "chunks:>5", "changed:2h", "stream:no", "finish:stop", '"x y"']
)


@given(TERMS)
def test_a_negated_term_lets_through_the_others(term: str) -> None:
    fitting, others = (parse(text).select(ROWS, NOW_NS) for text in (term, f"-{term}"))
    assert sorted(map(id, [*fitting, *others])) == sorted(map(id, ROWS))


@given(TERMS, TERMS)
def test_and_narrows_and_or_widens(left: str, right: str) -> None:
    def ids(text: str) -> set[int]:
        return {id(row) for row in parse(text).select(ROWS, NOW_NS)}

    assert ids(f"{left} {right}") == ids(left) & ids(right)
    assert ids(f"{left} | {right}") == ids(left) | ids(right)
    assert ids(f"{left} | -{left}") == {id(row) for row in ROWS}


_ACCENTED = [*ROWS, make_row(preview="caf\u00e9"), make_row(preview="cafe\u0301")]


@given(
    st.text(alphabet="sat:ur|- xcaf\u00e9\u0301e", max_size=10), st.text(alphabet="sat:ur|- x\u0301\u00e9", max_size=3)
)
def test_what_is_said_to_narrow_does(text: str, more: str) -> None:
    try:
        wider, narrower = parse(text), parse(text + more)
    except FilterError:
        return
    if narrower.narrows(wider):
        let_through = {id(row) for row in wider.select(_ACCENTED, NOW_NS)}
        assert all(id(row) in let_through for row in narrower.select(_ACCENTED, NOW_NS))
