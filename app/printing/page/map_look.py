"""How the map looks on paper: the tones, the boxes by kind, the ways. The window takes its tones from its theme."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.routemap.drawing import BoxKind

# The same names as in resources/theme/light.toml; darker where print would lose them.
TONES: Mapping[str, str] = {
    "paper": "#F6F7F9",
    "surface": "#FFFFFF",
    "hairline": "#E3E6EB",
    "field_line": "#8F9AA8",
    "ink": "#1F2733",
    "second_ink": "#47515F",
    "accent": "#1F5FA8",
    "accent_weak": "#E8F0FA",
    "green": "#2E7D4F",
    "green_weak": "#EEF7F1",
    "amber": "#8A5D00",
    "amber_weak": "#FFF8E8",
    "red": "#B3261E",
    "violet": "#5B3A8C",
    "violet_weak": "#F1ECF8",
}


@dataclass(frozen=True, slots=True)
class BoxLook:
    """Fill and line of a kind of box (tones), the line's width and the corner's radius in units."""

    fill: str
    line: str
    width: float
    round: float


BOX_LOOK: Mapping[BoxKind, BoxLook] = {
    "choice": BoxLook("surface", "field_line", 1.0, 7.0),
    "form": BoxLook("surface", "field_line", 1.0, 1.0),
    "outcome": BoxLook("green_weak", "green", 1.2, 14.0),
    "state": BoxLook("accent_weak", "accent", 1.0, 7.0),
    "closed": BoxLook("hairline", "second_ink", 1.0, 7.0),
}
# Tone and width of a way, by whether it is on the main line.
LINE_LOOK: Mapping[bool, tuple[str, float]] = {False: ("field_line", 1.1), True: ("accent", 3.4)}
ARROW = 7.0
