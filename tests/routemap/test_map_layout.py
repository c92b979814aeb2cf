"""The map is a map: boxes stand apart, ways do not run through strange boxes, and every way of the rules is there."""

from functools import cache
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.faults import UserFault
from app.law.dates.clocks import load_clock_rules
from app.law.life.loading import load_life_pack
from app.law.life.models import ActRule
from app.law.route.check import edges_of, reachable
from app.law.route.loading import Node, Outcome, load_rule_pack
from app.law.route.models import Edge
from app.routemap.drawing import MapDrawing
from app.routemap.graph import from_anywhere
from app.routemap.layout import draw_map
from app.routemap.sugiyama.layout import Link, Spot, lay_out
from app.routemap.text_lines import balanced, text_width, title_lines, wrap

ROLES = ["petition_department", "township", "department", "review_body"]
Rectangle = tuple[float, float, float, float]
Line = tuple[tuple[float, float], ...]


@cache
def drawing(role: str) -> MapDrawing:
    return draw_map(load_rule_pack(), load_life_pack(), load_clock_rules(), role, {"transfer_notice": "转送告知书"})


def apart(one: Rectangle, other: Rectangle, gap: float = 0.0) -> bool:
    x, y, width, height = one
    a, b, across, down = other
    return (
        x + width + gap <= a + 0.01
        or a + across + gap <= x + 0.01
        or y + height + gap <= b + 0.01
        or b + down + gap <= y + 0.01
    )


def runs_through(line: Line, box: Rectangle) -> bool:
    """Say whether a piece of a line lies inside a box; touching its edge is not inside."""
    x, y, width, height = box
    for (x1, y1), (x2, y2) in pairwise(line):
        assert abs(x1 - x2) < 0.01 or abs(y1 - y2) < 0.01, "a slanting piece"
        if (
            min(x1, x2) < x + width - 0.5
            and max(x1, x2) > x + 0.5
            and min(y1, y2) < y + height - 0.5
            and max(y1, y2) > y + 0.5
        ):
            return True
    return False


def run_together(one: Line, other: Line) -> float:
    """Return how far two lines lie on each other."""
    total = 0.0
    for (x1, y1), (x2, y2) in pairwise(one):
        for (a1, b1), (a2, b2) in pairwise(other):
            if max(abs(x1 - x2), abs(a1 - a2), abs(x1 - a1)) < 0.5:
                total += max(0.0, min(max(y1, y2), max(b1, b2)) - max(min(y1, y2), min(b1, b2)))
            elif max(abs(y1 - y2), abs(b1 - b2), abs(y1 - b1)) < 0.5:
                total += max(0.0, min(max(x1, x2), max(a1, a2)) - max(min(x1, x2), min(a1, a2)))
    return total


@pytest.mark.parametrize("role", ROLES)
def test_boxes_and_labels_stand_apart(role: str) -> None:
    made = drawing(role)
    rooms = {f"box {box.id}": (box.x, box.y, box.width, box.height) for box in made.boxes}
    rooms |= {f"label {each.start}>{each.end}": (each.x, each.y, each.width, each.height) for each in made.labels}
    assert len(rooms) > 100
    for (name, room), (other, place) in combinations(rooms.items(), 2):
        assert apart(room, place), (name, other)


@pytest.mark.parametrize("role", ROLES)
def test_no_way_runs_through_a_strange_box(role: str) -> None:
    made = drawing(role)
    for line in made.lines:
        for box in made.boxes:
            if box.id not in (line.start, line.end):
                assert not runs_through(line.points, (box.x, box.y, box.width, box.height)), (line, box.id)
        for label in made.labels:
            if (label.start, label.end) != (line.start, line.end) and label.end != line.end:
                room = label.x, label.y, label.width, label.height
                assert not runs_through(line.points, room), (line.start, line.end, label.start, label.end)


