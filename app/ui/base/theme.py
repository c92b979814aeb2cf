"""The one look of every window: colours, sizes, fonts, icons and the style sheet, all from one theme file."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from app.faults import UserFault
from app.resources import resource_path

_HEX = re.compile(r"#[0-9A-Fa-f]{6}\Z")
_PX = re.compile(r"(?<![\w#])(\d+)px")
_TOKEN = re.compile(r"@([a-z_]+)")
# Icons are drawn at the sizes screens ask for at 100, 125, 150 and 200 %, so that none is stretched.
_ICON_PIXELS = (14, 16, 18, 20, 23, 24, 25, 28, 30, 32, 40, 48, 56, 64)


@dataclass(frozen=True)
class Theme:
    """Hold the tokens of one theme file; sizes in px at 字号 标准."""

    colours: dict[str, str]
    sizes: dict[str, int]
    spaces: dict[str, int]
    scales: dict[str, float]
    family: str
    font_files: tuple[str, ...]
    rare_family: str
    rare_file: str
    pairs: tuple[tuple[str, str], ...]
    sheet: str = field(repr=False)


class _Notice(QObject):
    changed = Signal()


class _Current:
    """Keep the theme that is on the screen."""

    theme: Theme | None = None
    scale_name: str = "standard"
    factor: float = 1.0
    notice: _Notice | None = None


def _broken(path: Path, why: str) -> UserFault:
    return UserFault(
        f"界面主题文件 {path.name} 不能使用：{why}。",
        "请用安装包修复程序，或从安装盘重新复制 resources/theme 文件夹。",
        code="broken-theme",
    )


def load_theme(path: Path | None = None) -> Theme:
    """Read a theme file and its style sheet (`window.qss` beside it).

    Raises UserFault (code `broken-theme`) when it is missing, is no TOML, lacks a token or names a bad colour.
    """
    path = path or resource_path("theme", "light.toml")
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        sheet = (path.parent / "window.qss").read_text(encoding="utf-8")
        theme = Theme(
            colours=dict(data["colour"]),
            sizes={name: int(size) for name, size in data["size"].items()},
            spaces={name: int(size) for name, size in data["space"].items()},
            scales={name: float(factor) for name, factor in data["scale"].items()},
            family=str(data["font"]["family"]),
            font_files=tuple(data["font"]["files"]),
            rare_family=str(data["font"]["rare_family"]),
            rare_file=str(data["font"]["rare_file"]),
            pairs=tuple((pair["text"], ground) for pair in data["pair"] for ground in pair["on"]),
            sheet=sheet,
        )
    except OSError as error:
        raise _broken(path, "文件缺失或不能读取") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _broken(path, "内容格式有误") from error
    except KeyError as error:
        raise _broken(path, f"缺少 {error.args[0]} 一项") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise _broken(path, "有一项的值不对") from error
    for name, value in theme.colours.items():
        if not isinstance(value, str) or not _HEX.match(value):
            raise _broken(path, f"颜色 {name} 的值不对")
    named = set(_TOKEN.findall(sheet)) | {name for pair in theme.pairs for name in pair}
    missing = sorted(named - set(theme.colours))
    if missing:
        raise _broken(path, f"缺少颜色 {missing[0]}")
    for wanted in ("standard", "large", "extra"):
        if not 0.5 <= theme.scales.get(wanted, 0) <= 3:
            raise _broken(path, f"字号 {wanted} 的倍数不对")
    return theme


def current() -> Theme:
    """Return the theme in use, reading the shipped one when none was applied yet."""
    if _Current.theme is None:
        _Current.theme = load_theme()
    return _Current.theme


def px(length: float) -> int:
    """Return a length given in px at 字号 标准, scaled to the chosen 字号."""
    return max(1, round(length * _Current.factor)) if length > 0 else 0


def size(name: str) -> int:
    """Return a size token in px, scaled."""
    return px(current().sizes[name])


def space(name: str) -> int:
    """Return a space token (`tight` 4, `near` 8, `normal` 12, `wide` 16, `far` 24) in px, scaled."""
    return px(current().spaces[name])


def colour(name: str) -> QColor:
    """Return a colour token."""
    return QColor(current().colours[name])


def font(size_name: str = "base", *, medium: bool = False) -> QFont:
    """Return the window's font at a size token, Regular or Medium; digits all have one width."""
    made = QFont()
    made.setFamilies([current().family, current().rare_family])
    made.setPixelSize(size(size_name))
    made.setWeight(QFont.Weight.Medium if medium else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def changes() -> _Notice:
    """Return the object whose signal `changed` tells that another 字号 was applied."""
    if _Current.notice is None:
        _Current.notice = _Notice()
    return _Current.notice


def scale_name() -> str:
    """Return the 字号 in use: `standard`, `large` or `extra`."""
    return _Current.scale_name


def style_sheet() -> str:
    """Return the style sheet with colours filled in and every px above 1 scaled."""
    theme = current()
    sheet = _TOKEN.sub(lambda found: theme.colours[found[1]], theme.sheet)
    sheet = _PX.sub(lambda found: f"{px(int(found[1])) if int(found[1]) > 2 else found[1]}px", sheet)
    return sheet.replace("theme://", resource_path("theme").as_posix() + "/")


@lru_cache(maxsize=1)
def _register_fonts(folder: Path, files: tuple[str, ...]) -> bool:
    found = [QFontDatabase.addApplicationFont(str(folder / name)) for name in files]
    return all(number >= 0 for number in found)


def load_rare_font() -> bool:
    """Read in the large font for rare characters; call once after the first paint. Return whether it was found."""
    return _register_rare(resource_path("fonts", current().rare_file))


@lru_cache(maxsize=1)
def _register_rare(path: Path) -> bool:
    return path.exists() and QFontDatabase.addApplicationFont(str(path)) >= 0


def apply_theme(app: QApplication, scale: str = "standard", *, path: Path | None = None) -> None:
    """Dress the whole application: fonts, Fusion, palette, style sheet.

    `scale` is the 字号 setting: `standard`, `large` or `extra`; an unknown word means `standard`. Windows made
    before a change of 字号 follow in their fonts at once and in their margins when they are made anew.
    Raises UserFault (code `broken-theme`).
    """
    theme = load_theme(path)
    _Current.theme = theme
    _Current.scale_name = scale if scale in theme.scales else "standard"
    _Current.factor = theme.scales[_Current.scale_name]
    _register_fonts(resource_path("fonts"), theme.font_files)
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette())
    app.setFont(font())
    app.setStyleSheet(style_sheet())
    _pixmap.cache_clear()
    icon.cache_clear()
    changes().changed.emit()


