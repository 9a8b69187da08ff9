"""Pairing finds old selves: in real re-records as a person would, in generated ones as the truth says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from corpus import CORPUS, needs_corpus
from rerecord_truth import Asked, Generator, Rerecord, rerecord, series
from rerecords import as_recording, chat, chat_body, chat_document, model_list

from recview.analysis.pairing import Pairing, pair
from recview.formats import read
from recview.model.json_value import JSON
from recview.model.recording import Recording

USAGE: JSON = {"include_usage": True}


def _found(pairing: Pairing) -> dict[str, str | None]:
    found: dict[str, str | None] = {match.new.path: match.old.path for match in pairing.matches}
    return found | {added.recording.path: None for added in pairing.added}


def _share_right(made: Rerecord) -> float:
    found = _found(pair(made.old, made.new, made.standing))
    assert found.keys() == made.truth.keys()
    return sum(found[path] == truth for path, truth in made.truth.items()) / len(made.truth)


def _with_usage(asked: Asked) -> Asked:
    return replace(asked, body={**asked.body, "stream_options": USAGE})


def _renamed(asked: Asked) -> Asked:
    return replace(asked, test_id=asked.test_id.replace("[client-", "[lib-").replace("[server-", "[remote-"))


def _moved(asked: Asked) -> Asked:
    return replace(asked, test_id=asked.test_id.replace("::test_", "::TestAll::test_"))


def _other_model(asked: Asked) -> Asked:
    return replace(asked, body={**asked.body, "model": "m-2"})


@pytest.mark.parametrize("keep_old", [True, False], ids=["kept", "deleted"])
@pytest.mark.parametrize("change", [_with_usage, _renamed, _other_model], ids=["key", "renamed", "model"])
def test_every_call_of_a_generated_tree_finds_its_old_self(change: Callable[[Asked], Asked], keep_old: bool) -> None:
    generator = Generator()
    assert _share_right(rerecord(generator, generator.tests(60), change, keep_old=keep_old)) >= 0.95


@pytest.mark.parametrize("keep_old", [True, False], ids=["kept", "deleted"])
def test_new_ids_and_reworded_prompts_are_seen_through(keep_old: bool) -> None:
    generator = Generator(2)

    def change(asked: Asked) -> Asked:
        body = generator.new_ids(generator.reworded(asked.body))
        assert isinstance(body, dict)
        return replace(asked, body=body)

    assert _share_right(rerecord(generator, generator.tests(60), change, keep_old=keep_old)) >= 0.95


def test_tests_whose_functions_were_renamed_are_found_by_their_bodies() -> None:
    generator = Generator(3)
    made = rerecord(generator, generator.tests(40), _moved, keep_old=False)
    assert _share_right(made) >= 0.95


def test_equal_bodies_of_different_tests_stay_with_their_tests() -> None:
    generator = Generator(4)
    body = generator.conversation("", 1, tools=False)[0].body
    calls = [Asked(f"tests/test_a.py::test_{at}[x]", body) for at in range(30)]
    made = rerecord(generator, calls, _with_usage, keep_old=True)
    assert _share_right(made) == 1.0
    assert min(match.confidence for match in pair(made.old, made.new, made.standing).matches) >= 0.9


def test_a_series_is_paired_by_its_text_alone() -> None:
    generator = Generator(5)
    made = rerecord(generator, series(generator, "tests/test_g.py::test_stream[x]", 300), _with_usage, keep_old=True)
    assert _share_right(made) >= 0.95


def test_a_series_of_another_answer_makes_no_confident_mistake() -> None:
    generator = Generator(6)
    old_text = generator.text(300)
    new_text = " ".join([*old_text.split(" ")[:40], generator.text(260)])
    test_id = "tests/test_g.py::test_stream[x]"
    old = rerecord(generator, series(generator, test_id, 300, old_text), lambda asked: asked, keep_old=True).old
    made = rerecord(generator, series(generator, test_id, 300, new_text), _with_usage, keep_old=True)
    pairing = pair(old, made.new, {recording.path for recording in old})
    assert (
        {match.new.request.body["messages"][1]["content"] for match in pairing.matches}
        == {  # type: ignore
            " ".join(old_text.split(" ")[:length]) for length in range(1, 41)
        }
    )
    for match in pairing.matches:
        assert match.new.request.body["messages"] == match.old.request.body["messages"]  # type: ignore
    assert {added.why for added in pairing.added} == {"series"}
    assert len(pairing.added) == 260


def test_the_same_name_is_the_same_recording_whatever_it_says() -> None:
    old = chat("Hi", answer="Yes.")
    new = as_recording(chat_document(chat_body("Something else")), old.path)
    (match,) = pair([old], [new]).matches
    assert (match.matched_by, match.confidence) == ("name", 1.0)


def test_a_rewritten_recording_may_be_the_old_self_of_an_added_one_too() -> None:
    old, rewritten = chat("Hi"), chat("Hi", answer="No.")
    added = chat("Hi", stream_options=USAGE)
    pairing = pair([old], [rewritten, added], {old.path})
    assert {(match.new.name, match.matched_by) for match in pairing.matches} == {
        (old.name, "name"),
        (added.name, "test"),
    }


def test_a_call_that_goes_on_a_conversation_is_no_re_record_of_its_beginning() -> None:
    first = chat("What is the largest planet of all?")
    second = chat("What is the largest planet of all?", "Jupiter, by far.", "And which one is the smallest of all?")
    pairing = pair([first], [second], {first.path})
    assert [added.why for added in pairing.added] == ["new-call"]


def test_a_test_that_was_not_there_is_new() -> None:
    old = chat("What is the largest planet?", test_id="tests/test_a.py::test_one")
    new = chat("Write a poem about the sea, please.", test_id="tests/test_b.py::test_two")
    pairing = pair([old], [new], {old.path})
    assert [added.why for added in pairing.added] == ["new-test"]
    assert pairing.left_over == (old,)


def test_ties_are_low() -> None:
    old = [chat("Say one of the words", seed=1), chat("Say one of the words", seed=2)]
    new = [chat("Say one of the words", seed=3)]
    (match,) = pair(old, new).matches
    assert match.confidence <= 0.5


def test_the_same_body_is_sure() -> None:
    old = chat("Say it", test_id=None, url="https://a.example.com/v1/chat/completions")
    new = chat("Say it", test_id="tests/test_a.py::test_one", url="https://b.example.com/v2/chat/completions")
    (match,) = pair([old, chat("Say something else then", test_id=None)], [new]).matches
    assert (match.old, match.matched_by, match.confidence) == (old, "body", 1.0)


def test_a_small_body_is_recognised_by_nothing() -> None:
    old = as_recording(chat_document({"model": "m"}, test_id="tests/test_a.py::test_one"), "r/a.json")
    new = as_recording(chat_document({"model": "m"}, test_id="tests/test_b.py::test_two"), "r/b.json")
    assert not pair([old], [new]).matches


ONE, OTHER = "tests/test_a.py::test_one[client]", "tests/test_a.py::test_one[server]"
LONG = "Please tell me which planet of ours is the largest of all"


def _pairs(pairing: Pairing) -> dict[str, tuple[str, str]]:
    return {match.new.path: (match.old.path, match.matched_by) for match in pairing.matches}


def test_the_same_body_without_a_test_is_nearer_than_another_call_of_the_test() -> None:
    """Old recordings may lack their test: what else the test asks still stands, and replaced nothing."""
    old, mate = chat(LONG, test_id=None), chat("Please tell me which planet of ours is the smallest", test_id=ONE)
    new = chat(LONG, test_id=ONE)
    (match,) = pair([mate, old], [new], {mate.path}).matches
    assert (match.old, match.matched_by, match.confidence) == (old, "body", 1.0)


@pytest.mark.parametrize("more", [{}, {"seed": 1}], ids=["same", "edited"])
def test_what_went_without_a_test_is_nearer_than_a_sibling_that_stands(more: dict[str, JSON]) -> None:
    old, sibling = chat(LONG, test_id=None), chat(LONG, test_id=OTHER)
    new = chat(LONG, test_id=ONE, **more)
    assert _pairs(pair([sibling, old], [new], {sibling.path})) == {new.path: (old.path, "body")}


def test_a_body_without_a_test_that_several_ask_is_left_to_their_tests() -> None:
    shared = chat(LONG, test_id=None)
    old = [chat(LONG, test_id=test_id, seed=1) for test_id in (ONE, OTHER)]
    new = [chat(LONG, test_id=test_id) for test_id in (ONE, OTHER)]
    pairing = pair([shared, *old], new, {shared.path})
    assert _pairs(pairing) == {one.path: (before.path, "test") for one, before in zip(new, old, strict=True)}


def test_a_renamed_test_replaced_the_one_that_went_not_its_sibling() -> None:
    went, sibling = chat(LONG, test_id="tests/test_a.py::test_one[a-client]"), chat(LONG, test_id=OTHER)
    new = chat(LONG, test_id="tests/test_a.py::test_one[serve]")
    (match,) = pair([sibling, went], [new], {sibling.path}).matches
    assert match.old == went
    assert match.confidence >= 0.9


def test_calls_that_say_little_follow_their_test_to_its_new_name() -> None:
    def empty(test_id: str) -> Recording:
        return as_recording(
            chat_document({}, test_id=test_id, url="https://a.example.com/ps"), f"r/{test_id[-5:]}.json"
        )

    new_id = "tests/test_a.py::test_uno[client]"
    old, other = [chat(LONG, test_id=ONE), empty(ONE)], empty("tests/test_a.py::test_gone[x]")
    new = [chat(LONG, test_id=new_id), as_recording(empty(new_id).document, "r/new.json")]
    pairing = pair([other, *old], new)
    assert _pairs(pairing) == {one.path: (old[at].path, "test-renamed") for at, one in enumerate(new)}
    assert pairing.left_over == (other,)


def test_a_test_that_came_of_two_takes_no_more_of_either() -> None:
    asked = [LONG, "Please name the rivers of Asia, all of them, and how long each of them is"]
    old = [chat(asked[at], test_id=f"tests/test_a.py::test_{at}[x]") for at in range(2)]
    rest = as_recording(chat_document({}, test_id="tests/test_a.py::test_0[x]"), "r/rest.json")
    new = [chat(one, test_id="tests/test_a.py::test_both[x]") for one in asked]
    new_rest = as_recording(chat_document({}, test_id="tests/test_a.py::test_both[x]"), "r/new-rest.json")
    pairing = pair([*old, rest], [*new, new_rest])
    assert len(pairing.matches) == 2
    assert pairing.left_over == (rest,)


@pytest.mark.parametrize("test_id", [ONE, None])
@pytest.mark.parametrize("keep_old", [True, False], ids=["kept", "deleted"])
def test_a_test_recorded_in_two_folders_keeps_to_each(test_id: str | None, keep_old: bool) -> None:
    folders = ("one/recordings", "two/recordings")
    old = [chat(LONG, test_id=test_id, folder=f"before/{folder}") for folder in folders]
    new = [chat(LONG, test_id=test_id, folder=f"after/{folder}", seed=1) for folder in reversed(folders)]
    pairing = pair(old, new, {one.path for one in old if keep_old}, ("before/", "after/"))
    assert {match.new.path[6:14]: match.old.path[7:15] for match in pairing.matches} == {
        "one/reco": "one/reco",
        "two/reco": "two/reco",
    }
    assert min(match.confidence for match in pairing.matches) >= 0.9


def test_a_model_list_is_known_by_its_server_and_its_models() -> None:
    def older(recording: Recording) -> Recording:
        name = f"models-{'0' * 64}-{recording.name[-8:]}"
        return replace(recording, name=name, path=f"recordings/{name}.json")

    one, other = model_list("a", "b"), model_list("c")
    found = _found(pair([older(one), older(other)], [one, other]))
    assert found == {one.path: older(one).path, other.path: older(other).path}
    # Of one list alone, other models are no doubt; of several, they are.
    assert _found(pair([older(one)], [other])) == {other.path: older(one).path}
    more = model_list("d")
    assert _found(pair([older(one), older(more)], [other])) == {other.path: None}
    elsewhere = model_list("a", "b", url="https://other.example.com/v1/models")
    assert _found(pair([older(one)], [elsewhere])) == {elsewhere.path: None}


def test_nothing_is_paired_with_nothing() -> None:
    only = chat("Hi")
    assert pair([], []) == Pairing((), (), ())
    assert pair([only], []).left_over == (only,)
    assert [added.why for added in pair([], [only]).added] == ["new-test"]


def _tree(root: str) -> dict[str, Recording]:
    recordings: dict[str, Recording] = {}
    for path in sorted((CORPUS / "rerecord" / root).rglob("*.json")):
        (recording,) = read(path.read_bytes(), str(path.relative_to(CORPUS / "rerecord" / root)))
        assert isinstance(recording, Recording)
        recordings[recording.path] = recording
    return recordings


def _pair_trees(name: str) -> Pairing:
    old, new = _tree(f"{name}/before"), _tree(f"{name}/after")
    changed = [one for path, one in new.items() if path not in old or old[path].document != one.document]
    return pair(list(old.values()), changed, old.keys() & new.keys())


@needs_corpus
def test_usage_3771_finds_each_recording_of_the_same_test_and_endpoint() -> None:
    matches = _pair_trees("usage-3771").matches
    added = [match for match in matches if match.matched_by != "name"]
    assert len(matches) == 18
    assert len(added) == 14
    for match in added:
        assert match.old.test_id == match.new.test_id
        assert match.old.request.endpoint == match.new.request.endpoint
        assert match.confidence >= 0.9


_VISION_TRUTH = {
    # The answers of these ten still bear the id made from the old recording's name.
    "92807aca": "d5b9806f",
    "2cb4065d": "545fa62f",
    "3a0000a7": "42fb3f85",
    "732ba804": "3513d302",
    "a38bac69": "273c77d3",
    "3abb9133": "c7165c8e",
    "9f65e4ac": "802b45fa",
    "d4acd243": "8961f179",
    "3e881dd0": "43b267e6",
    "4094a6c7": "6fa373f6",
    # Recorded anew: the same body in the test whose parameter `txt=` became `vis=`.
    "7cdd854c": "6939ac66",
    "2425c225": "4a5cf7e0",
    "263ab3f6": "c6f21ce8",
    # Recorded anew where another new recording is nearer to the same old one: what the test has left.
    "646df0a1": "eaec10c1",
    "1f34bb8b": "cd4ab622",
    "638a6dae": "c9ce51d2",
}


@needs_corpus
def test_vision_5229_is_paired_as_a_person_would() -> None:
    matches = _pair_trees("vision-5229").matches
    assert {match.new.name[:8]: match.old.name[:8] for match in matches} == _VISION_TRUTH
    unsure = {match.new.name[:8] for match in matches if match.confidence < 0.9}
    assert unsure == {"646df0a1", "1f34bb8b", "638a6dae"}
