"""Make a scan or a photograph fit to be bound: upright, and no finer than paper needs."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

# 300 dots an inch over the long side of an A4 sheet; the file itself stays kept as it was added.
FINEST = 3508
_MOST_DOTS = 250_000_000
_PLAIN = ("RGB", "L", "1")


@dataclass(frozen=True)
class BoundPicture:
    """A JPEG or PNG ready to be drawn, and whether it lies wide."""

    content: bytes
    wide: bool


def bound_picture(content: bytes) -> BoundPicture:
    """Return a picture turned as its camera says, on white, with at most `FINEST` dots along its long side.

    Raises OSError, ValueError or SyntaxError for one that cannot be read whole, ValueError for one far too large.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged by its size here below
        image: Image.Image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        if image.width * image.height > _MOST_DOTS:
            raise ValueError("too many dots")
        is_photo = image.format == "JPEG"
        turned = image.getexif().get(0x0112, 1) != 1
        fits = max(image.size) <= FINEST
        if is_photo:
            image.draft("RGB", (FINEST, FINEST))  # a large one is never unpacked whole
        image.load()
    if fits and image.mode in _PLAIN and not turned:
        return BoundPicture(content, image.width > image.height)
    if not fits:
        image.thumbnail((FINEST, FINEST))
    image = _plain(ImageOps.exif_transpose(image) or image)
    buffer = io.BytesIO()
    if is_photo:
        image.save(buffer, "JPEG", quality=88)
    else:
        image.save(buffer, "PNG")
    return BoundPicture(buffer.getvalue(), image.width > image.height)


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in _PLAIN:
        return image
    if image.mode.startswith("I"):  # sixteen bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if "A" in image.mode or "transparency" in image.info:
        over = image.convert("RGBA")
        white = Image.new("RGBA", over.size, "white")
        white.alpha_composite(over)
        return white.convert("RGB")
    return image.convert("RGB")
