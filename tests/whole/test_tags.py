"""Structure tags of a linked file, read by a program that none of us wrote."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pikepdf
import pytest

from gappon import BuildOptions, Settings, build
from tests.conftest import EXAMPLES, need

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("tags")]


def test_tags_of_all_chapters_stand_under_one_root_in_order(tmp_path: Path) -> None:
    build(
        BuildOptions(
            site=EXAMPLES,
            out=tmp_path / "out",
            cache=tmp_path / "cache",
            jobs=2,
            overrides=Settings(formats=("pdf",), volumes={"by": ("all",)}, pdf={"tags": True}),
        )
    )
    path = next((tmp_path / "out").glob("*.pdf"))
    listed = subprocess.run(
        [need("pdfinfo"), "-struct-text", path], capture_output=True, text=True, check=True
    )
    assert listed.stderr == ""
    text = "".join(listed.stdout.replace('"', "").split())
    places = [
        text.index(words)
        for words in ("工場の照明を替えたら", "品質管理の数式を", "他のブログから")
    ]
    assert places == sorted(places)
    assert "H2(block)" in text and "Table" in text and "Link" in text
    subprocess.run([need("qpdf"), "--check", path], capture_output=True, check=True)
    with pikepdf.open(path) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        keys = [int(numbers[i]) for i in range(0, len(numbers), 2)]
        assert len(set(keys)) == len(keys)
        for index, page in enumerate(pdf.pages):
            assert int(page.obj.get("/StructParents", index)) == index
        annotations = [
            int(a.StructParent)
            for page in pdf.pages
            for a in page.obj.get("/Annots", [])
            if "/StructParent" in a
        ]
        assert len(set(annotations)) == len(annotations) and set(annotations) <= set(keys)
