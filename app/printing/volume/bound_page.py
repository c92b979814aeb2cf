"""Make somebody's PDF fit to be bound: what is seen stays, what a file could do by itself goes."""

import io
from collections.abc import Callable, Iterator

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, RectangleObject, StreamObject

from app.printing.volume.read_text import unlogged

_KEPT = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group"}
_UNSEEN = 2 | 32  # an annotation that is hidden, or not shown on screen
_APPEARANCES_A_PAGE = 200


def bound_pages(content: bytes, go_on: Callable[[], None] = lambda: None) -> bytes:
    """Return the same pages as plain paper: upright, annotations drawn in (a seal stays seen), nothing that acts.

    Scripts, actions, links, form fields and files within are left behind. Raises what pypdf raises for a file that
    cannot be read, ValueError for an encrypted one and one without pages; `go_on()` is called before every page.
    """
    with unlogged():
        return _bound(content, go_on)


def _bound(content: bytes, go_on: Callable[[], None]) -> bytes:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("encrypted")
    if not reader.pages:
        raise ValueError("no pages")
    writer = PdfWriter()
    for page in reader.pages:
        go_on()
        seen = list(_appearances(page))
        for key in set(page) - _KEPT:
            del page[key]
        added = writer.add_page(page)
        for appearance, place in seen:
            added.merge_transformed_page(appearance, place)
        added.transfer_rotation_to_content()
        added.mediabox = added.cropbox = RectangleObject(added.cropbox)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _appearances(page: PageObject) -> Iterator[tuple[PageObject, Transformation]]:
    """Give what each annotation of a page shows, as a page of its own and where it lies (ISO 32000-1, 12.5.5)."""
    for entry in list(page.get("/Annots", None) or ())[:_APPEARANCES_A_PAGE]:
        annotation = entry.get_object()
        if not isinstance(annotation, DictionaryObject) or int(annotation.get("/F", 0)) & _UNSEEN:
            continue
        shown = _normal(annotation)
        if shown is None or annotation.get("/Subtype") == "/Popup" or "/BBox" not in shown:
            continue
        rect, box = (RectangleObject([float(n) for n in array]) for array in (annotation["/Rect"], shown["/BBox"]))  # type: ignore[attr-defined]
        own = Transformation(tuple(float(n) for n in shown.get("/Matrix", (1, 0, 0, 1, 0, 0))))  # type: ignore[arg-type]
        corners = [own.apply_on((x, y)) for x in (box.left, box.right) for y in (box.bottom, box.top)]
        left, bottom = min(x for x, _ in corners), min(y for _, y in corners)
        width, height = max(x for x, _ in corners) - left, max(y for _, y in corners) - bottom
        if width <= 0 or height <= 0:
            continue
        across, up = float(rect.width) / float(width), float(rect.height) / float(height)
        place = own.translate(-float(left), -float(bottom)).scale(across, up)
        yield _page_of(shown, box), place.translate(float(rect.left), float(rect.bottom))


def _normal(annotation: DictionaryObject) -> StreamObject | None:
    appearances = annotation.get("/AP")
    normal = appearances.get_object().get("/N") if appearances is not None else None
    shown = normal.get_object() if normal is not None else None
    if isinstance(shown, DictionaryObject) and not isinstance(shown, StreamObject):
        state = shown.get(annotation.get("/AS", "/Off"))
        shown = state.get_object() if state is not None else None
    return shown if isinstance(shown, StreamObject) else None


def _page_of(shown: StreamObject, box: RectangleObject) -> PageObject:
    page = PageObject.create_blank_page(width=1, height=1)
    for key in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
        page[NameObject(key)] = box
    page[NameObject("/Resources")] = shown.get("/Resources", DictionaryObject())
    page[NameObject("/Contents")] = ArrayObject([shown.indirect_reference]) if shown.indirect_reference else shown
    return page
