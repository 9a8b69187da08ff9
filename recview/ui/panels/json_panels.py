"""The panels that show JSON: the request, the response as assembled, the file as it is."""

from __future__ import annotations

from textual.app import ComposeResult

from recview.analysis.secrets import mask_header, mask_url
from recview.model.json_value import JSON, as_object
from recview.model.recording import Request
from recview.store.recording_document import recording_document
from recview.ui.drawing import visible
from recview.ui.opened import Opened
from recview.ui.panels.base import Panel
from recview.ui.widgets.hash_line import HashLine
from recview.ui.widgets.json_view import JsonView


class JsonPanel(Panel):
    """A panel of one JSON value. A subclass says which."""

    def compose(self) -> ComposeResult:
        yield JsonView(id=f"{self.panel_id}-json")

    def value_of(self, opened: Opened) -> JSON:
        """What is shown."""
        raise NotImplementedError

    def show(self, opened: Opened, position: int) -> None:
        view, value = self.query_one(JsonView), self.value_of(opened)
        if self.is_again(opened):
            view.show_again(value)
        else:
            view.show(value)

    def clear(self, note: str) -> None:
        self.query_one(JsonView).show_note(note)

    def copyable(self, what: str) -> str | None:
        return self.query_one(JsonView).copyable(what)

    @property
    def position_note(self) -> str:
        return visible(self.query_one(JsonView).pointer_under_cursor)


def masked_request(request: Request) -> JSON:
    """The request object as recorded, credentials in its headers and its URL masked."""
    document = dict(as_object(request.document))
    if "headers" in document:
        document["headers"] = {
            name: mask_header(name, value) if isinstance(value, str) else value
            for name, value in request.headers.items()
        }
    if request.url:
        document["url"] = mask_url(request.url)
    return document


class RequestPanel(JsonPanel):
    """The request, under what its hash says of the recording's name."""

    panel_title = "Request"
    panel_id = "panel-request"

    def compose(self) -> ComposeResult:
        yield HashLine()
        yield from super().compose()

    def show(self, opened: Opened, position: int) -> None:
        self.query_one(HashLine).show(opened.hash_verdict)
        super().show(opened, position)

    def clear(self, note: str) -> None:
        self.query_one(HashLine).show(None)
        super().clear(note)

    def value_of(self, opened: Opened) -> JSON:
        return masked_request(opened.recording.request)


class ResponsePanel(JsonPanel):
    """The whole response assembled: choices, usage, error, in the vocabulary of `recview show --json`."""

    panel_title = "Response"
    panel_id = "panel-response"

    def show_problems(self, opened: Opened) -> None:
        self.query_one(JsonView).show_again(self.value_of(opened))

    def value_of(self, opened: Opened) -> JSON:
        response = opened.recording.response
        if not opened.loaded.assembled.choices and not response.streaming and response.chunks:
            return response.chunks[0].data
        document = recording_document(opened.loaded, found=opened.problems, verdict=opened.hash_verdict)
        return {key: document[key] for key in ("choices", "usage", "error", "hash", "problems")}


class RawPanel(JsonPanel):
    """The whole document of the file."""

    panel_title = "Raw"
    panel_id = "panel-raw"

    def value_of(self, opened: Opened) -> JSON:
        document = as_object(opened.recording.document)
        return {**document, "request": masked_request(opened.recording.request)}
