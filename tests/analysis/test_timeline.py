from recview.analysis.timeline import Timeline, TimelineBuilder


def test_a_value_holds_from_its_position_until_the_next() -> None:
    builder = TimelineBuilder[str]()
    builder.set(3, "stop")
    builder.set(7, "length")
    timeline = builder.build()
    assert [timeline.at(position) for position in (0, 2, 3, 6, 7, 99)] == [
        None,
        None,
        "stop",
        "stop",
        "length",
        "length",
    ]
    assert timeline.last == "length"


def test_the_same_value_again_is_no_change() -> None:
    builder = TimelineBuilder[str]()
    builder.set(1, "assistant")
    builder.set(2, "assistant")
    assert builder.build().positions == (1,)


def test_of_several_values_at_one_position_the_last_holds() -> None:
    builder = TimelineBuilder[str]()
    builder.set(4, "a")
    builder.set(4, "b")
    assert builder.build() == Timeline((4,), ("b",))


def test_an_empty_timeline_says_nothing() -> None:
    empty: Timeline[str] = Timeline()
    assert empty.at(5) is None
    assert empty.last is None
