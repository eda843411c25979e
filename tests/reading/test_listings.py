from __future__ import annotations

from celerykit.reading.listings import Listings


def test_names_what_is_in_a_folder(tmp_path):
    (tmp_path / "a.py").touch()
    (tmp_path / "b").mkdir()
    listings = Listings()
    assert listings.names(tmp_path) == {"a.py", "b"}
    assert listings.names(tmp_path / "nowhere") == frozenset()
    assert listings.names(tmp_path / "a.py") == frozenset()