def application() -> QApplication:
    """Return the running application, which every window stands in."""
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    return running


def _palette() -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, token in {
        role.Window: "paper", role.WindowText: "ink", role.Base: "surface", role.AlternateBase: "hover",
        role.Text: "ink", role.Button: "surface", role.ButtonText: "ink", role.BrightText: "on_accent",
        role.Highlight: "accent", role.HighlightedText: "on_accent", role.PlaceholderText: "second_ink",
        role.ToolTipBase: "ink", role.ToolTipText: "surface", role.Link: "accent", role.LinkVisited: "violet",
        role.Mid: "hairline", role.Midlight: "hairline", role.Dark: "field_line", role.Accent: "accent",
    }.items():  # fmt: skip
        palette.setColor(which, colour(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, colour("second_ink"))
    return palette


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    path = resource_path("icons", f"{name}.svg")
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise _broken(path, "图标文件缺失") from error


@lru_cache(maxsize=1024)
def _pixmap(name: str, hex_colour: str, pixels: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", hex_colour).encode()))
    pixmap = QPixmap(QSize(pixels, pixels))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return pixmap


@lru_cache(maxsize=256)
def icon(name: str, color_token: str = "ink") -> QIcon:
    """Return one of our line icons (`resources/icons/<name>.svg`) in a colour token.

    Raises UserFault (code `broken-theme`) when there is no such icon.
    """
    made = QIcon()
    for pixels in _ICON_PIXELS:
        made.addPixmap(_pixmap(name, current().colours[color_token], pixels))
    return made


def icon_svg(name: str, color_token: str) -> str:
    """Return the drawing of one icon in a colour token, as SVG text."""
    return _drawing(name).replace("currentColor", current().colours[color_token])


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties that the style sheet asks for, and have the widget drawn after them."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
