"""Pages in other fonts than were asked for stop the volume."""

from __future__ import annotations

from pathlib import Path

import pytest

from gappon.driver.cache import Cache
from gappon.driver.fragments import FragmentStore
from gappon.driver.store import Store
from gappon.errors import FontError
from gappon.exporters.pdf.fonts import identities
from gappon.fonts import load_fonts
from gappon.typesetter.fragment import Fragment, UsedFont


def fragment(family: str, role: str, **more: object) -> Fragment:
    """Return a fragment that uses a declared font file under a name."""
    (path,) = {font.path for font in load_fonts() if font.role == role and font.weight == 400} or {
        None
    }
    (identity,) = identities([path])
    used = UsedFont("F", "X", family, identity, 0, 0, 0, b"", b"", "", {})
    return Fragment("k", b"", 1, (used,), (), (), **more)


def test_fonts_under_their_declared_names_are_kept(tmp_path: Path) -> None:
    store = FragmentStore(Store(Cache(tmp_path)), load_fonts())
    assert store.store("a", fragment("Gappon Mincho", "mincho")).stored_as == "a"


@pytest.mark.parametrize("family", ["Noto Serif JP", "Gappon Gothic"])
def test_a_font_under_another_name_stops_the_volume(family: str, tmp_path: Path) -> None:
    store = FragmentStore(Store(Cache(tmp_path)), load_fonts())
    with pytest.raises(FontError, match=rf"set in {family} instead of Gappon Mincho"):
        store.store("a", fragment(family, "mincho"))
    assert store.look_up("a") is None


def test_a_family_that_did_not_come_stops_the_volume(tmp_path: Path) -> None:
    store = FragmentStore(Store(Cache(tmp_path)), load_fonts())
    made = fragment("Gappon Mincho", "mincho", strangers=(("Nowhere", "Gappon Mincho"),))
    with pytest.raises(FontError, match="the font Nowhere was asked for, and Gappon Mincho came"):
        store.store("a", made)
