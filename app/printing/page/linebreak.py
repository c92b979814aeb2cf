"""Break Chinese text into lines as a government office sets them.

Full-width characters stand on a grid of 28 to the line; letters and numbers keep their own width. Closing marks
never start a line and opening marks never end one (GB/T 15834-2011, 5.1): the blank halves of marks are squeezed to
pull a mark in, or else the character before it is pushed out. 破折号 and 省略号 are never split. A last line of one
character and its mark is avoided in the same two ways where the line before it allows.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

NEVER_FIRST = frozenset("，。、；：？！）》〉】〕」』”’…·％%!),.:;?]}｝］〗～")
NEVER_LAST = frozenset("（《〈【〔「『“‘([{｛［〖")
# Marks whose ink fills half their cell: the other half may be taken away.
BLANK_AFTER = frozenset("，。、；：）》〉】〕」』”’｝］〗")
BLANK_BEFORE = frozenset("（《〈【〔「『“‘｛［〖")
# Characters of western scripts that are set full-width.
_WIDE = "·×÷°±§"
# Pairs, words and numbers, single spaces among them, single full-width characters.
_TOGETHER = re.compile(rf"——|……|(?:(?![\s{_WIDE}])[\x00-\u024f])+|.", re.DOTALL)
# Alone between characters these connect or divide: 连接号 never starts a line (GB/T 15834-2011, 5.1.7), 分隔号 neither
# starts nor ends one (5.1.10). The sign of a unit stays with its number.
CONNECTING = frozenset("—-－–~／/‰℃℉°′″")
DIVIDING = frozenset("／/")

Measure = Callable[[str], float]
EPSILON = 1e-6
# Share of a cell by which a gap may grow before a justified line looks torn.
WIDEST_STRETCH = 0.15


# Thousands are made for a batch of documents: a tuple is made in a third of the time of a frozen dataclass.
class Unit(NamedTuple):
    """What stays together: one full-width character, a word or number, a pair —— or ……, a space; width in pt."""

    text: str
    width: float
    blank_before: float = 0.0
    blank_after: float = 0.0

    @property
    def blank(self) -> float:
        return self.blank_before + self.blank_after

    @property
    def is_space(self) -> bool:
        return self.text.isspace()


class Placed(NamedTuple):
    """A unit and where its cell starts, in pt from the left end of the line; `shift` moves the ink inside it."""

    unit: Unit
    x: float
    shift: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line: units in place, and the width they take (pt)."""

    units: tuple[Placed, ...]
    width: float

    @property
    def text(self) -> str:
        return "".join(placed.unit.text for placed in self.units)


def split_units(text: str, pitch: float, measure: Measure) -> list[Unit]:
    """Split text into units; `pitch` is the grid width of a full-width character, `measure` the width of a word."""
    units: list[Unit] = []
    for piece in _TOGETHER.findall(text):
        if piece in BLANK_AFTER:
            units.append(Unit(piece, pitch, 0.0, pitch / 2))
        elif piece in BLANK_BEFORE:
            units.append(Unit(piece, pitch, pitch / 2))
        else:
            units.append(Unit(piece, measure(piece) if is_narrow(piece[0]) else len(piece) * pitch))
    return units


def break_lines(units: Sequence[Unit], width: float, pitch: float, measure: Measure, indent: float = 0.0) -> list[Line]:
    """Break units into justified lines of `width` pt; the first starts `indent` pt in, the last is not stretched.

    A word longer than a line is cut where the line ends.
    """
    rest = _cut_long_words(units, width - indent, measure)
    lines: list[Line] = []
    while rest:
        room = width - (0.0 if lines else indent)
        count = _without_orphan(rest, _fit(rest, room), room, pitch)
        taken, rest = rest[:count], rest[count:]
        while taken and taken[-1].is_space and (rest or sum(unit.width for unit in taken) > room + EPSILON):
            taken.pop()
        while rest and rest[0].is_space:
            rest.pop(0)
        if taken:
            lines.append(_place(taken, room, 0.0 if lines else indent, last=not rest, pitch=pitch))
    return lines


def is_narrow(character: str) -> bool:
    """Tell whether a character keeps its own width instead of a full-width cell."""
    return character < "\u0250" and character not in _WIDE


