"""A font with the glyphs of one file alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import uharfbuzz

# Tables that say nothing to a PDF (as WeasyPrint drops them).
DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")


def subset(path: Path, index: int, glyphs: Iterable[int], with_notdef: bool) -> bytes:
    """Return a font with only some glyphs, their ids kept and those after the last cut off."""
    wanted = sorted(set(glyphs))
    flags = uharfbuzz.SubsetFlags.PASSTHROUGH_UNRECOGNIZED | uharfbuzz.SubsetFlags.DESUBROUTINIZE
    if with_notdef:
        flags |= uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    first = uharfbuzz.SubsetInput()
    first.glyph_set.update(wanted)
    first.drop_table_tag_set.update(_tag(name) for name in DROPPED)
    first.flags = flags | uharfbuzz.SubsetFlags.RETAIN_GIDS
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), index)
    face = uharfbuzz.subset(face, first)
    second = uharfbuzz.SubsetInput()
    second.glyph_set.update(range((wanted[-1] if wanted else 0) + 1))
    second.flags = flags | uharfbuzz.SubsetFlags.NO_HINTING
    return bytes(uharfbuzz.subset(face, second).blob.data)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")
