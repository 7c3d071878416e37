"""Words of the command line, in English and Japanese, and the file that ``gappon init`` writes."""

from __future__ import annotations

import locale
import os

JAPANESE = (
    os.environ.get("LC_ALL")
    or os.environ.get("LC_MESSAGES")
    or os.environ.get("LANG")
    or locale.getlocale()[0]
    or ""
).startswith("ja")

HELP: dict[str, tuple[str, str]] = {
    "app": (
        "Compile Markdown posts into EPUB and PDF volumes.",
        "Markdownの記事を合本にして、EPUBとPDFを作ります。",
    ),
    "site": (
        "Folder of the site (Jekyll, Hugo, Zenn, Hexo … or plain Markdown; docs/sites.md).",
        "サイトのフォルダー（Jekyll、Hugo、Zenn、Hexoなど、またはMarkdownファイルだけ）。",
    ),
    "config": (
        "Configuration file; default: gappon.yaml in the site.",
        "設定ファイル。既定はサイトのgappon.yaml。",
    ),
    "month": ("Only posts of this month.", "この月の記事だけ。"),
    "since": ("Only posts from this day on.", "この日以降の記事だけ。"),
    "until": ("Only posts up to this day.", "この日までの記事だけ。"),
    "category": ("Only this category (may be repeated).", "このカテゴリーだけ（繰り返し可）。"),
    "tag": ("Only posts with this tag (may be repeated).", "このタグの記事だけ（繰り返し可）。"),
    "by": (
        "Group by category, month, tag, author, series, all; or several: category,month.",
        "巻の分け方。category、month、tag、author、series、all。category,monthのような組も可。",
    ),
    "format": ("epub, pdf, or both: epub,pdf.", "epub、pdf、または両方（epub,pdf）。"),
    "theme": ("Name of the theme; see 'gappon themes'.", "テーマの名前（gappon themesで一覧）。"),
    "customer": ("Name of the customer for the cover.", "表紙に載せるお客様の名前。"),
    "out": ("Folder for the finished books.", "できた本を置くフォルダー。"),
    "allow": (
        "Folder out of the site that its gappon.yaml may name (may be repeated).",
        "サイトのgappon.yamlが指してよい、サイトの外のフォルダー（繰り返し可）。",
    ),
    "jobs": ("Worker processes; 0: one a processor.", "並行して動く数。0はプロセッサーの数。"),
    "cache": ("Folder for compiled pieces.", "組んだ結果をためるフォルダー。"),
    "cluster": (
        "Compile on a Dask cluster (needs gappon[cluster]).",
        "Daskクラスターで組みます（gappon[cluster]が要ります）。",
    ),
    "keep_going": (
        "Put a page in the place of a post that fails, whatever posts.failed says.",
        "変換できない記事や組めない記事は、設定にかかわらず、その旨のページにします。",
    ),
    "json": ("Print one machine-readable report.", "機械で読める報告を出力します。"),
    "build": ("Build EPUB and PDF volumes.", "EPUBとPDFを作ります。"),
    "plan": (
        "Show which volumes would be built from which posts.",
        "どの記事からどの巻ができるかを表示します。",
    ),
    "posts": ("List the posts of each volume.", "各巻の記事も並べます。"),
    "volume_columns": ("Volume|Posts|Characters|Dates", "巻|記事数|文字数|日付"),
    "kind_of_site": ("Kind of site:", "サイトの種類:"),
    "languages": ("Languages:", "言語:"),
    "totals": (
        "{files:,} file(s) read: {posts:,} post(s) in {volumes:,} volume(s)",
        "読んだファイル{files:,}件: 記事{posts:,}本、{volumes:,}巻",
    ),
    "not_asked": ("{count:,} not asked for", "対象外{count:,}本"),
    "left_out": ("{count:,} left out ({reasons})", "除外{count:,}件（{reasons}）"),
    "full_stop": ("; ", "。"),
    "reason_draft": ("draft", "下書き"),
    "reason_unpublished": ("unpublished", "未公開"),
    "reason_private": ("private", "限定公開"),
    "reason_unlisted": ("unlisted", "一覧に非掲載"),
    "reason_expired": ("expired", "公開終了"),
    "reason_future": ("future", "公開前"),
    "reason_excluded": ("excluded", "設定で除外"),
    "reason_page": ("page", "記事以外のページ"),
    "reason_unreadable": ("unreadable", "読めないファイル"),
    "plan_columns": ("Volume|Posts|Characters|Date|Post", "巻|記事数|文字数|日付|記事"),
    "init": ("Write a commented gappon.yaml.", "説明つきのgappon.yamlを書き出します。"),
    "force": ("Overwrite.", "上書きします。"),
    "schema": ("Print the JSON Schema of gappon.yaml.", "gappon.yamlのJSON Schemaを出力します。"),
    "themes": ("List the themes.", "テーマの一覧。"),
    "themes_columns": ("Theme|Page|Description|Folder", "テーマ|判型|説明|フォルダー"),
    "fonts": ("List the fonts and check them.", "フォントの一覧と検査。"),
    "fonts_columns": (
        "Family|Role|Weight|Style|Design|From|Licence",
        "ファミリー|役割|太さ|字体|書体|入手先|ライセンス",
    ),
    "cache_command": ("Show the size of the cache; prune it.", "キャッシュの大きさの表示と整理。"),
    "prune": ("Remove old entries.", "古いものを消します。"),
    "max_mb": ("Keep at most this much, in MB.", "残す大きさの上限（MB）。"),
    "max_days": (
        "Keep entries used within this many days.",
        "この日数のうちに使ったものを残します。",
    ),
    "version": ("Print the version.", "版を表示します。"),
    "pruned": ("{entries} entries removed ({size}).", "{entries}件を消しました（{size}）。"),
    "usage": ("{folder}: {entries} entries, {size}.", "{folder}: {entries}件、{size}。"),
    "interrupted": (
        "Interrupted; no file was left half-written.",
        "中断しました。書きかけのファイルはありません。",
    ),
    "summary": (
        "{volumes} volume(s), {posts} post(s): {written} file(s) written, {compiled} "
        "piece(s) compiled, {reused} reused, {seconds:.1f} s.",
        "{volumes}巻（記事{posts}本）: {written}ファイルを書き出し、{compiled}件を組み、"
        "{reused}件を再利用、{seconds:.1f}秒。",
    ),
    "nothing_new": (
        "{volumes} volume(s), {posts} post(s): nothing has changed, nothing was "
        "written ({seconds:.1f} s).",
        "{volumes}巻（記事{posts}本）: 変わったものはなく、何も書き出していません"
        "（{seconds:.1f}秒）。",
    ),
}


