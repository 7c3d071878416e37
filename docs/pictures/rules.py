"""Draw the pictures of docs/typography.md from real output: ``python docs/pictures/rules.py``."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
from PIL import Image

from gappon.exporters.pdf.plan import LinkPlan, PagePlan
from gappon.fonts import load_fonts, use_fonts
from gappon.kumihan.style import Style
from gappon.typesetter.fragment import Document, Fragment, Grid, Latin

FOLDER = Path(__file__).parent / "rules"
MEASURE = 18  # characters
CSS = (
    f"@page {{ size: {MEASURE * 10 + 20}pt 200pt; margin: 8pt 10pt }}"
    "body { margin: 0; font: 10pt/17pt 'Gappon Mincho'; text-align: justify }"
    "p { margin: 0 } strong { font-family: 'Gappon Gothic'; font-weight: bold }"
    "code { font-family: 'Gappon Mono'; font-size: 9pt } rt, .warichu { font-size: 5pt }"
    ".warichu { --gappon-note: warichu } code { --gappon-text: literal }"
    "h1 { font: bold 13pt/20pt 'Gappon Gothic'; margin: 0; text-align: start }"
    "figure { margin: 3pt 0; height: 21pt; background: #dfe5ec }"
    ".toc { text-align: start } .toc::after { content: leader('. ') attr(data-page) }"
)
STYLE = Style()
LONG = "組版とは、文字を並べて読みやすい版面をつくる仕事です。"
# name → text, what kumihan is asked for, and what it is shown against
RULES: dict[str, tuple[str, Style, Style | None]] = {
    "kinsoku": (
        "<p>組版では行頭に置けない文字があり、待ったがかかる。</p>",
        STYLE,
        replace(STYLE, kinsoku="loose"),
    ),
    "inseparable": (
        "<p>成功の確率はおよそ七割から八割、いや85％だと思う……たぶん——きっと。</p>",
        STYLE,
        None,
    ),
    "quarter": (
        "<p>本書は<strong>PDF</strong>と<code>EPUB</code>を 2 つ同時に作る。</p>",
        STYLE,
        None,
    ),
    "solid": ("<p>「組版」（「くみはん」）。『版面』、「行長」。</p>", STYLE, None),
    "line-start": (
        "<p>行のはじめに来る括弧は次のとおり必ず「天付き」に組むか二分あけて組む。</p>",
        STYLE,
        replace(STYLE, line_start_bracket="nibu"),
    ),
    "adjustment": (
        f"<p>{LONG}「約物」や、Latin 文字の間で、行長をそろえます。</p>",
        STYLE,
        None,
    ),
    "hanging": (
        "<p>句読点を版面の外へ出すことをぶら下げ、と言います。設定で選べます、三通り。</p>",
        replace(STYLE, hanging="force"),
        STYLE,
    ),
    "tight": (
        "<p>この秋に話題になったのはかのAmazonという会社です。</p>",
        STYLE,
        replace(STYLE, tight_setting=0),
    ),
    "shares": (
        "<p>いま大いに話題の会社、Delta社とPhotosynthesis社です。</p>",
        STYLE,
        replace(STYLE, white_share=0, letter_spacing=0),
    ),
    "hyphenation": (
        "<p>これは人と機械の視点の違いでunderstandingという語のことです。</p>",
        replace(STYLE, hyphenation=True),
        STYLE,
    ),
    "leader": (
        '<p class="toc" data-page="12">はじめに</p>'
        '<p class="toc" data-page="108">生成AIが変える日本の製造業と人材育成</p>',
        STYLE,
        None,
    ),
    "last-line": (
        "<p>段落の最後の行は一文字だけにならないよ。</p>",
        STYLE,
        replace(STYLE, minimum_last_line=1),
    ),
    "headings": (
        "<h1>生成AIが変える日本の製造業と人材育成</h1>",
        STYLE,
        replace(STYLE, headings="filled"),
    ),
    "ruby": (
        "<p>あの<ruby>志<rt>こころざし</rt></ruby>を<ruby>凝<rt>ぎょう</rt>視<rt>し</rt></ruby>し、"
        "<ruby>現場<rt>げんば</rt></ruby>で<ruby>承<rt>うけたまわ</rt></ruby>る。</p>",
        STYLE,
        None,
    ),
    "warichu": (
        '<p>将軍となる家康（<small class="warichu">慶長八年、征夷大将軍に任ぜられ、幕府を開く'
        "</small>）は駿府に移った。</p>",
        STYLE,
        None,
    ),
    "grid": (
        "<p>本文の行は、どの頁でも同じ高さに並びます。</p><figure></figure><p>図のあとの本文も行の上。</p>",
        STYLE,
        None,
    ),
    "latin": ("<p>和文の中の Latin letters と 2025 を別書体で組む。</p>", STYLE, None),
}


class Pages:
    """Has the pages of fragments, and keeps nothing (:class:`gappon.exporters.base.Shelf`)."""

    def pages_of(self, fragment: Fragment) -> bytes:
        """Return the pages of a fragment, which are in it."""
        return fragment.pdf

    def recall(self, *made_from: object) -> None:
        """Return nothing."""

    def keep(self, data: bytes, *made_from: object) -> None:
        """Do nothing."""


def draw(name: str, html: str, style: Style | None, folder: Path) -> Image.Image:
    """Return a picture of a text in a style, cut to what is on it."""
    from gappon.exporters.pdf.link import link
    from gappon.typesetter.engine import compile_document

    grid = Grid(8 / 0.75, 17 / 0.75) if name == "grid" and style else None
    latin = Latin("Gappon Mono", "Gappon Mincho", 0.95) if name == "latin" and style else None
    document = f'<html lang="ja"><head><title>t</title></head><body>{html}</body></html>'
    fragment: Fragment = compile_document(Document("k", document, CSS, {}, style, grid, latin))
    plan = LinkPlan(
        fragments=[fragment],
        pages=[PagePlan(0, 0)],
        starts={"k": 0},
        web={},
        title=name,
        authors=(),
        subject="",
        keywords=(),
        language="ja",
        created=datetime(2025, 1, 1, tzinfo=UTC),
        identifier=name,
        size=(1, 1),
    )
    link(plan, load_fonts(), Pages(), folder / "t.pdf")
    picture = pypdfium2.PdfDocument(folder / "t.pdf")[0].render(scale=2.4).to_pil().convert("L")
    bottom = picture.point(lambda value: 255 * (value < 250)).getbbox()[3]
    return picture.crop((0, 0, picture.width, bottom + 14))


def main() -> None:
    """Draw each rule beside what it is shown against: the other setting, else WeasyPrint's way."""
    folder = Path(tempfile.mkdtemp())
    use_fonts(load_fonts(), folder)
    FOLDER.mkdir(exist_ok=True)
    for name, (html, style, against) in RULES.items():
        pictures = [draw(name, html, s, folder) for s in (style, against)]
        height = max(picture.height for picture in pictures)
        whole = Image.new("L", (sum(p.width for p in pictures) + 24, height), 255)
        left = 0
        for picture in pictures:
            whole.paste(picture, (left, 0))
            left += picture.width + 24
        whole.quantize(16).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
