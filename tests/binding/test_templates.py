"""Templates of chapters: the text stands where the theme wants it, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from gappon import trees
from gappon.binding.templates import chapter_tree
from gappon.errors import ThemeError
from gappon.publication import Chapter, Imprint, Post
from gappon.theme import load_theme

IMPRINT = Imprint("社報", "発行所", (), "ja", "")


def with_template(folder: Path, template: str) -> str:
    (folder / "ours").mkdir()
    (folder / "ours" / "theme.yaml").write_text("extends: geppo\n")
    (folder / "ours" / "chapter.html.j2").write_text(template, "utf-8")
    chapter = Chapter(Post("a.md", "題 & 名", None, ""), "一<p>二</p>三")
    theme = load_theme("ours", [folder])
    return trees.serialise(chapter_tree(chapter, theme, IMPRINT, trees.parse(chapter.body)))


def test_the_text_is_where_the_template_has_it(tmp_path: Path) -> None:
    made = with_template(tmp_path, "<h1>{{ chapter.title }}</h1><main>{{ body|xhtml }}</main>終")
    assert made == "<h1>題 &amp; 名</h1><main>一<p>二</p>三</main>終"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("<h1>{{ chapter.title }}</h1>", "0 times"),
        ("{{ body|xhtml }}{{ body|xhtml }}", "2 times"),
        ("{{ body }}", "0 times"),
        ("<p>{{ body|xhtml }}", "not well-formed"),
    ],
)
def test_a_template_that_loses_text_is_a_mistake(
    tmp_path: Path, template: str, message: str
) -> None:
    with pytest.raises(ThemeError, match=message):
        with_template(tmp_path, template)