@pytest.mark.parametrize("role", ROLES)
def test_a_way_begins_and_ends_at_its_boxes(role: str) -> None:
    made = drawing(role)
    for line in made.lines:
        start, end = made.box(line.start), made.box(line.end)
        assert start is not None and end is not None
        (x, y), (a, b) = line.points[0], line.points[-1]
        assert start.x <= x <= start.x + start.width and y == pytest.approx(start.y + start.height)
        assert end.x <= a <= end.x + end.width and b == pytest.approx(end.y)
        assert all(0 <= x <= made.width and 0 <= y <= made.height for x, y in line.points)


@pytest.mark.parametrize("role", ROLES)
def test_ways_that_have_nothing_in_common_never_lie_on_each_other(role: str) -> None:
    for one, other in combinations(drawing(role).lines, 2):
        if one.start != other.start and one.end != other.end:
            assert run_together(one.points, other.points) < 1.0, (one, other)


@pytest.mark.parametrize("role", ROLES)
def test_every_way_of_the_rules_is_on_the_map(role: str) -> None:
    pack, life = load_rule_pack(), load_life_pack()
    entry = pack.role(role)
    assert entry is not None
    seen = reachable(pack, entry.start, role)
    made = drawing(role)
    drawn = set(made.ways())
    assert {box.id for box in made.boxes} >= seen
    for name in seen:
        place = pack.places[name]
        if isinstance(place, Node):
            for _label, edge in edges_of(place, {"office_role": role}):
                assert (name, edge.to) in drawn
        else:
            assert isinstance(place, Outcome)
            assert (name, place.state) in drawn
    boxes = {box.id for box in made.boxes}
    for act in life.acts:
        roles_fit = not act.roles or role in act.roles
        office = [condition for condition in act.when if condition.fact == "office_role"]
        if not roles_fit or not all(condition.holds({"office_role": role}) for condition in office):
            continue
        for edge in act.to:
            assert edge.to in boxes, act.id
            if from_anywhere(act):
                assert any(act.title.rstrip("…") in text.text for p in made.panels for text in p.texts), act.id
                continue
            for start in act.from_states:
                opened_again = act.reopens and life.by_state[start].over
                if start in boxes and start != edge.to and not opened_again and leads(act, edge, start):
                    assert (start, edge.to) in drawn, act.id


def leads(act: ActRule, edge: Edge, start: str) -> bool:
    """Say whether an edge can be taken from a state, where edges hang on the state alone."""
    for each in act.to:
        of_state = [condition for condition in each.when if condition.fact == "state"]
        if all(condition.holds({"state": start}) for condition in of_state):
            if each is edge:
                return True
            if of_state and len(of_state) == len(each.when):
                return False
    return False


@pytest.mark.parametrize("role", ROLES)
def test_every_place_stands_once_and_the_ways_of_the_intake_lead_down_with_their_answers(role: str) -> None:
    made, pack = drawing(role), load_rule_pack()
    assert len({box.id for box in made.boxes}) == len(made.boxes)
    boxes = {box.id: box for box in made.boxes if box.id in pack.places}
    panel = {box.id: max(p.x for p in made.panels if p.x <= box.x) for box in boxes.values()}
    onward = {name: [line.end for line in made.lines if line.start == name] for name in boxes}
    labelled = {(label.start, label.end) for label in made.labels}
    for name, ends in onward.items():
        assert (boxes[name].kind == "outcome") == (not ends)
        for end in ends:
            assert panel[name] < panel[end] or boxes[name].y + boxes[name].height < boxes[end].y, (name, end)
            assert (name, end) in labelled or len(ends) == 1, (name, end)


@pytest.mark.parametrize("role", ROLES)
def test_text_stays_inside_its_box(role: str) -> None:
    made = drawing(role)
    for box in made.boxes:
        assert "".join(text.text for text in box.texts).startswith(box.title)
        for text in box.texts:
            assert text_width(text.text, text.size) <= box.width + 0.01, (box.id, text.text)
            assert box.y < text.y < box.y + box.height, (box.id, text.text)
    for label in made.labels:
        for text in label.texts:
            assert label.y < text.y <= label.y + label.height
            # A closing mark may hang over by itself.
            assert text_width(text.text, text.size) <= label.width + text.size


