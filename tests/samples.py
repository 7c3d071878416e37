"""One small site of each kind, as text; what is not public in it says so in its text."""

SECRET = "秘密の文"

ZENN = f"""
-- articles/first-steps.md --
---
title: "はじめの一歩"
emoji: "👣"
type: "tech"
topics: ["python", "入門"]
published: true
published_at: 2024-03-05 08:00
---
一行目
二行目は改行のあと。

[続き](/articles/second-steps)と[外からの続き](https://zenn.dev/someone/articles/second-steps)。
-- articles/second-steps.md --
---
title: "次の一歩"
emoji: "🚶"
type: "tech"
topics: ["python"]
published: true
published_at: 2024-04-01
---
つづきの本文。
-- articles/draft.md --
---
title: "下書き"
emoji: "🐶"
topics: []
published: false
---
{SECRET}
-- books/guide/config.yaml --
title: "歩き方の本"
published: true
chapters:
  - preface
  - walking
-- books/guide/walking.md --
---
title: "歩く"
---
歩き方の本文。
-- books/guide/preface.md --
---
title: "まえがき"
---
まえがきの本文。
-- books/guide/unlisted.md --
---
title: "目次にない章"
---
{SECRET}
-- books/hidden/config.yaml --
title: "出していない本"
published: false
-- books/hidden/1.begin.md --
---
title: "はじめに"
---
{SECRET}
-- README.md --
# この置き場について
"""

QIITA = f"""
-- qiita.config.json --
{{"includePrivate": true}}
-- public/aaaa1111.md --
---
title: 公開の記事
tags:
  - name: Python
  - 入門
private: false
updated_at: '2024-06-02T09:00:00+09:00'
id: aaaa1111
organization_url_name: null
slide: false
ignorePublish: false
---
一行目
二行目は改行のあと。[別の記事](https://qiita.com/someone/items/bbbb2222)
-- public/bbbb2222.md --
---
title: 別の記事
tags:
  - name: Python
private: false
updated_at: '2024-07-02T09:00:00+09:00'
id: bbbb2222
ignorePublish: false
---
別の本文。
-- public/cccc3333.md --
---
title: 限定共有
tags: []
private: true
updated_at: '2024-06-02T09:00:00+09:00'
id: cccc3333
ignorePublish: false
---
{SECRET}
-- public/newArticle001.md --
---
title: 投稿しない
tags: []
private: false
updated_at: ''
id: null
ignorePublish: true
---
{SECRET}
"""

HEXO = f"""
-- package.json --
{{"dependencies": {{"hexo": "^7.0.0"}}}}
-- _config.yml --
title: 港の日誌
url: https://port.example
root: /
language: ja
permalink: diary/:year:month:day:number/
permalink_defaults:
  number: x
post_asset_folder: true
default_category: 雑記
-- source/_posts/2023/lighthouse.md --
---
title: 灯台
date: 2023/08/01 10:00:00
number: a
categories:
  - [海, 港]
  - 建物
tags: 灯台
---
一行目
二行目は改行のあと。[船](/diary/20230802b/)へ。

![灯](lamp.png)
-- source/_posts/2023/ship.md --
---
title: 船
date: 2023/08/02
number: b
---
船の本文。
-- source/_posts/locked.md --
---
title: 鍵つき
date: 2023/08/03
password: abc
---
{SECRET}
-- source/_posts/unpublished.md --
---
title: 出さない
published: false
---
{SECRET}
-- source/_drafts/draft.md --
---
title: 下書き
---
{SECRET}
-- source/about/index.md --
---
title: 案内
---
頁。
-- scaffolds/post.md --
---
title: {{{{ title }}}}
---
"""

OBSIDIAN = f"""
-- .obsidian/app.json --
{{}}
-- .obsidian/templates.json --
{{"folder": "型"}}
-- 型/日報.md --
{SECRET}
-- 川/上流.md --
---
aliases: [水源]
tags: [川]
created: 2024-02-01
---
# 上流

上流の本文 #地理/山 です。

```
#ちがう
```
-- 川/下流.md --
---
created: 2024-02-02
---
下流の本文。
-- 2024-02-03.md --
日記の本文。
-- 川/出さない.md --
---
publish: false
---
{SECRET}
"""

DOCUSAURUS = f"""
-- docusaurus.config.js --
export default {{
  title: '織物の手引',
  tagline: "糸から布まで",
  url: 'https://weave.example',
  baseUrl: '/book/',
  i18n: {{ defaultLocale: 'ja', locales: ['ja', 'en'] }},
}};
-- blog/authors.yml --
hanako:
  name: 織田花子
-- blog/2024-01-05-loom/index.mdx --
---
title: 機を組む
authors: hanako
tags: [機]
---
機の本文。[糸](/docs/yarn/spin)と[布](../../docs/02-cloth.md)。
-- blog/2024-01-06-note.md --
---
title: 覚え書き
slug: memo
---
覚え書きの本文。
-- docs/01-yarn/01-spin.md --
---
sidebar_position: 2
---
# 紡ぐ

紡ぐの本文。
-- docs/02-cloth.md --
---
sidebar_position: 3
---
# 布

布の本文。
-- docs/_partial.md --
{SECRET}
-- docs/draft.md --
---
title: 下書き
draft: true
---
{SECRET}
-- docs/unlisted.md --
---
title: 一覧にない
unlisted: true
---
{SECRET}
-- i18n/en/docusaurus-plugin-content-docs/current/02-cloth.md --
# Cloth

All about cloth.
"""

