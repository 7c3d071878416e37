"""How a volume is opened on readers' devices, in Japanese and English; see docs/readers.md."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000
KINDLE_MAIL, KINDLE_WEB = 50 * MEGABYTE, 200 * MEGABYTE  # amazon.com/sendtokindle


@dataclass(frozen=True)
class Device:
    """A reading system.

    Attributes:
        key: fragment of the help page.
        name: as its maker writes it.
        steps: what to do, in Japanese and English; ``{opds}`` is the catalogue's address.
        limits: what is different there, in Japanese and English.
    """

    key: str
    name: str
    steps: tuple[tuple[str, ...], tuple[str, ...]]
    limits: tuple[str, str] = ("", "")


DEVICES = (
    Device(
        "kindle",
        "Kindle",
        (
            (
                "EPUBをダウンロードします。",
                "amazon.co.jp/sendtokindle を開き、EPUBを選んで送ります（200 MBまで）。"
                "アプリの共有メニューから「Kindle」を選んでも送れます。",
                "メールでも送れます。Send to Kindleのアドレスに、登録済みのアドレスから添付します"
                "（50 MBまで、一度に25件まで）。",
                "数分でライブラリーの「ドキュメント」に届きます。",
            ),
            (
                "Download the EPUB.",
                "Open amazon.com/sendtokindle and send it from there (up to 200 MB), or choose "
                "Kindle in the share menu of your telephone.",
                "By mail, attach it to a message from an approved address to your Send to Kindle "
                "address (up to 50 MB, 25 files at a time).",
                "It is among your documents after some minutes.",
            ),
        ),
        (
            "縦書き、ルビ、注は保たれます。ページ番号と一部の数式は変わることがあります。",
            "Vertical text, ruby and notes are kept; page numbers and some formulas may not be.",
        ),
    ),
    Device(
        "apple-books",
        "Apple Books（iPhone、iPad、Mac）",
        (
            (
                "EPUBをダウンロードし、ダウンロードの一覧で開きます。",
                "共有メニューから「ブック」を選ぶと、ライブラリーに入ります。",
                "iCloud Driveの「ブック」を入にすると、ほかの端末でも続きから読めます。",
            ),
            (
                "Download the EPUB and open it from the list of downloads.",
                "Choose Books in the share menu; it joins your library.",
                "With iCloud Drive for Books you go on reading on your other devices.",
            ),
        ),
        (
            "本の書体を使うには、表示設定で「オリジナル」を選びます。",
            "Choose the font “Original” to see the book’s own fonts.",
        ),
    ),
    Device(
        "kobo",
        "Kobo（楽天Kobo）",
        (
            (
                "EPUBをパソコンにダウンロードします。",
                "Koboの端末をUSBでつなぎ、EPUBを端末にコピーして、取り外します。",
                "機種によっては、DropboxやGoogle Driveからも取り込めます。",
            ),
            (
                "Download the EPUB to a computer.",
                "Connect the Kobo by USB, copy the file to it, and eject it.",
                "Some models also import from Dropbox or Google Drive.",
            ),
        ),
        (
            "注を小窓で開くなど一部の機能は、Kobo専用の形式に変換した本だけのものです。",
            "Some features, such as notes that pop up, are for books in Kobo’s own format.",
        ),
    ),
    Device(
        "google-play",
        "Google Play ブックス（Android、ウェブ）",
        (
            (
                "play.google.com/books をパソコンで開き、「ファイルをアップロード」で"
                "EPUBかPDFを選びます。",
                "Androidでは、ファイルを開くときに「Playブックスにアップロード」を選べます。",
                "処理が終わると、すべての端末のライブラリーに現れます。",
            ),
            (
                "Open play.google.com/books on a computer and upload the EPUB or the PDF.",
                "On Android, “Upload to Play Books” is among the ways to open a file.",
                "When it has been processed, it is in your library on all devices.",
            ),
        ),
        (
            "ルビと縦書きは表示されます。注は本文から移動して読みます。",
            "Ruby and vertical text are shown; notes are followed as links.",
        ),
    ),
    Device(
        "koreader",
        "KOReader（電子ペーパー端末、Android）",
        (
            (
                "検索メニューの「OPDSカタログ」に、次のアドレスを加えます: {opds}",
                "一覧から巻を選び、EPUBをダウンロードします。",
            ),
            (
                "Add this address to “OPDS catalog” in the search menu: {opds}",
                "Choose a volume and download the EPUB.",
            ),
        ),
        (
            "縦書きの本は横書きで表示されます。ログインはBasic認証に限られます。",
            "Vertical books are shown in horizontal lines. Logging in is by Basic authentication.",
        ),
    ),
    Device(
        "thorium",
        "Thorium Reader（Windows、Mac、Linux）",
        (
            (
                "「カタログ」に、次のアドレスを加えます: {opds}",
                "または、ダウンロードしたEPUBを窓に落とします。",
            ),
            (
                "Add this address to the catalogues: {opds}",
                "Or drop a downloaded EPUB on the window.",
            ),
        ),
        (
            "読み上げ、文字の大きさ、行間を変えられます。PDFも読めます。",
            "Reads aloud; type and spacing can be changed. Opens PDFs, too.",
        ),
    ),
)


def fits(size: int) -> tuple[str, str]:
    """Return what to say of sending an EPUB of so many bytes to a Kindle."""
    if size <= KINDLE_MAIL:
        return (
            "この巻は、メールでもウェブでも送れる大きさです。",
            "This volume can be sent either way.",
        )
    if size <= KINDLE_WEB:
        return (
            "この巻はメールで送るには大きすぎます。ウェブから送ってください。",
            "This volume is too large for mail; send it from the web page.",
        )
    return (
        "この巻は送るには大きすぎます。USBで端末にコピーしてください。",
        "This volume is too large to be sent; copy it by USB.",
    )
