"""Words that a book says of itself, in its language."""

from __future__ import annotations

LABELS = {
    "ja": {
        "contents": "目次",
        "landmarks": "案内",
        "cover": "表紙",
        "cover-of": "{title}　表紙",
        "title-page": "扉",
        "body": "本文",
        "colophon": "奥付",
        "index": "索引",
        "index-tag": "タグ索引",
        "index-author": "著者索引",
        "pages": "ページ一覧（PDF版）",
        "series": "連載",
        "previous": "前の回",
        "next": "次の回",
    },
    "en": {
        "contents": "Contents",
        "landmarks": "Landmarks",
        "cover": "Cover",
        "cover-of": "Cover of {title}",
        "title-page": "Title page",
        "body": "Text",
        "colophon": "Colophon",
        "index": "Index",
        "index-tag": "Index of tags",
        "index-author": "Index of authors",
        "pages": "Pages of the PDF",
        "series": "Series",
        "previous": "Previous",
        "next": "Next",
    },
}


def labels(language: str) -> dict[str, str]:
    """Return the words in a language (BCP 47): Japanese, else English."""
    return LABELS["ja" if language.startswith("ja") else "en"]
