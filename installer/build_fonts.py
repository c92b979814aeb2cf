"""Make the bundled fonts from their source packages.

    python installer/build_fonts.py FOLDER [OUTPUT]

FOLDER holds these package files, fetched by their ordinary clients; nothing is fetched here:

    apt-get download texlive-lang-chinese    2022.20230122-1   FandolFang (仿宋)
    apt-get download fonts-lxgw-wenkai       Debian 12         LXGW WenKai (楷体)
    apt-get download unicode-data            15.0.0-1          kTGH = 通用规范汉字表, all 8,105 characters
    npm pack @expo-google-fonts/noto-serif-sc  0.4.3           Noto Serif SC Bold and Light
    npm pack @expo-google-fonts/noto-sans-sc   0.4.3           Noto Sans SC Regular and Medium

Every font is cut to 通用规范汉字表 ∪ GB 2312 ∪ Latin and punctuation; the rare face and the 楷体 keep more.
FandolFang's cubic outlines become quadratic ones (error at most 1/1000 em), because reportlab embeds TrueType
outlines only. Needs fontTools; runs about three minutes; the same packages give the same bytes.
"""

from __future__ import annotations

import bz2
import io
import lzma
import sys
import tarfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph

FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf"
FANDOL_LICENCE = "usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz"
WENKAI = "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
WENKAI_LICENCE = "usr/share/doc/fonts-lxgw-wenkai/copyright"
UNIHAN = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"

# Latin-1, general punctuation, arrows, numerals in circles and brackets, marks and signs a form or a window uses.
SIGN_BLOCKS = (
    (0x0020, 0x007E), (0x00A0, 0x00FF), (0x2010, 0x2027), (0x2030, 0x203B), (0x20AC, 0x20AC), (0x2103, 0x2103),
    (0x2116, 0x2116), (0x2150, 0x217F), (0x2190, 0x2199), (0x2200, 0x22FF), (0x2318, 0x2318), (0x23CE, 0x23CE),
    (0x2460, 0x24FF), (0x2500, 0x257F), (0x25A0, 0x25FF), (0x2600, 0x2606), (0x26A0, 0x26A0), (0x2713, 0x2717),
    (0x2776, 0x2793), (0x3000, 0x303F), (0x31C0, 0x31E3), (0x3200, 0x32FF), (0x3300, 0x33FF), (0xFE30, 0xFE4F),
    (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
)  # fmt: skip
UNIFIED = (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF)
BEYOND_BMP = (0x20000, 0x323AF)


def read_deb(path: Path) -> tarfile.TarFile:
    """Open the data member of a .deb without dpkg; raises ValueError when it is not one."""
    raw = path.read_bytes()
    if not raw.startswith(b"!<arch>\n"):
        raise ValueError(f"{path.name} is not a Debian package")
    at = 8
    while at < len(raw):
        name, size = raw[at : at + 16].decode().strip().rstrip("/"), int(raw[at + 48 : at + 58])
        body = raw[at + 60 : at + 60 + size]
        if name.startswith("data.tar"):
            return tarfile.open(fileobj=io.BytesIO(lzma.decompress(body) if name.endswith(".xz") else body))
        at += 60 + size + size % 2
    raise ValueError(f"{path.name} holds no data.tar")


def read_tgz(path: Path) -> tarfile.TarFile:
    """Open a packed npm package."""
    return tarfile.open(path)


def member(archive: tarfile.TarFile, ending: str) -> bytes:
    """Return the bytes of the one file whose path ends so; raises FileNotFoundError."""
    for info in archive:
        if info.isfile() and info.name.endswith(ending):
            handle = archive.extractfile(info)
            assert handle is not None
            return handle.read()
    raise FileNotFoundError(ending)


def the_only(folder: Path, pattern: str) -> Path:
    """Return the package file that matches; raises FileNotFoundError with what was looked for."""
    found = sorted(folder.glob(pattern))
    if not found:
        raise FileNotFoundError(f"{folder}/{pattern}")
    return found[-1]


def standard_characters(unihan: bytes) -> set[int]:
    """Return 通用规范汉字表 from the kTGH property; raises ValueError unless it is 8,105 characters."""
    rows = (line.split("\t") for line in bz2.decompress(unihan).decode("utf-8").splitlines() if "\tkTGH\t" in line)
    characters = {int(row[0][2:], 16) for row in rows if row[0].startswith("U+")}
    if len(characters) != 8105:
        raise ValueError(f"kTGH lists {len(characters)} characters")
    return characters


def gb2312_characters() -> set[int]:
    """Return every code point of GB 2312-1980, signs included."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(text) for pair in pairs if (text := pair.decode("gb2312", "ignore"))}


def signs() -> set[int]:
    return {code for first, last in SIGN_BLOCKS for code in range(first, last + 1)}


def to_truetype(font: TTFont) -> None:
    """Replace CFF outlines by quadratic ones in place, at most 1/1000 em away."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    outlines: dict[str, Glyph] = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, font["head"].unitsPerEm / 1000, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, outlines
    del font["CFF "]
    if "VORG" in font:
        del font["VORG"]
    glyf.compile(font)
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion, maxp.numGlyphs = 0x00010000, len(order)
    for limit in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
                  "maxSizeOfInstructions", "maxComponentElements"):  # fmt: skip
        setattr(maxp, limit, 0)
    maxp.maxZones = 1
    for name in order:
        outlines[name].recalcBounds(glyf)
        advance, _ = font["hmtx"][name]
        font["hmtx"][name] = (advance, getattr(outlines[name], "xMin", 0))
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


