"""Pictures of windows, to be looked at and kept as reference."""

from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter, QRegion
from PySide6.QtWidgets import QApplication, QWidget


def take_picture(widget: QWidget, path: Path, size: tuple[int, int] = (1366, 768), ratio: float = 1.0) -> Path:
    """Draw a widget as it looks on a screen and save it as PNG; return the path.

    `size` is the screen in device pixels; at `ratio` 1.25 (Windows' 125 %) the widget so gets 1093 × 614 px to
    live in, as it would there. The widget keeps its visibility. Raises OSError when the file cannot be written.
    """
    width, height = (round(length / ratio) for length in size)
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, not widget.isVisible())
    was_shown = widget.isVisible()
    widget.resize(QSize(width, height))
    widget.show()
    for _ in range(3):  # layouts with wrapped text settle in their second pass
        QApplication.processEvents()
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(widget.palette().window().color())
    painter = QPainter(image)
    widget.render(
        painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawWindowBackground | QWidget.RenderFlag.DrawChildren
    )
    painter.end()
    if not was_shown:
        widget.hide()
        widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not QImageWriter(str(path), b"PNG").write(image):
        raise OSError(f"cannot write {path}")
    return path