def _may_break(units: Sequence[Unit], at: int) -> bool:
    """Tell whether a line may end before units[at]; a space that vanishes there hides no opening mark before it."""
    right, before = units[at], at - 1
    while before > 0 and units[before].is_space:
        before -= 1
    if right.is_space or right.text[0] in NEVER_FIRST or right.text in CONNECTING:
        return False
    return units[before].text[-1] not in NEVER_LAST and units[before].text not in DIVIDING


def _fit(units: list[Unit], room: float) -> int:
    """Return how many units go on the line: what fits, or a mark pulled in, or the character before it pushed out."""
    natural, count = 0.0, 0
    while count < len(units) and natural + units[count].width <= room + EPSILON:
        natural += units[count].width
        count += 1
    if count == len(units):
        return count
    if count and _may_break(units, count):
        return count
    needed, blank, pulled = natural, sum(unit.blank for unit in units[:count]), count
    trailing = 0.0
    while pulled < len(units) and (pulled == count or not _may_break(units, pulled)):
        unit = units[pulled]
        # Spaces vanish at the end of a line and need room only when something follows them.
        needed, trailing = (needed, trailing + unit.width) if unit.is_space else (needed + trailing + unit.width, 0.0)
        blank += unit.blank
        pulled += 1
    if needed - blank <= room + EPSILON:
        return pulled
    pushed = count
    while pushed > 0 and not _may_break(units, pushed):
        pushed -= 1
    return pushed or max(count, 1)


def _without_orphan(units: list[Unit], count: int, room: float, pitch: float) -> int:
    """Return how many units go on the line so that no single character and its mark are left for the next.

    They are pulled in where the marks of the line can be squeezed for it, or else get one more unit from the line,
    if that does not tear it.
    """
    left: list[Unit] = []
    for unit in units[count:]:
        if left and not unit.is_space and unit.text[0] not in NEVER_FIRST:
            return count
        if not unit.is_space:
            left.append(unit)
    if not _is_orphan(left):
        return count
    whole = sum(unit.width for unit in units[:count]) + sum(unit.width for unit in left)
    if whole - sum(unit.blank for unit in (*units[:count], *left)) <= room + EPSILON and units[count:] == left:
        return len(units)
    fewer = count - 1
    while fewer > 1 and not _may_break(units, fewer):
        fewer -= 1
    kept = units[:fewer]
    while kept and kept[-1].is_space:
        kept.pop()
    free = room - sum(unit.width for unit in kept)
    return fewer if fewer > 1 and free <= (len(kept) - 1) * pitch * WIDEST_STRETCH else count


def _is_orphan(units: list[Unit]) -> bool:
    """Tell whether units are one character and nothing but closing marks after it."""
    if len(units) < 2 or len(units[0].text) != 1 or units[0].text in NEVER_FIRST | NEVER_LAST:
        return False
    return all(unit.text[0] in NEVER_FIRST for unit in units[1:])


def _place(units: list[Unit], room: float, start: float, *, last: bool, pitch: float) -> Line:
    natural = sum([unit.width for unit in units])
    gaps = len(units) - 1
    # A line far too short (before a long word) is left ragged: stretched characters read worse.
    loose = not last and gaps > 0 and natural < room and room - natural <= gaps * pitch * WIDEST_STRETCH
    stretch = (room - natural) / gaps if loose else 0.0
    blank = sum([unit.blank for unit in units]) if natural > room + EPSILON else 0.0
    squeeze = min(1.0, (natural - room) / blank) if blank else 0.0
    placed: list[Placed] = []
    x = start
    for unit in units:
        if squeeze and unit.blank:
            placed.append(Placed(unit, x, -unit.blank_before * squeeze))
            x += unit.width - unit.blank * squeeze
        else:
            placed.append(Placed(unit, x, 0.0))
            x += unit.width + stretch
    return Line(tuple(placed), x - stretch - start if placed else 0.0)


def _cut_long_words(units: Sequence[Unit], width: float, measure: Measure) -> list[Unit]:
    cut: list[Unit] = []
    for unit in units:
        if unit.width <= width + EPSILON or len(unit.text) == 1:
            cut.append(unit)
            continue
        piece = ""
        for character in unit.text:
            if piece and measure(piece + character) > width:
                cut.append(Unit(piece, measure(piece)))
                piece = ""
            piece += character
        cut.append(Unit(piece, measure(piece)))
    return cut
