"""A small site of each kind becomes books: its posts are in them, what is not public is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gappon import Settings
from tests.book import BookTest, Built
from tests.readers import Document, Epub
from tests.samples import SECRET, SITES

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("kinds")]
NewBook = Callable[..., BookTest]
TEXTS = {
    "zenn": ["つづきの本文。", "まえがきの本文。", "歩き方の本文。"],
    "qiita": ["別の本文。"],
    "hexo": ["船の本文。"],
    "obsidian": ["上流の本文", "下流の本文。", "日記の本文。"],
    "docusaurus": ["機の本文。", "紡ぐの本文。", "布の本文。", "Allaboutcloth."],
    "astro": ["彗星の本文。", "月の本文。"],
    "hugo": ["石の本文。", "吊り橋の本文。", "Aboutsuspension.", "開通の本文。"],
    "jekyll": ["祭りの本文。", "市の本文。", "Aboutthefestival.", "町歩きの本文。"],
    "plain": ["一つ目の本文。", "二つ目の本文。"],
    "text": ["第一章*始まり*", "#これは見出しではない", "_下線_と1.番号。", "つづき。"],
}
# Of a post, the titles of those to which its links lead.
LINKS = {
    "zenn": ("はじめの一歩", ["次の一歩", "次の一歩"]),
    "qiita": ("公開の記事", ["別の記事"]),
    "hexo": ("灯台", ["船"]),
    "docusaurus": ("機を組む", ["紡ぐ", "布"]),
    "astro": ("彗星", ["月"]),
    "hugo": ("アーチ橋", ["吊り橋", "吊り橋"]),
    "jekyll": ("祭り", ["市", "町歩き"]),
    "plain": ("一つ目", ["二つ目"]),
}
BREAKING = {
    "zenn": "はじめの一歩",
    "qiita": "公開の記事",
    "hexo": "灯台",
    "text": "第一章 *始まり*",
}


def epubs(built: Built) -> list[Epub]:
    paths = (Path(file.path) for volume in built.report.volumes for file in volume.files)
    return [Epub(path) for path in paths]


def document(books: list[Epub], title: str) -> Document:
    (found,) = (d for book in books for d in book.documents if d.title == title)
    return found


@pytest.mark.parametrize("kind", SITES)
def test_a_site_becomes_books(new_book: NewBook, kind: str) -> None:
    built = new_book(SITES[kind]).build(overrides=Settings(formats=("epub",)))
    assert built.report.exit_code == 0, built.notices
    books = epubs(built)
    text = "".join(book.text for book in books)
    assert [wanted for wanted in TEXTS[kind] if wanted not in text] == []
    assert SECRET not in text
    if kind in LINKS:
        title, targets = LINKS[kind]
        files = {d.name.rpartition("/")[2]: d.title for book in books for d in book.documents}
        links = document(books, title).find("//h:section//h:p/h:a[not(starts-with(@href, 'http'))]")
        assert [files[link.get("href").partition("#")[0]] for link in links] == targets
    if kind in BREAKING:
        assert document(books, BREAKING[kind]).find("//h:p/h:br")