def trim_names(font: TTFont, family: str, style: str, notice: str) -> None:
    """Leave only the names a reader of the file needs: copyright, family, style, version and licence."""
    name = font["name"]
    kept = {key: str(record) for key in (0, 5, 13, 14) if (record := name.getDebugName(key))}
    if notice:
        kept[0] = f"{kept.get(0, '')} {notice}".strip()
    full = family if style == "Regular" else f"{family} {style}"
    name.names = []
    plain = style in ("Regular", "Bold")
    kept |= {1: family if plain else full, 2: style if plain else "Regular", 4: full}
    kept |= {3: f"{full}; xinfang-window", 6: f"{family.replace(' ', '')}-{style}"}
    if not plain:
        kept |= {16: family, 17: style}
    for key, text in sorted(kept.items()):
        name.setName(text, key, 3, 1, 0x409)


@dataclass(frozen=True)
class Recipe:
    """How one bundled face is made: where it comes from, what is kept, what it is called."""

    file_name: str
    source: Callable[[], bytes]
    family: str
    style: str
    keep: set[int]
    features: list[str] = field(default_factory=list)
    notice: str = ""


def build(recipe: Recipe, output: Path) -> Path:
    """Cut, convert and rename one face; return the file written."""
    font = TTFont(io.BytesIO(recipe.source()), recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = recipe.features
    options.hinting = False
    options.name_IDs = ["*"]
    options.drop_tables += ["vmtx", "vhea", "BASE", "DSIG", "gasp", "STAT"]
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=recipe.keep)
    cutter.subset(font)
    if "CFF " in font:
        to_truetype(font)
    trim_names(font, recipe.family, recipe.style, recipe.notice)
    target = output / recipe.file_name
    font.save(target)
    return target


def within(font: bytes, ranges: Iterable[tuple[int, int]]) -> set[int]:
    """Return the characters of a font inside these ranges."""
    covered = TTFont(io.BytesIO(font), lazy=True).getBestCmap()
    return {code for code in covered if any(first <= code <= last for first, last in ranges)}


