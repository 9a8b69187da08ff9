from __future__ import annotations

import pytest
from factories import make_chunks

from recview.analysis.masked_pieces import MaskedPieces
from recview.analysis.secret_hints import secret_stretches, shown_piece, without_secrets
from recview.analysis.transcript import Transcript
from recview.model.events import Finish, TextDelta, ToolCallDelta

# Put together here, so that no scanner takes this file for a leak.
KEY = "sk-" + "a1B2c3D4" * 4
MASKED = f"sk-a…{KEY[-4:]}"


@pytest.mark.parametrize("length", [1, 2, 3, 5, 8, 13, 200])
@pytest.mark.parametrize(
    "text",
    [
        f"{KEY}",
        f"one {KEY} and {KEY}.",
        f"Authorization: Bearer {KEY}",
        '{"password": "hunter2"}',
        "https://bob:hunter2-hunter2@db.internal",
        "nothing at all",
        "",
    ],
)
def test_pieces_make_what_the_whole_text_would_show(text: str, length: int) -> None:
    hidden = secret_stretches(text)
    pieces = [shown_piece(text, hidden, start, start + length) for start in range(0, len(text), length)]
    assert "".join(pieces) == without_secrets(text)
    assert pieces == [text[start : start + length] for start in range(0, len(text), length)] or hidden


def test_a_piece_from_the_middle_of_a_credential_shows_its_end_alone() -> None:
    text = f"a {KEY} b"
    assert shown_piece(text, secret_stretches(text), 10, len(text)) == f"{KEY[-4:]} b"
    assert shown_piece(text, secret_stretches(text), 10, 12) == ""


def test_a_chunk_without_secrets_is_itself() -> None:
    chunks = make_chunks(TextDelta(0, "sk-"), TextDelta(0, "y is the limit"), Finish(0, "stop"))
    pieces = MaskedPieces(Transcript.of(chunks))
    assert all(pieces.chunk(chunk, position) is chunk for position, chunk in enumerate(chunks, 1))


def test_every_event_of_a_chunk_shows_its_own_part() -> None:
    cut = [TextDelta(0, KEY[:2]), TextDelta(0, KEY[2:8]), TextDelta(1, "beside"), TextDelta(0, KEY[8:12])]
    chunks = make_chunks(
        TextDelta(0, "key="), cut, [TextDelta(0, KEY[12:20]), Finish(0, "stop")], TextDelta(0, KEY[20:])
    )
    pieces = MaskedPieces(Transcript.of(chunks))
    shown = [pieces.chunk(chunk, position).events for position, chunk in enumerate(chunks, 1)]
    assert shown == [
        (TextDelta(0, "key="),),
        (TextDelta(0, "sk"), TextDelta(0, "-a…"), TextDelta(1, "beside"), TextDelta(0, "…")),
        (TextDelta(0, "…"), Finish(0, "stop")),
        (TextDelta(0, KEY[-4:]),),
    ]


def test_fragments_behind_whole_arguments_are_masked_at_their_place() -> None:
    """The transcript puts them on a line of their own."""
    chunks = make_chunks(
        ToolCallDelta(0, 0, value={}, whole=True),
        ToolCallDelta(0, 0, arguments=f'{{"password": "{KEY[3:9]}'),
        ToolCallDelta(0, 0, arguments=f'{KEY[9:]}"}}'),
    )
    pieces = MaskedPieces(Transcript.of(chunks))
    shown = [event.arguments for at, chunk in enumerate(chunks, 1) for event in pieces.chunk(chunk, at).events]  # type: ignore[union-attr]
    assert shown == [None, '{"password": "a1B2…', f'{KEY[-4:]}"}}']
