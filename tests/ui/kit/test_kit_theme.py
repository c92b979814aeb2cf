"""Promises of the look: legible colours, a 字号 that scales, a broken theme told in a sentence."""

import shutil

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QLabel

from app.faults import UserFault
from app.resources import resource_path
from app.ui.base import theme
from app.ui.kit.words import Words


def luminance(name: str) -> float:
    """Relative luminance after WCAG 2."""
    parts = [theme.colour(name).redF(), theme.colour(name).greenF(), theme.colour(name).blueF()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("text", "ground"), theme.load_theme().pairs)
def test_text_stands_out_from_its_ground(text, ground):
    light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_every_text_colour_of_the_sheet_is_in_the_tested_pairs():
    tested = {text for text, _ in theme.load_theme().pairs} | {"surface"}  # surface: words of a tip, on ink
    import re

    used = set(re.findall(r"(?<![-\w])color: @([a-z_]+)", theme.load_theme().sheet))
    assert used <= tested


def test_the_bundled_font_is_the_one_that_is_drawn(dressed):
    assert QFontInfo(dressed.font()).family() == "Noto Sans SC"
    assert QFontInfo(theme.font(medium=True)).weight() == 500


@pytest.mark.parametrize(("scale", "base", "title"), [("standard", 14, 20), ("large", 16, 23), ("extra", 18, 26)])
def test_the_font_size_setting_scales_every_text(dressed, qtbot, scale, base, title):
    theme.apply_theme(dressed, scale)
    plain, head = QLabel("字"), Words("字", "title")
    qtbot.addWidget(plain)
    qtbot.addWidget(head)
    for widget in (plain, head):
        widget.ensurePolished()
    assert plain.fontInfo().pixelSize() == base
    assert head.fontInfo().pixelSize() == title
    assert f"font-size: {title}px" in theme.style_sheet()


def test_a_change_of_font_size_is_told(dressed, qtbot):
    with qtbot.waitSignal(theme.changes().changed):
        theme.apply_theme(dressed, "extra")
    assert theme.scale_name() == "extra"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[colour]", "[colour"),
        ('ink = "#1F2733"', ""),
        ('ink = "#1F2733"', 'ink = "blackish"'),
        ("large = 1.15", "large = 40"),
        ("base = 14", 'base = "big"'),
    ],
)
def test_a_broken_theme_file_is_named_with_the_next_step(tmp_path, old, new):
    folder = shutil.copytree(resource_path("theme"), tmp_path / "theme")
    path = folder / "light.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserFault) as caught:
        theme.load_theme(path)
    assert caught.value.code == "broken-theme"
    assert "light.toml" in caught.value.sentence
    assert caught.value.next_step


def test_a_missing_theme_file_is_named(tmp_path):
    with pytest.raises(UserFault, match="缺失"):
        theme.load_theme(tmp_path / "light.toml")


def test_every_icon_draws_something_in_its_colour(dressed):
    for path in sorted(resource_path("icons").glob("*.svg")):
        image = theme.icon(path.stem, "red").pixmap(24, 24).toImage()
        pixels = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
        drawn = [pixel for pixel in pixels if pixel.alpha() > 120]
        assert drawn, path.stem
        assert all(abs(pixel.red() - theme.colour("red").red()) < 6 for pixel in drawn), path.stem


def test_an_unknown_icon_is_a_fault_with_a_name():
    with pytest.raises(UserFault, match="no-such"):
        theme.icon("no-such")