ASTRO = f"""
-- astro.config.mjs --
import {{ defineConfig }} from 'astro/config';
export default defineConfig({{
  site: 'https://stars.example',
}});
-- src/content/blog/comet.md --
---
title: 彗星
pubDate: 'Jul 08 2024'
updatedDate: 2024-07-09
heroImage: '../../assets/comet.png'
tags: [空]
---
彗星の本文。[月](/blog/moon/)へ。
-- src/content/blog/moon.mdx --
---
title: 月
pubDate: 2024-08-01
---
月の本文。
-- src/content/blog/draft.md --
---
title: 下書き
pubDate: 2024-08-02
draft: true
---
{SECRET}
-- src/content/blog/_notes.md --
{SECRET}
"""

HUGO = f"""
-- hugo.toml --
baseURL = "https://bridge.example/site/"
title = "橋の記録"
defaultContentLanguage = "ja"
[languages.ja]
weight = 1
[languages.en]
weight = 2
[permalinks.page]
news = "/:year/:slug/"
[[cascade]]
draft = true
[cascade.target]
path = "{{/drafts/**,/later/**}}"
-- content/posts/_index.md --
---
title: 一覧
---
-- content/posts/arch/index.md --
+++
title = "アーチ橋"
date = 2024-01-01
categories = ["橋"]
slug = "stone-arch"
[[resources]]
name = "cover"
src = "arch.png"
+++
石の本文。[吊り橋](/posts/suspension/)と[同じ橋](../suspension/)。
-- content/posts/arch/notes.md --
束の中の資料。
-- content/posts/suspension.ja.md --
---
title: 吊り橋
date: 2024-01-02
categories: [橋]
---
吊り橋の本文。
-- content/posts/suspension.en.md --
---
title: Suspension bridge
date: 2024-01-02
categories: [橋]
---
About suspension.
-- content/news/2024/opening.md --
---
title: 開通
date: 2024-05-01
---
開通の本文。
-- content/posts/draft.md --
---
title: 下書き
Draft: true
---
{SECRET}
-- content/posts/old.md --
---
title: 期限切れ
date: 2020-01-01
expiryDate: 2021-01-01
---
{SECRET}
-- content/secret/_index.md --
---
title: 内輪
cascade:
  draft: true
---
-- content/secret/inner.md --
---
title: 内輪の記事
date: 2024-01-01
---
{SECRET}
-- content/later/plan.md --
---
title: あとで
date: 2024-01-01
---
{SECRET}
-- content/posts/never.md --
---
title: 出力しない
date: 2024-01-01
build:
  render: never
---
{SECRET}
"""

JEKYLL = f"""
-- _config.yml --
title: 町の知らせ
url: https://town.example
permalink: /:categories/:year/:month/:title/
collections:
  guides:
    output: true
    permalink: /guides/:path/
  data:
    output: false
defaults:
  - scope: {{path: ""}}
    values: {{image: /logo.png, author: 役場}}
-- ja/news/_posts/2024-03-01-festival.md --
---
title: 祭り
---
祭りの本文。[市]({{% post_url 2024-03-02-market %}})と[ガイド](/guides/walk/)へ。
-- ja/news/_posts/2024-03-02-market.md --
---
title: 市
---
市の本文。
-- en/news/_posts/2024-03-01-festival.md --
---
title: Festival
---
About the festival. See [the market]({{% post_url en/news/2024-03-02-market %}}).
-- en/news/_posts/2024-03-02-market.md --
---
title: Market
---
About the market.
-- _guides/walk.md --
---
title: 町歩き
---
町歩きの本文。
-- _data/x.md --
{SECRET}
-- _drafts/draft.md --
---
title: 下書き
---
{SECRET}
-- ja/news/_posts/2024-03-03-hidden.md --
---
title: 出さない
published: false
---
{SECRET}
"""

PLAIN = f"""
-- 2024-01-01-one.md --
# 一つ目

一つ目の本文。[二つ目](guide/two.md)と[案内](guide/README.md)。
-- guide/two.md --
---
title: 二つ目
category: 手引
published_at: 2024-01-02
topics: [甲]
---
二つ目の本文。
-- guide/README.md --
# 案内
-- private.md --
---
title: 私信
private: yes
---
{SECRET}
-- unclear.md --
---
title: 分からない
draft: ture
---
{SECRET}
"""

TEXT = """
-- 一章.txt --
第一章 *始まり*

　冒頭の段落。
二行目も、そのまま。

# これは見出しではない
漢字《かんじ》と_下線_と1. 番号。
-- 二章.txt --
第二章

つづき。
"""

SITES = {
    "zenn": ZENN,
    "qiita": QIITA,
    "hexo": HEXO,
    "obsidian": OBSIDIAN,
    "docusaurus": DOCUSAURUS,
    "astro": ASTRO,
    "hugo": HUGO,
    "jekyll": JEKYLL,
    "plain": PLAIN,
    "text": TEXT,
}
