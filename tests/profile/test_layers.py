from __future__ import annotations

from celerykit.profile.layers import Cell, Said, merged
from celerykit.values.places import Source

SOURCE = Source("profile", "a.toml:1")


def said(value: object, level: int) -> Said:
    return Said(value, SOURCE, level)


def plain(cell: Cell | None) -> object:
    if isinstance(cell, dict):
        return {key: value.value for key, value in cell.items()}
    return cell.value if cell else None


def test_the_upper_value_replaces() -> None:
    assert plain(merged(said(1, 0), said(2, 1))) == 2


def test_of_equal_levels_the_upper_counts() -> None:
    assert plain(merged(said(1, 1), said(2, 1))) == 2


def test_a_stronger_lower_value_stays() -> None:
    assert plain(merged(said(1, 2), said(2, 1))) == 1


def test_unset_removes_a_weaker_value() -> None:
    assert merged(said(1, 0), said("unset", 1)) is None


def test_unset_spares_a_stronger_value() -> None:
    assert plain(merged(said(1, 2), said("unset", 1))) == 1


def test_dictionaries_merge_key_by_key() -> None:
    assert plain(merged({"a": said(1, 0), "b": said(2, 0)}, {"b": said(3, 1), "c": said(4, 1)})) == {
        "a": 1,
        "b": 3,
        "c": 4,
    }


def test_a_stronger_key_stays() -> None:
    assert plain(merged({"a": said(1, 2)}, {"a": said(2, 1), "b": said(3, 1)})) == {"a": 1, "b": 3}


def test_unset_removes_a_key() -> None:
    assert plain(merged({"a": said(1, 0), "b": said(2, 0)}, {"a": said("unset", 1)})) == {"b": 2}


def test_unset_of_the_whole_leaves_the_stronger_keys() -> None:
    assert plain(merged({"a": said(1, 0), "b": said(2, 2)}, said("unset", 1))) == {"b": 2}


def test_a_value_replaces_a_dictionary() -> None:
    assert plain(merged({"a": said(1, 0)}, said([1], 1))) == [1]


def test_a_dictionary_replaces_a_value() -> None:
    assert plain(merged(said([1], 0), {"a": said(1, 1)})) == {"a": 1}


def test_a_key_said_again_moves_to_the_end() -> None:
    found = merged({"a.*": said(1, 0), "b": said(2, 0)}, {"a.*": said(3, 1)})
    assert isinstance(found, dict)
    assert list(found) == ["b", "a.*"]