def main(folder: Path, output: Path) -> None:
    """Write the fonts, their licences and the list of standard characters into `output`."""
    output.mkdir(parents=True, exist_ok=True)
    texlive = the_only(folder, "texlive-lang-chinese_*.deb")
    wenkai = the_only(folder, "fonts-lxgw-wenkai_*.deb")
    serif = read_tgz(the_only(folder, "expo-google-fonts-noto-serif-sc-*.tgz"))
    sans = read_tgz(the_only(folder, "expo-google-fonts-noto-sans-sc-*.tgz"))
    standard = standard_characters(member(read_deb(the_only(folder, "unicode-data_*.deb")), UNIHAN))
    common = standard | gb2312_characters() | signs()

    kai = member(read_deb(wenkai), WENKAI)
    light, bold = member(serif, "NotoSerifSC_300Light.ttf"), member(serif, "NotoSerifSC_700Bold.ttf")
    regular, medium = member(sans, "NotoSansSC_400Regular.ttf"), member(sans, "NotoSansSC_500Medium.ttf")
    fandol_note = "Cut and converted from CFF to TrueType outlines for xinfang-window; see LICENSE-FandolFang.txt."
    recipes = [
        Recipe("NotoSansSC-Regular.ttf", lambda: regular, "Noto Sans SC", "Regular",
               common | within(regular, [BEYOND_BMP]), ["tnum", "kern"]),
        Recipe("NotoSansSC-Medium.ttf", lambda: medium, "Noto Sans SC", "Medium",
               common | within(medium, [BEYOND_BMP]), ["tnum", "kern"]),
        Recipe("NotoSerifSC-Bold.ttf", lambda: bold, "Noto Serif SC", "Bold", common | within(bold, [BEYOND_BMP])),
        Recipe("NotoSerifSC-Light.ttf", lambda: light, "Noto Serif SC", "Light",
               common | within(light, [*UNIFIED, BEYOND_BMP])),
        # "LXGW" and "霞鹜" are reserved font names: a cut copy must bear another one.
        Recipe("XinfangKai-Regular.ttf", lambda: kai, "Xinfang Kai", "Regular",
               common | within(kai, [UNIFIED[0], BEYOND_BMP]), notice="Cut from LXGW WenKai for xinfang-window."),
        Recipe("FandolFang-Regular.ttf", lambda: member(read_deb(texlive), FANDOL), "FandolFang TT", "Regular",
               common, notice=fandol_note),
    ]  # fmt: skip
    for recipe in recipes:
        written = build(recipe, output)
        print(f"{written.name}: {written.stat().st_size / 1e6:.1f} MB", flush=True)

    listed = "".join(map(chr, sorted(standard)))
    lines = [listed[at : at + 40] for at in range(0, len(listed), 40)]
    (output / "standard-characters.txt").write_text("\n".join(lines) + "\n", "utf-8")
    gpl = zlib.decompress(member(read_deb(texlive), FANDOL_LICENCE), 31).decode("utf-8")
    (output / "LICENSE-FandolFang.txt").write_text(FANDOL_STATEMENT + gpl, "utf-8")
    (output / "LICENSE-XinfangKai.txt").write_bytes(member(read_deb(wenkai), WENKAI_LICENCE))
    (output / "LICENSE-NotoSerifSC.txt").write_bytes(member(serif, "LICENSE_FONT"))
    (output / "LICENSE-NotoSansSC.txt").write_bytes(member(sans, "LICENSE_FONT"))


FANDOL_STATEMENT = """\
FandolFang-Regular.ttf

Copyright (C) 2012-2013 the Fandol team (Clerk Ma, Jie Su).
Licence: GNU General Public License version 3 with the font exception; both follow, the exception at the end.

This is a modified copy, made on 2026-11-22: cut to the characters of 通用规范汉字表, GB 2312 and common signs,
and its CFF outlines converted to TrueType outlines. The script that makes it from the published font
(FandolFang-Regular.otf in Debian's texlive-lang-chinese) is installer/build_fonts.py. Those who made this copy
extend the font exception to it: a document in which it is embedded is not covered by the licence for that reason.

----------------------------------------------------------------------------------------------------------------

"""


if __name__ == "__main__":
    arguments = [Path(argument) for argument in sys.argv[1:]]
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    main(arguments[0], arguments[1] if len(arguments) == 2 else Path(__file__).parent.parent / "resources" / "fonts")
