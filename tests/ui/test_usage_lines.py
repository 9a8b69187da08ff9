"""The usage column: as wide as its numbers, and nothing that nobody told stands there as 0."""

from __future__ import annotations

from rich.style import Style

from recview.model.usage import Usage, sum_usage
from recview.ui.renderables.usage_lines import UsageFacts, usage_lines

EMBEDDING = Usage(input_tokens=6, total_tokens=6)
ANSWER = Usage(input_tokens=1_234, output_tokens=600, total_tokens=1_834)


def drawn(facts: UsageFacts, width: int) -> list[str]:
    lines = usage_lines(facts, width, lambda role: Style())
    return ["".join(segment.text for segment in line) for line in lines]


def test_a_count_that_no_call_tells_is_missing_from_the_sum_as_well() -> None:
    facts = UsageFacts(
        has_call=True, final=EMBEDDING, test=sum_usage([EMBEDDING] * 2), everything=sum_usage([EMBEDDING, ANSWER])
    )
    outputs = [line.split()[1] for line in drawn(facts, 21) if line.startswith("  output")]
    assert outputs == ["—", "—", "600"]


def test_numbers_stand_under_each_other_and_bars_take_what_they_leave() -> None:
    facts = UsageFacts(has_call=True, final=EMBEDDING, everything=sum_usage([ANSWER]))
    lines = drawn(facts, 21)
    assert "  input       6 ━━━━━" in lines
    assert "  input   1,234 ━━━━━" in lines
    assert "  output    600 ━━╸" in lines
    reasoning = Usage(input_tokens=1, output_tokens=9, reasoning_tokens=8)
    assert all(len(line) <= 21 for line in drawn(UsageFacts(has_call=True, final=reasoning), 21))


def test_a_call_and_the_sum_over_it_alone_say_the_same_total() -> None:
    cut_off = Usage(input_tokens=23)
    lines = drawn(UsageFacts(has_call=True, final=cut_off, test=sum_usage([cut_off])), 21)
    assert [line.split()[1] for line in lines if line.startswith("  total")] == ["—", "—"]


def test_sums_that_do_not_add_up_say_why() -> None:
    sums = [
        ([ANSWER, EMBEDDING], ""),
        ([ANSWER, Usage(total_tokens=42)], "1 only a total"),
        ([ANSWER, Usage(input_tokens=5), Usage(input_tokens=6)], ""),
        ([Usage(input_tokens=1, output_tokens=1, total_tokens=9)], "totals as recorded"),
        ([Usage(input_tokens=5)], ""),
    ]
    for usages, why in sums:
        lines = drawn(UsageFacts(everything=sum_usage(usages)), 34)
        after = lines[lines.index(next(line for line in lines if line.startswith("  total"))) + 1]
        assert after.strip() == why


def test_a_total_that_is_a_sum_leaves_room_for_the_bars() -> None:
    summed = Usage(input_tokens=2_857, output_tokens=1_980)
    lines = drawn(UsageFacts(has_call=True, final=summed), 21)
    assert "  total Σ  4,837" in lines
    assert any("━" in line for line in lines)
