"""What is said where there is no answer: errors in the shapes that servers give them."""

from __future__ import annotations

from typing import Any

import pytest
from sdk_envelopes import loaded, passthrough

from recview.dialects.signals import error_event
from recview.model.events import StreamError


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"error": {"message": "no", "type": "bad", "code": 429}}, StreamError("bad", 429, "no")),
        ({"error": "no"}, StreamError(None, None, "no")),
        ({"detail": "no"}, StreamError(None, None, "no")),
        ({"detail": [{"loc": ["body"], "msg": "a"}, {"msg": "b"}, "c"]}, StreamError(None, None, "a; b")),
        ({"message": "no"}, StreamError(None, None, "no")),
        ({"title": "Bad", "status": 401, "detail": "no"}, StreamError("Bad", 401, "no")),
        ({"message": "no", "other": 1}, None),
        ({"message": {"role": "user"}}, None),
        ({"detail": []}, None),
        ({"title": "A book", "status": "lent"}, None),
        ({}, None),
        ([], None),
    ],
)
def test_errors(body: Any, error: StreamError | None) -> None:
    assert error_event(body) == error


def test_an_error_of_http_has_its_status_and_its_words() -> None:
    body = {"detail": [{"loc": ["body"], "msg": "field required", "type": "missing"}]}
    error = loaded(passthrough("https://example.test/v1/rerank", {}, body, status=422)).assembled.error
    assert error is not None and (error.status, error.message) == (422, "field required")
