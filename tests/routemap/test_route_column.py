"""One way over the map: what was passed in its order, the place now, what may still come; every title whole."""

from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from app.law.dates.clocks import load_clock_rules
from app.law.route.check import reachable
from app.law.route.examples import example_names, load_example
from app.law.route.loading import Node, load_rule_pack
from app.law.route.walk import walk
from app.routemap.column import draw_column, path_in_words
from app.routemap.drawing import BEAD
from app.routemap.graph import MapGraph, MapPlace, MapWay, map_graph
from app.routemap.text_lines import text_width

ROLES = ["petition_department", "township", "department", "review_body"]
WIDE, NARROW = 152.0, 90.0


@cache
def graph(role: str) -> MapGraph:
    return map_graph(load_rule_pack(), None, load_clock_rules(), role)


@pytest.mark.parametrize("name", example_names())
def test_at_every_step_the_column_is_the_way_walked_and_then_only_what_may_still_come(name: str) -> None:
    facts = load_example(name)
    pack, role = load_rule_pack(), facts["office_role"]
    route = walk(pack, role, date(2026, 11, 20), facts)
    steps = [*(frame.node_id for frame in route.frames), route.current.id]
    for count, now in enumerate(steps, 1):
        drawn = draw_column(graph(role), steps[:count], now, WIDE)
        names = [box.id for box in drawn.boxes]
        assert names[:count] == steps[:count]
        coming = {place for place in reachable(pack, now, role) if isinstance(pack.places[place], Node)} - {now}
        assert set(names[count:]) == coming and len(names) == count + len(coming)
        assert [(line.start, line.end) for line in drawn.lines] == list(pairwise(names))
        tones = {box.id: {(text.tone, text.strong) for text in box.texts} for box in drawn.boxes}
        assert tones.pop(now) == {("accent", True)}
        assert all(tone == {("ink" if id_ in steps[:count] else "second_ink", False)} for id_, tone in tones.items())


@pytest.mark.parametrize("role", ROLES)
def test_what_comes_stands_below_everything_that_leads_to_it(role: str) -> None:
    heights = {box.id: box.y for box in draw_column(graph(role), [], "", WIDE).boxes}
    assert set(heights) == {place.id for place in graph(role).intake if place.kind != "outcome"}
    for way in graph(role).ways:
        if way.end in heights:
            assert heights[way.start] < heights[way.end], way


def test_of_several_places_that_may_come_next_the_likeliest_is_first() -> None:
    places = tuple(MapPlace(name, "form", name, "", ()) for name in ("start", "rare", "usual", "last"))
    ways = tuple(
        MapWay(start, end, "", main="rare" not in (start, end))
        for start, end in (("start", "rare"), ("start", "usual"), ("rare", "last"), ("usual", "last"))
    )
    forked = MapGraph("township", "乡镇", "start", places, (), ways, (), (), ())
    assert [box.id for box in draw_column(forked, ["start"], "start", WIDE).boxes] == ["start", "usual", "rare", "last"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("role", ROLES)
def test_every_title_stands_whole_in_its_row_and_beside_its_bead(role: str, width: float) -> None:
    everything = [place.id for place in graph(role).intake]
    drawn = draw_column(graph(role), everything, "", width)
    assert [box.id for box in drawn.boxes] == everything
    bottom = 0.0
    for box in drawn.boxes:
        assert box.y >= bottom
        bottom = box.y + box.height
        assert "".join(text.text for text in box.texts) == box.title
        for text in box.texts:
            assert text.x > BEAD + 8 and text.x + text_width(text.text, text.size) <= width
            assert box.y < text.y - text.size * 0.88 and text.y + text.size * 0.2 < bottom
        for upper, lower in pairwise(box.texts):
            assert lower.y - upper.y >= upper.size * 1.2
    assert bottom <= drawn.height


def test_the_path_is_said_in_words() -> None:
    map_ = graph("township")
    assert path_in_words(map_, [], "") == "路线图，还没有开始。"
    assert path_in_words(map_, [], "N0") == "现在：接收。"
    assert path_in_words(map_, ["N0", "N0b", "N1"], "N1") == "已走过：接收、日期与来源。现在：紧急情况。"
