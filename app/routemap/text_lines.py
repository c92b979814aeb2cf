"""Measure and wrap text by counting characters, so that every painter of the map breaks it alike."""

_NEVER_FIRST = frozenset("，。、；：？！）》〉】」』”’…")
_NEVER_LAST = frozenset("（《〈【「『“‘")
# Wider than the digits and small letters of any face that paints the map, so that nothing runs over.
_NARROW = 0.6


def text_width(text: str, size: float) -> float:
    """Return the room a text takes at a type size: 1 em a full-width character, 0.6 em any other."""
    return size * sum(_NARROW if character < "\u0250" else 1.0 for character in text)


def wrap(text: str, size: float, width: float, most: int = 99) -> list[str]:
    """Break text into lines of at most `width`; what is beyond `most` lines ends in ….

    Closing marks hang over rather than start a line, opening marks never end one.
    """
    lines: list[str] = []
    rest = text
    while rest:
        end = 1
        while end < len(rest) and text_width(rest[: end + 1], size) <= width:
            end += 1
        if end < len(rest):
            end = _good_end(rest, end)
        lines.append(rest[:end].strip())
        rest = rest[end:].lstrip()
    if len(lines) > most:
        lines = lines[:most]
        last = lines[-1].rstrip("，、；：。")
        while last and text_width(last + "…", size) > width:
            last = last[:-1]
        lines[-1] = last + "…"
    return lines


def balanced(text: str, size: float, width: float, most: int = 99) -> list[str]:
    """Wrap text into as few lines as `width` allows, all of about one length."""
    lines = wrap(text, size, width, most)
    narrower = text_width(text, size) / max(1, len(lines))
    while len(lines) > 1 and narrower < width:
        tried = wrap(text, size, narrower, most)
        if len(tried) == len(lines) and "".join(tried) == "".join(lines):
            return tried
        narrower += size / 2
    return lines


def title_lines(text: str, size: float, width: float) -> list[str]:
    """Wrap a title, before its bracket where that is enough."""
    lines = wrap(text, size, width)
    at = text.find("（")
    if len(lines) > 1 and at > 0 and max(text_width(text[:at], size), text_width(text[at:], size)) <= width:
        return [text[:at], text[at:]]
    return lines


def _good_end(text: str, end: int) -> int:
    best = end
    while best > 1 and (text[best] in _NEVER_FIRST or text[best - 1] in _NEVER_LAST or _inside_number(text, best)):
        best -= 1
    return best if best > 1 or end == 1 else end


def _inside_number(text: str, at: int) -> bool:
    return text[at - 1].isascii() and text[at].isascii() and text[at - 1].isalnum() and text[at].isalnum()