def word(key: str) -> str:
    """Return a word or sentence in the language of the environment."""
    return HELP[key][1 if JAPANESE else 0]


INIT_YAML = """\
# yaml-language-server: $schema=gappon.schema.json
# What gappon makes of this site. Every line is optional: without it, _config.yml and the defaults
# (shown here) hold. See docs/configuration.md.

# title: 月報                 # title of the publication; default: the site's
# publisher: 株式会社例        # default: the site's author
# author: 編集部               # for posts that name none
# author_kana: へんしゅうぶ     # its reading, for sorting
# title_kana: げっぽう
# readings: {技術: ぎじゅつ}    # of categories, tags and authors
# rights: © 2025 株式会社例
# language: ja
# url: https://example.com     # links to posts outside a volume go there
# timezone: Asia/Tokyo
# permalink: /:year/:month/:day/:title/
# kind: auto                   # jekyll, hugo, zenn … (docs/sites.md)
# images: {https://raw.githubusercontent.com/me/blog/main/: .}   # own pictures elsewhere

theme: geppo                   # geppo (A5), brief (A4, two columns), bunko (A6)
formats: [epub, pdf]

volumes:
  by: [category]               # category, month, tag, author, series, all; or [category, month]
  multiple: first              # a post in several categories: in its first volume, or in 'each'
  order: date                  # date, title, weight
  reverse: false
  max_posts: 0                 # split larger volumes into 第1巻, 第2巻 …; 0: never
  max_characters: 0
  # title: "{category} {month}"

# pages:
#   afterword: pages/atogaki.md  # set behind the last chapter of each book

posts:
  drafts: false
  future: false
  unpublished: false
  exclude: []                  # e.g. ["README.md", "drafts/*"]
  date_from: [front-matter, file-name]   # and git: the day of the first commit
  # hard_breaks: true          # line ends are line breaks; default: by kind of site
  failed: page                 # for a post that fails: a page; or 'omit' it, 'stop' its volume

epub:
  contents_depth: 2            # contents down to h2
  image_megapixels: 2.0
  page_list: true              # the PDF's page numbers, when both are built
  indexes: [tag, author]
  embed_fonts: [code, gaiji]   # cut to the characters used
  font_format: woff2           # otf for old readers

pdf:
  contents_depth: 1
  chapter_seconds: 300         # a chapter that takes longer to lay out is given up

limits:
  post_seconds: 60             # a post that takes longer to convert is given up

# customer: 株式会社お客様      # on the cover of a brief
# contact:                     # the contact box of a brief
#   heading: お問い合わせ
#   name: 山田 花子
#   department: 営業部
#   phone: 03-0000-0000
#   email: sales@example.com
#   url: https://example.com/contact/
"""
