"""Words of the pages in Japanese and English."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

Language = Literal["ja", "en"]
LANGUAGES: dict[Language, str] = {"ja": "日本語", "en": "English"}

WORDS: dict[str, tuple[str, str]] = {
    "skip": ("本文へ", "Skip to content"),
    "home": ("ホーム", "Home"),
    "new": ("新しい巻", "New volumes"),
    "newest": ("最新刊", "Latest"),
    "all": ("すべての巻", "All volumes"),
    "category": ("カテゴリー", "Categories"),
    "month": ("月", "Months"),
    "series": ("連載", "Series"),
    "author": ("著者", "Authors"),
    "by_category": ("カテゴリーから", "By category"),
    "by_month": ("月から", "By month"),
    "by_series": ("連載から", "By series"),
    "by_author": ("著者から", "By author"),
    "search": ("探す", "Search"),
    "search_label": ("題名、著者、よみ", "Title, author or reading"),
    "search_button": ("検索", "Search"),
    "search_no_script": (
        "検索にはJavaScriptが要ります。一覧からもお探しいただけます。",
        "Searching needs JavaScript. The lists lead to every volume, too.",
    ),
    "search_hint": (
        "ひらがなでも、題名の一部でも探せます。",
        "Parts of titles and readings in hiragana are found.",
    ),
    "search_none": ("見つかりませんでした。", "Nothing was found."),
    "search_found": ("{count}件見つかりました。", "{count} found."),
    "search_failed": (
        "索引を読めませんでした。通信を確かめて、もう一度お試しください。",
        "The index could not be read. Check the connection and try again.",
    ),
    "search_volumes": ("巻", "Volumes"),
    "search_articles": ("記事", "Articles"),
    "help": ("読み方", "How to read"),
    "help_title": ("お使いの端末で開くには", "How to open this on your device"),
    "help_lead": (
        "EPUBは画面の大きさと文字の大きさに合わせて組み直される本、PDFは紙と同じ紙面の本です。"
        "電話や電子書籍端末ではEPUBを、印刷にはPDFをお選びください。",
        "An EPUB fits itself to the screen and to your size of type; a PDF looks the same "
        "everywhere. Take the EPUB on telephones and e-readers, the PDF for paper.",
    ),
    "contents": ("目次", "Contents"),
    "articles": ("{count}篇", "{count} articles"),
    "article": ("1篇", "1 article"),
    "volumes": ("{count}巻", "{count} volumes"),
    "volume": ("1巻", "1 volume"),
    "pages": ("{count}ページ", "{count} pages"),
    "download_epub": ("EPUBをダウンロード", "Download EPUB"),
    "download_pdf": ("PDFをダウンロード", "Download PDF"),
    "read_here": ("ここで読む", "Read here"),
    "sample": ("ためし読み", "Read a sample"),
    "sample_of": ("ためし読み「{title}」", "Sample: “{title}”"),
    "sample_end": ("ためし読みはここまでです。", "This is the end of the sample."),
    "sample_more": (
        "この巻には、ほかに{count}篇があります。",
        "The volume has {count} more articles.",
    ),
    "sample_last": ("この巻の全文です。", "This is the whole of the volume."),
    "to_volume": ("この巻のページへ", "To the volume"),
    "on_web": ("ウェブの記事", "On the web"),
    "details": ("この巻について", "About this volume"),
    "issued": ("発行", "Published"),
    "modified": ("更新", "Updated"),
    "language": ("言語", "Language"),
    "identifier": ("識別子", "Identifier"),
    "publisher": ("発行者", "Publisher"),
    "rights": ("権利", "Rights"),
    "files": ("ファイル", "Files"),
    "checksum": ("SHA-256", "SHA-256"),
    "related": ("同じ棚の巻", "From the same shelf"),
    "part_of": ("{name} 第{position}巻", "{name}, volume {position}"),
    "cover_of": ("{title}の表紙", "Cover of {title}"),
    "no_volumes": (
        "まだ一冊もありません。",
        "There are no volumes yet.",
    ),
    "page_of": ("{number} / {count}ページ", "Page {number} of {count}"),
    "previous": ("前へ", "Previous"),
    "next": ("次へ", "Next"),
    "pager": ("ページ送り", "Pages"),
    "main_menu": ("棚の案内", "The shelf"),
    "breadcrumb": ("現在の場所", "You are here"),
    "feeds": ("配信", "Feeds"),
    "feed_atom": ("新刊のAtomフィード", "New volumes (Atom)"),
    "feed_opds": ("OPDSカタログ", "OPDS catalogue"),
    "feed_opds2": ("OPDS 2.0カタログ", "OPDS 2.0 catalogue"),
    "website": ("ウェブサイト", "Web site"),
    "gone_title": ("この巻は、もうここにはありません", "This volume is no longer here"),
    "moved_title": ("この巻は移りました", "This volume has moved"),
    "gone_moved": ("「{title}」は、いまはここにあります。", "“{title}” is now here."),
    "gone_withdrawn": (
        "「{title}」の公開は終わりました。",
        "“{title}” has been withdrawn.",
    ),
    "gone_look": ("ほかの巻は、棚からお探しください。", "The other volumes are on the shelf."),
    "missing_title": ("ページが見つかりません", "Page not found"),
    "missing_text": (
        "お探しのページはありません。住所を確かめるか、棚からお探しください。",
        "There is no such page. Check the address, or look on the shelf.",
    ),
    "login_text": (
        "購読者の名前とパスワードを入れてください。",
        "Enter your subscriber’s name and password.",
    ),
    "login_name": ("名前", "Name"),
    "login_password": ("パスワード", "Password"),
    "reader": ("読書", "Reading"),
    "reader_back": ("巻のページへ戻る", "Back to the volume"),
    "reader_contents": ("目次", "Contents"),
    "reader_close": ("閉じる", "Close"),
    "reader_forward": ("次のページ", "Next page"),
    "reader_backward": ("前のページ", "Previous page"),
    "reader_place": ("読んでいる場所", "Place in the book"),
    "reader_smaller": ("文字を小さく", "Smaller type"),
    "reader_larger": ("文字を大きく", "Larger type"),
    "reader_loading": ("本を開いています…", "Opening the book…"),
    "reader_failed": (
        "本を開けませんでした。EPUBをダウンロードしてお読みください。",
        "The book could not be opened. Download the EPUB instead.",
    ),
    "reader_which": ("棚から巻を選んでください。", "Choose a volume from the shelf."),
    "reader_no_script": (
        "ここで読むにはJavaScriptが要ります。EPUBかPDFをダウンロードしてください。",
        "Reading here needs JavaScript. Download the EPUB or the PDF instead.",
    ),
}


class Words:
    """The words of one language, as attributes for templates and with values filled in."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._index = 0 if language == "ja" else 1

    def __call__(self, key: str, **values: object) -> str:
        """Return a word or sentence, its fields filled in."""
        text = WORDS[key][self._index]
        return text.format(**values) if values else text

    def count(self, one: str, many: str, count: int) -> str:
        """Return a number of things: ``1篇``, ``3 articles``."""
        return self(one) if count == 1 else self(many, count=count)

    def day(self, moment: str) -> str:
        """Return the day of an ISO 8601 moment as a person writes it."""
        if not moment:
            return ""
        date = datetime.fromisoformat(moment)
        if self.language == "ja":
            return f"{date.year}年{date.month}月{date.day}日"
        return f"{date.day} {date:%B} {date.year}"

    def month(self, month: str) -> str:
        """Return a month ``2025-11`` as a person writes it."""
        date = datetime.fromisoformat(f"{month}-01")
        return f"{date.year}年{date.month}月" if self.language == "ja" else f"{date:%B} {date.year}"


def ui_language(language: str) -> Language:
    """Return the language of pages for a publication in some language."""
    return "ja" if language.lower().startswith("ja") else "en"


def size(count: int) -> str:
    """Return a number of bytes for a person: ``54 KB``, ``3.2 MB``."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1000:.0f} KB"
    return f"{count / 1_000_000:.1f} MB"
