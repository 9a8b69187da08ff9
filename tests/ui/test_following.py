"""Where the screen goes as recordings change: the newest, in good time, and nowhere while the person is at it."""

from __future__ import annotations

from recview.ui.following import DWELL_S, LINGER_S, PATIENCE_S, Following


def where(following: Following, now_s: float, *, playing: bool = False) -> str:
    return following.next(now_s, playing=playing)


def test_off_it_stays_where_it_is() -> None:
    following = Following()
    following.changed("a", 0.0)
    assert where(following, 100.0) == ""


def test_f_goes_from_off_to_following_to_playing_to_off() -> None:
    following = Following()
    modes = []
    for _ in range(3):
        following.press()
        modes.append(following.mode)
    assert modes == ["show", "play", "off"]


def test_it_goes_to_a_change_at_once_and_but_once() -> None:
    following = Following("show")
    following.changed("a", 10.0)
    assert where(following, 10.0) == "a"
    assert where(following, 99.0) == ""


def test_of_a_burst_only_the_newest_is_gone_to_and_what_is_shown_stays_a_while() -> None:
    following = Following("show")
    following.changed("a", 10.0)
    assert where(following, 10.0) == "a"
    for path in "bcd":
        following.changed(path, 10.1)
    assert where(following, 10.2) == ""
    assert where(following, 10.1 + DWELL_S) == "d"


def test_what_is_gone_to_and_changes_again_is_shown_at_once() -> None:
    following = Following("show")
    following.changed("a", 10.0)
    assert where(following, 10.0) == "a"
    following.changed("a", 10.1)
    assert where(following, 10.1) == "a"


def test_playing_goes_on_to_its_end_and_the_end_stands_a_moment() -> None:
    following = Following("play")
    following.changed("a", 0.0)
    assert where(following, 0.0) == "a"
    following.changed("b", 2.0)
    assert where(following, 3.0, playing=True) == ""
    assert where(following, 3.1) == ""
    assert where(following, 3.1 + LINGER_S) == "b"


def test_a_long_one_is_left_in_the_end() -> None:
    following = Following("play")
    following.changed("a", 0.0)
    assert where(following, 0.0) == "a"
    following.changed("b", 2.0)
    following.changed("c", 7.9)
    now_s = 2.0 + PATIENCE_S
    assert where(following, now_s - 0.1, playing=True) == ""
    assert where(following, now_s, playing=True) == "c"


def test_the_person_takes_over_and_gives_back() -> None:
    following = Following("play")
    assert following.pause()
    assert not following.pause()
    following.changed("a", 0.0)
    following.changed("b", 1.0)
    assert where(following, 50.0) == ""
    following.press()
    assert following.mode == "play"
    assert where(following, 50.0) == "b"


def test_where_nothing_is_followed_there_is_nothing_to_pause() -> None:
    following = Following()
    assert not following.pause()
    following.press()
    assert following.active


def test_what_was_gone_to_is_met_once_when_it_is_open() -> None:
    following = Following("show")
    assert not following.opened("")
    following.changed("a", 0.0)
    assert not following.opened("a")
    assert where(following, 1.0) == "a"
    assert not following.opened("b")
    assert following.opened("a")
    assert not following.opened("a")
    following.changed("a", 2.0)
    assert where(following, 3.0) == "a"
    assert following.opened("a")
