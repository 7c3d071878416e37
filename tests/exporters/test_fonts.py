"""Fonts: declared, checked, a user's own, and nothing else."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from gappon import fonts
from gappon.diagnostics import Notices
from gappon.errors import FontError
from gappon.exporters.pdf import fonts as fontfile
from gappon.exporters.pdf.subset import subset


def test_declared_fonts_are_the_files_that_were_declared() -> None:
    loaded = fonts.load_fonts()
    assert {f.role for f in loaded} == {"mincho", "gothic", "mono", "emoji", "world"}
    assert all(f.licence == "OFL-1.1" for f in loaded)


def test_an_altered_font_is_an_error(tmp_path: Path) -> None:
    source = fonts.load_fonts()[3]
    (tmp_path / "a.ttf").write_bytes(source.path.read_bytes() + b"x")
    entry = {"family": "A", "file": "a.ttf", "sha256": source.sha256}
    (tmp_path / "fonts.yaml").write_text(yaml.safe_dump({"fonts": [entry]}))
    with pytest.raises(FontError, match="is not the file that fonts.yaml declares"):
        fonts.load_fonts([tmp_path])


def test_a_missing_font_names_its_package(tmp_path: Path) -> None:
    entry = {"family": "A", "file": "no_such_package/a.ttf", "package": "no-such-package"}
    (tmp_path / "fonts.yaml").write_text(yaml.safe_dump({"fonts": [entry]}))
    with pytest.raises(FontError, match="missing; install the package no-such-package"):
        fonts.load_fonts([tmp_path])


@pytest.mark.parametrize(
    ("text", "message"),
    [("fonts: [\n", "fonts.yaml:2: "), ("fonts: [{family: A}]\n", "entry 1 of 'fonts' needs")],
)
def test_a_broken_declaration_is_said(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "fonts.yaml").write_text(text)
    with pytest.raises(FontError, match=message):
        fonts.load_fonts([tmp_path])


def test_a_users_fonts_are_found_by_their_own_names(tmp_path: Path) -> None:
    shutil.copy(fonts.load_fonts()[3].path, tmp_path / "mine.ttf")
    own = fonts.load_fonts([tmp_path])[-1]
    assert (own.family, own.weight, own.role) == ("IBM Plex Mono", 400, "user")


def test_a_font_that_forbids_embedding_is_left_out_with_a_notice(tmp_path: Path) -> None:
    with TTFont(fonts.load_fonts()[3].path) as font:
        font["OS/2"].fsType = 0x0002
        font.save(tmp_path / "closed.ttf")
    notices = Notices()
    assert fonts.load_fonts([tmp_path], notices) == fonts.load_fonts()
    (notice,) = notices
    assert "closed.ttf forbids embedding" in notice.message


def test_what_is_no_font_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"not a font")
    with pytest.raises(FontError, match="no font that can be read"):
        fonts.load_fonts([tmp_path])


def test_fontconfig_sees_these_fonts_and_no_others(tmp_path: Path) -> None:
    loaded = fonts.load_fonts()
    config = fonts.configure_fonts(loaded, tmp_path)
    listed = subprocess.run(
        ["fc-list", ":", "family"],
        env={"FONTCONFIG_FILE": str(config), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert len(listed) <= len(loaded)
    assert all(line.startswith("Gappon ") for line in listed)


def test_missing_characters() -> None:
    assert fonts.missing_characters("あ𠮷\u200b\ue000", {ord("あ")}) == ["\ue000", "𠮷"]


@pytest.mark.parametrize("last", [0, 1, 2, 257, 258, 5000])
def test_glyphs_in_a_pdf_are_found_by_their_ids(last: int) -> None:
    """Noto Serif JP is a subset: its glyph 5000 has another CID in the file that it comes in."""
    path = fonts.load_fonts()[0].path
    program = subset(path, 0, [last], with_notdef=True)
    cff = CFFFontSet()
    cff.decompile(io.BytesIO(fontfile.outlines(program)), None, isCFF2=False)
    assert cff[0].charset == [".notdef", *(f"cid{glyph:05}" for glyph in range(1, last + 1))]
    with TTFont(path) as original:
        name = original.getGlyphOrder()[last]
        assert _points(cff[0].CharStrings[cff[0].charset[last]]) == _points(
            original["CFF "].cff[0].CharStrings[name]
        )


def _points(charstring: object) -> list[object]:
    pen = RecordingPen()
    charstring.draw(pen)
    return pen.value