@pytest.mark.parametrize("role", ROLES)
def test_the_main_line_leads_from_the_start_to_a_closed_state(role: str) -> None:
    made = drawing(role)
    onward = {line.start: line.end for line in made.lines if line.main}
    jumps = {jump.start: jump.end for box in made.boxes for jump in box.jumps if box.main and not jump.label}
    entry = load_rule_pack().role(role)
    assert entry is not None
    here, passed = entry.start, [entry.start]
    while here in onward or here in jumps:
        here = onward.get(here) or jumps[here]
        passed.append(here)
    closed = {state.id for state in load_life_pack().states if state.closed}
    assert here in closed, passed
    assert all(box.main for box in made.boxes if box.id in passed)


def test_the_same_rules_draw_the_same_map() -> None:
    again = draw_map(
        load_rule_pack(), load_life_pack(), load_clock_rules(), "township", {"transfer_notice": "转送告知书"}
    )
    assert again == drawing("township")


def test_an_unknown_role_is_said() -> None:
    with pytest.raises(UserFault, match="没有“court”这种单位角色"):
        draw_map(load_rule_pack(), load_life_pack(), load_clock_rules(), "court")


def test_the_intake_alone_can_be_drawn_too() -> None:
    made = draw_map(load_rule_pack(), None, load_clock_rules(), "petition_department")
    assert all(box.kind in ("choice", "form", "outcome") for box in made.boxes)
    assert len(made.panels) == 2


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Spot], list[Link]]:
    """Any graph whose every box is reached from the first; loops are allowed."""
    count = draw(st.integers(1, 14))
    spots = [Spot(f"P{number}", draw(st.integers(20, 140)), draw(st.integers(10, 90))) for number in range(count)]
    pairs = {(draw(st.integers(0, number - 1)), number) for number in range(1, count)}
    pairs |= draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=14))
    links = []
    for start, end in sorted(pair for pair in pairs if pair[0] != pair[1]):
        said = draw(st.booleans())
        links.append(Link(f"P{start}", f"P{end}", 40.0 * said, 12.0 * said, draw(st.integers(0, 9)) == 0))
    return spots, links


@settings(max_examples=150)
@given(graphs())
def test_any_graph_is_drawn_without_collisions(graph: tuple[list[Spot], list[Link]]) -> None:
    spots, links = graph
    made = lay_out(spots, links, "P0", widest=400)
    rooms = {spot.id: (*made.boxes[spot.id], spot.width, spot.height) for spot in spots}
    for (name, room), (other, place) in combinations(rooms.items(), 2):
        assert apart(room, place, 5), (name, other)
    back = {(link.start, link.end) for link in made.back}
    assert set(made.lines) | back == {(link.start, link.end) for link in links}
    assert not set(made.lines) & back
    for way, line in made.lines.items():
        for name, room in rooms.items():
            if name not in way:
                assert not runs_through(line, room), (way, name)


@given(st.text(alphabet="信访事项，。（）ab12 ；", max_size=60), st.integers(30, 200))
def test_wrapping_loses_nothing_and_starts_no_line_with_a_closing_mark(text: str, width: int) -> None:
    lines = wrap(text, 10, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert text_width(line, 10) <= max(width, 10)


def test_a_cut_text_says_so() -> None:
    lines = wrap("各级党委和政府信访部门收到信访事项，应当予以登记", 10, 60, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert text_width(lines[1], 10) <= 60


@given(st.text(alphabet="信访事项，。（）ab12", max_size=40), st.integers(40, 200))
def test_balanced_lines_are_as_few_and_none_wider(text: str, width: int) -> None:
    lines = balanced(text, 10, width)
    assert len(lines) == len(wrap(text, 10, width))
    assert "".join(lines) == "".join(wrap(text, 10, width))
    assert all(text_width(line, 10) <= width for line in lines)


def test_a_title_breaks_before_its_bracket() -> None:
    assert title_lines("已送达（复查期内）", 25, 196) == ["已送达", "（复查期内）"]
    assert title_lines("已送达", 25, 196) == ["已送达"]
