"""Pages break where a reader would break them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.printing.page.flow import Row, against_widows, fill_pages, keep_together, sink_foot


def row(height: float = 10.0, keep: bool = False) -> Row:
    return Row(height, lambda canvas, top: None, keep)


def test_a_heading_never_ends_a_page() -> None:
    rows = [*(row() for _ in range(9)), row(keep=True), row()]
    assert [len(page) for page in fill_pages(rows, 100.0, 100.0)] == [9, 2]


def test_a_signature_moves_whole_with_the_last_lines() -> None:
    rows = [*(row() for _ in range(7)), *keep_together([row() for _ in range(4)])]
    assert [len(page) for page in fill_pages(rows, 100.0, 100.0)] == [7, 4]


def test_no_single_line_of_a_paragraph_stands_alone() -> None:
    rows = [*(row() for _ in range(8)), *against_widows([row() for _ in range(3)])]
    assert [len(page) for page in fill_pages(rows, 100.0, 100.0)] == [8, 3]


def test_what_is_longer_than_a_page_breaks_where_the_page_ends() -> None:
    rows = keep_together([row() for _ in range(25)])
    assert [len(page) for page in fill_pages(rows, 100.0, 100.0)] == [10, 10, 5]


@given(st.lists(st.booleans(), min_size=1, max_size=80), st.integers(3, 30))
def test_every_row_is_placed_once_in_order_and_inside_its_page(keeps: list[bool], lines: int) -> None:
    rows = [row(keep=keep) for keep in keeps]
    pages = fill_pages(rows, lines * 10.0, lines * 10.0)
    assert [placed.row for page in pages for placed in page] == rows
    assert all(page for page in pages)
    assert all(placed.offset + 10.0 <= lines * 10.0 + 0.01 for page in pages for placed in page)


def test_the_foot_stands_at_the_end_of_the_last_page_and_above_a_slip_where_there_is_room() -> None:
    rows = [row(100.0), replace(row(20.0), foot=True)]
    (placed,) = fill_pages(rows, 300.0, 300.0)
    assert [each.offset for each in sink_foot(placed, 300.0, 0.0)] == [0.0, 280.0]
    assert [each.offset for each in sink_foot(placed, 300.0, 90.0)] == [0.0, 190.0]
    # A slip that does not fit is left away, and the foot takes its place.
    assert [each.offset for each in sink_foot(placed, 300.0, 190.0)] == [0.0, 280.0]
