"""Where a recording is opened that a filter found."""

from __future__ import annotations

from factories import make_chat_chunk, make_document, read_recording

from recview.analysis.lit_words import LitWords
from recview.store.reading import LoadedRecording
from recview.ui.opened import Opened, prepare
from recview.ui.search_hit import first_hit

NOTHING = LitWords()


def calling(name: str, arguments: str) -> Opened:
    call = {"index": 0, "id": "call_1", "type": "function", "function": {"name": name, "arguments": ""}}
    more = {"index": 0, "function": {"arguments": arguments}}
    chunks = [make_chat_chunk(content="So"), make_chat_chunk(tool_calls=[call]), make_chat_chunk(tool_calls=[more])]
    document = make_document(chunks, test_id="tests/test_weather.py::test_forecast")
    return prepare(LoadedRecording(read_recording(document)))


def test_the_name_of_a_tool_leads_to_the_chunk_that_brought_it_and_its_arguments_to_theirs() -> None:
    opened = calling("get_boiling_point", '{"liquid": "polyjuice"}')
    for words, position, offset in ((["BOILING"], 2, 0), (["polyjuice"], 3, 12), (["So"], 1, 0)):
        hit = first_hit(opened, LitWords(words), NOTHING)
        assert hit is not None
        assert (hit.position, hit.offset) == (position, offset)
    assert first_hit(opened, LitWords(["melting"]), NOTHING) is None


def test_a_word_by_itself_leads_into_the_answer_where_nothing_else_has_it() -> None:
    opened = calling("get_forecast", '{"city": "Porto"}')
    hit = first_hit(opened, NOTHING, LitWords(["porto", "forecast"]))
    assert hit is not None
    assert hit.position == 3
    assert first_hit(opened, NOTHING, LitWords(["forecast"])) is None, "the test is called so"
