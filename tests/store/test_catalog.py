from __future__ import annotations

from factories import make_row

from recview.store.catalog import Catalog
from recview.store.change import Change
from recview.store.index import IndexBatch
from recview.store.scan import FoundFile

A, B = make_row(path="a"), make_row(path="b")


def test_batches_add_and_better_rows_replace() -> None:
    catalog = Catalog()
    header = make_row(path="a", state="header")
    other = FoundFile("p.json", "", 1, 1, False)
    catalog.apply_batch(IndexBatch(rows=[header, B], passed_over=[other]))
    catalog.apply_batch(IndexBatch(rows=[A], dropped=["b"]))
    assert dict(catalog.rows) == {"a": A}
    assert catalog.passed_over == {"p.json": other}
    assert catalog.generation == 2


def test_changes_are_taken_in() -> None:
    catalog = Catalog()
    catalog.apply_batch(IndexBatch(rows=[A]))
    changed = make_row(path="a", preview="new")
    catalog.apply_changes(
        [
            Change("changed", "a", changed, A),
            Change("writing", "b", None, None),
            Change("added", "b", B, None),
            Change("superseded", "a", changed, changed, by="b"),
        ]
    )
    assert dict(catalog.rows) == {"a": changed, "b": B}
    catalog.apply_changes([Change("removed", "a", None, changed)])
    assert dict(catalog.rows) == {"b": B}


def test_what_does_not_come_when_everything_is_read_again_is_gone() -> None:
    catalog = Catalog()
    catalog.apply_batch(IndexBatch(rows=[A, B]))
    catalog.drop_not_met_again()
    assert dict(catalog.rows) == {"a": A, "b": B}
    catalog.read_again()
    catalog.apply_batch(IndexBatch(rows=[B]))
    catalog.drop_not_met_again()
    assert dict(catalog.rows) == {"b": B}
