"""Two recordings compared: address, request, answer and verdict, in one value. Pure."""

from __future__ import annotations

from recview.analysis.answer import answer_document
from recview.analysis.assembled import Assembled
from recview.analysis.hashed_changes import hash_options
from recview.analysis.jsondiff import Diff, Options, PathPattern, diff
from recview.analysis.passing_over import verdict_without_ignored
from recview.analysis.verdict import ResponseVerdict, compare_responses
from recview.model.recording import Recording, Request
from recview.model.value import value

_ADDRESS = ("kind", "method", "url", "provider", "name")


@value
class Fact:
    """Something of a request besides its body that differs."""

    name: str
    old: str | None
    new: str | None


@value
class Comparison:
    """How the new recording differs from the old one."""

    address: tuple[Fact, ...]
    """Where the requests were sent, as far as that differs."""
    request: Diff
    """Of the bodies."""
    response: Diff
    """Of what the responses say, as documents (see `answer_document`)."""
    verdict: ResponseVerdict


def address_changes(old: Request, new: Request) -> tuple[Fact, ...]:
    """Where two requests were sent, as far as that differs."""
    facts = (Fact(name, getattr(old, name), getattr(new, name)) for name in _ADDRESS)
    return tuple(fact for fact in facts if fact.old != fact.new)


def compare_recordings(
    old: Recording,
    old_answer: Assembled,
    new: Recording,
    new_answer: Assembled,
    ignore: tuple[PathPattern, ...] = (),
) -> Comparison:
    """Compares two recordings with their assembled responses; `ignore` holds for request and response alike.

    A change of the request counts as hashed where it changes the hash of either recording.
    """
    raw, new_raw = old.response.document, new.response.document
    response = diff(answer_document(old_answer, raw), answer_document(new_answer, new_raw), Options(ignore=ignore))
    return Comparison(
        address=address_changes(old.request, new.request),
        request=diff(old.request.body, new.request.body, hash_options(old, new, ignore=ignore)),
        response=response,
        verdict=verdict_without_ignored(compare_responses(old_answer, new_answer, raw, new_raw), response),
    )
