"""Which changes are noise, and which only look like it; patterns of paths to leave out."""

from __future__ import annotations

import pytest

from recview.analysis.jsondiff import diff, mask_ids, parse_pattern
from recview.analysis.jsondiff.noise import noise_of
from recview.errors import RecviewError
from recview.model.json_value import JSON

_UUIDS = ("7e57d004-2b97-4e7a-b45f-5387367791cd", "f47ac10b-58cc-4372-a567-0e02b2c3d479")


@pytest.mark.parametrize(
    ("path", "old", "new", "noise"),
    [
        ("/messages/1/tool_calls/0/id", "call_qwertyui", "call_asdfghjk", "ids"),
        ("/messages/2/tool_call_id", "9dK3mXa01", "1xQ7pLz44", "ids"),
        ("/messages/2/tool_call_id", "toolu_01ABCdef23GHIjkl", None, None),
        ("/messages/1/tool_calls/0/id", "9dK3mXa01", "1xQ7pLz44", "ids"),
        ("/messages/1/tool_calls/0/id", "functions.f:0", "functions.f:1", "ids"),
        ("/messages/1/tool_calls/0/id", "9dK3mXa01", None, None),
        ("/messages/1/tool_calls/0/function/name", "one", "two", None),
        ("/messages/3/content/1/id", "tooluse_aX", "tooluse_bY", "ids"),
        ("/messages/4/content/0/tool_use_id", "tooluse_aX", "tooluse_bY", "ids"),
        ("/input/2/id", "item-1", "item-2", "ids"),
        ("/tools/0/id", "one", "two", None),
        ("/input/0/id/owner/id", "one", "two", None),
        ("/id", _UUIDS[0], _UUIDS[1], "ids"),
        ("/id", "rec-d058ce92a083", "rec-cc0156eadb58", "ids"),
        ("/anything", "msg_f4cc3f074c282e90a4b5251e", "msg_bb605b97294478b8b0c12d33", "ids"),
        ("/messages/0/content", f"see <|{_UUIDS[0]}|> there", f"see <|{_UUIDS[1]}|> there", "ids"),
        ("/messages/0/content", f"see {_UUIDS[0]} there", f"see {_UUIDS[1]} here", None),
        ("/id", "call_qwertyui", "toolu_asdfghjk", None),
        ("/id", "gpt-4o", "gpt-4o-mini", None),
        ("/tools/0/type", "file_search", "file_reader", None),
        ("/tools/0/name", "call_weather", "call_forecast", None),
        ("/content", "call_function_one", "call_function_two", None),
        ("/obfuscation", "aX", "bYz1", "obfuscation"),
        ("/choices/0/obfuscation", None, "bYz1", "obfuscation"),
        ("/system_fingerprint", "fp_1", None, "fingerprint"),
        ("/created", 1763923896, 1759512137, "timestamps"),
        ("/created_at", "2025-07-31T17:59:20.343346795Z", "2025-08-01T23:14:13.095443Z", "timestamps"),
        ("/created_at", "2025-10-08T11:32:30-07:00", "yesterday", None),
        ("/messages/0/content", "2025-07-31", "2025-08-01", None),
        ("/temperature", 0, 1, None),
    ],
)
def test_noise(path: str, old: JSON, new: JSON, noise: str | None) -> None:
    assert noise_of(old, new, path) == noise
    assert noise_of(new, old, path) == noise


def test_an_object_under_a_noisy_key_is_no_noise() -> None:
    (change,) = diff({"obfuscation": {"level": 1}}, {"obfuscation": "x"}).changes
    assert change.noise is None


def test_masks_keep_everything_but_the_random_part() -> None:
    assert mask_ids(f"file_search of call_0a1b2c3d4e5f6g7h in {_UUIDS[0]}.") == "file_search of <call> in <uuid>."


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        (
            "/messages/*/content",
            ["/messages/0/content", "/messages/12/content/0/text"],
            ["/messages", "/messages/0/role"],
        ),
        ("/**/id", ["/id", "/a/id", "/a/b/0/id", "/a/id/x"], ["/ids", "/a/xid"]),
        ("/tools", ["/tools", "/tools/3/name"], ["/tools2", "/x/tools"]),
        ("/a~1b/~0", ["/a~1b/~0"], ["/a/b/~0"]),
        ("/a/**/z", ["/a/z", "/a/b/c/z"], ["/z", "/b/z"]),
        ("/", ["/", "//x"], ["", "/a"]),
        ("/a.b", ["/a.b"], ["/axb"]),
    ],
)
def test_patterns(pattern: str, matching: list[str], others: list[str]) -> None:
    parsed = parse_pattern(pattern)
    assert [path for path in matching if not parsed.matches(path)] == []
    assert [path for path in others if parsed.matches(path)] == []


@pytest.mark.parametrize("pattern", ["", "messages/0", "/mess*ges", "/a/***", "/a~b"])
def test_bad_patterns_are_said_to_be_bad(pattern: str) -> None:
    with pytest.raises(RecviewError, match="not a path to ignore") as caught:
        parse_pattern(pattern)
    assert caught.value.hint
