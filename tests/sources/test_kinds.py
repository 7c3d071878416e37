"""Kinds of site: how each is recognised, what of it is a post, what its posts are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from gappon.config.load import load_config
from gappon.converter.post_index import PostIndex
from gappon.publication import Post, Site
from gappon.sources.registry import kind_names, recognise
from gappon.sources.site import collect
from gappon.volumes.group import group
from tests.book import FILE
from tests.conftest import NOW
from tests.samples import SECRET, SITES

Make = Callable[..., Path]


@pytest.fixture
def sample(make_site: Make) -> Callable[[str], Site]:
    """Read the sample of a kind."""

    def read(kind: str) -> Site:
        parts = FILE.split(SITES[kind].lstrip("\n"))[1:]
        files = {n: t.removeprefix("\n") for n, t in zip(parts[::2], parts[1::2], strict=True)}
        root = make_site(files)
        return collect(root, load_config(root), NOW)

    return read


def by_title(site: Site) -> dict[str, Post]:
    return {post.title: post for post in site.posts}


def reasons(site: Site) -> dict[str, int]:
    return dict(Counter(str(item.reason) for item in site.left_out))


def test_there_is_a_sample_of_each_kind() -> None:
    assert set(SITES) == set(kind_names())


@pytest.mark.parametrize("kind", SITES)
def test_each_kind_is_recognised_with_a_reason(sample: Callable[[str], Site], kind: str) -> None:
    found = recognise(sample(kind).root)
    assert (found.kind, found.folder) == (kind, "")
    assert found.reason


@pytest.mark.parametrize("kind", SITES)
def test_what_is_not_public_is_in_no_post(sample: Callable[[str], Site], kind: str) -> None:
    assert not [post.source for post in sample(kind).posts if SECRET in post.body]


@pytest.mark.parametrize(
    ("kind", "left_out"),
    [
        ("zenn", {"unpublished": 2, "unlisted": 1}),
        ("qiita", {"private": 1, "unpublished": 1}),
        ("hexo", {"private": 1, "unpublished": 1, "draft": 1}),
        ("obsidian", {"unpublished": 1, "page": 1}),
        ("docusaurus", {"draft": 1, "unlisted": 1, "page": 1}),
        ("astro", {"draft": 1, "page": 1}),
        ("hugo", {"draft": 3, "expired": 1, "unlisted": 1, "page": 2}),
        ("jekyll", {"draft": 1, "unpublished": 1}),
        ("plain", {"private": 1, "draft": 1, "page": 1}),
        ("text", {}),
    ],
)
def test_what_is_left_out_is_counted_by_reason(
    sample: Callable[[str], Site], kind: str, left_out: dict[str, int]
) -> None:
    assert reasons(sample(kind)) == left_out


@pytest.mark.parametrize(
    ("kind", "addresses"),
    [
        (
            "zenn",
            {
                "はじめの一歩": "/articles/first-steps",
                "次の一歩": "/articles/second-steps",
                "まえがき": "/books/guide/viewer/preface",
                "歩く": "/books/guide/viewer/walking",
            },
        ),
        ("qiita", {"公開の記事": "/items/aaaa1111", "別の記事": "/items/bbbb2222"}),
        ("hexo", {"灯台": "/diary/20230801a/", "船": "/diary/20230802b/"}),
        ("obsidian", {"上流": "/川/上流", "下流": "/川/下流", "2024 02 03": "/2024-02-03"}),
        (
            "docusaurus",
            {
                "機を組む": "/blog/2024/01/05/loom",
                "覚え書き": "/blog/memo",
                "紡ぐ": "/docs/yarn/spin",
                "布": "/docs/cloth",
                "Cloth": "/en/docs/cloth",
            },
        ),
        ("astro", {"彗星": "/blog/comet/", "月": "/blog/moon/"}),
        (
            "hugo",
            {
                "アーチ橋": "/posts/stone-arch/",
                "吊り橋": "/posts/suspension/",
                "Suspension bridge": "/en/posts/suspension/",
                "開通": "/2024/開通/",
            },
        ),
        (
            "jekyll",
            {
                "祭り": "/ja/news/2024/03/festival/",
                "市": "/ja/news/2024/03/market/",
                "Festival": "/en/news/2024/03/festival/",
                "Market": "/en/news/2024/03/market/",
                "町歩き": "/guides/walk/",
            },
        ),
    ],
)
def test_posts_have_the_addresses_of_their_sites(
    sample: Callable[[str], Site], kind: str, addresses: dict[str, str]
) -> None:
    site = sample(kind)
    assert {post.title: post.permalink for post in site.posts} == addresses
    assert not [n for post in site.posts for n in post.notices if n.code == "permalink"]


def test_zenn_articles_and_books(sample: Callable[[str], Site]) -> None:
    site = sample("zenn")
    post = by_title(site)["はじめの一歩"]
    assert (post.tags, str(post.date)) == (("python", "入門"), "2024-03-05 08:00:00+09:00")
    assert post.dialect.hard_breaks and post.dialect.marks == ("zenn",)
    volumes = group(site, load_config(site.root, title="置き場"))
    assert {v.title: [p.title for p in v.posts] for v in volumes} == {
        "歩き方の本": ["まえがき", "歩く"],
        "置き場": ["はじめの一歩", "次の一歩"],
    }


@pytest.mark.parametrize(
    ("kind", "address", "title"),
    [
        ("zenn", "https://zenn.dev/anyone/articles/second-steps", "次の一歩"),
        ("zenn", "https://zenn.dev/anyone/books/guide/viewer/walking", "歩く"),
        ("zenn", "https://zenn.dev/anyone/articles/another", None),
        ("qiita", "https://qiita.com/anyone/items/bbbb2222#節", "別の記事"),
        ("qiita", "https://example.com/anyone/items/bbbb2222", None),
    ],
)
def test_addresses_that_sites_share_lead_inside(
    sample: Callable[[str], Site], kind: str, address: str, title: str | None
) -> None:
    site = sample(kind)
    found = PostIndex.of(site.posts).elsewhere(address)
    assert (found and found.key) == (by_title(site)[title].key if title else None)


def test_hexo_categories_assets_and_links(sample: Callable[[str], Site]) -> None:
    site = sample("hexo")
    post = by_title(site)["灯台"]
    assert (post.categories, post.tags) == (("海", "港", "建物"), ("灯台",))
    assert post.dialect.leftovers == "hexo" and post.dialect.hard_breaks
    assert site.images.static_folders[0] == "source" and site.images.own_folder
    index = PostIndex.of(site.posts)
    for name in ("ship", "2023/ship"):
        found = index.named(name)
        assert found is not None and found.key == by_title(site)["船"].key


def test_obsidian_notes_are_found_by_name_alias_and_case(sample: Callable[[str], Site]) -> None:
    site = sample("obsidian")
    upstream = by_title(site)["上流"]
    assert upstream.tags == ("川", "地理/山")
    index = PostIndex.of(site.posts)
    for name in ("水源", "川/上流", "上流.md"):
        found = index.named(name)
        assert found is not None and found.key == upstream.key
    assert by_title(site)["2024 02 03"].date is not None
    assert site.images.anywhere


def test_docusaurus_authors_order_and_translations(sample: Callable[[str], Site]) -> None:
    site = sample("docusaurus")
    posts = by_title(site)
    assert posts["機を組む"].authors == ("織田花子",)
    assert (posts["紡ぐ"].weight, posts["紡ぐ"].categories) == (2, ("docs",))
    assert posts["Cloth"].language == "en"
    assert all(post.dialect.leftovers == "mdx" for post in site.posts)
    config = load_config(site.root)
    assert (config.title, config.site_url) == ("織物の手引", "https://weave.example/book")
    assert [v.title for v in group(site, config)] == ["blog", "docs", "docs（English）"]


def test_astro_dates_pictures_and_mdx(sample: Callable[[str], Site]) -> None:
    posts = by_title(sample("astro"))
    assert f"{posts['彗星'].date:%Y-%m-%d}" == "2024-07-08"
    assert f"{posts['彗星'].modified:%Y-%m-%d}" == "2024-07-09"
    assert posts["彗星"].image == "../../assets/comet.png"
    assert [posts[title].dialect.leftovers for title in ("彗星", "月")] == ["none", "mdx"]


def test_hugo_bundles_resources_languages(sample: Callable[[str], Site]) -> None:
    site = sample("hugo")
    posts = by_title(site)
    assert posts["アーチ橋"].image == "arch.png"
    assert [posts[t].language for t in ("吊り橋", "Suspension bridge")] == ["ja", "en"]
    assert "束の中の資料。\n" not in [post.body for post in site.posts]
    config = load_config(site.root)
    assert (config.url, config.baseurl) == ("https://bridge.example", "/site")
    volumes = group(site, config)
    assert [(v.title, v.language) for v in volumes] == [
        ("橋の記録", "ja"),
        ("橋", "ja"),
        ("橋（English）", "en"),
    ]
    index = PostIndex.of(site.posts, config.site_url, "/site")
    for name, base, title in (
        ("suspension.md", "posts/arch/index.md", "吊り橋"),
        ("/posts/suspension", "posts/suspension.en.md", "Suspension bridge"),
    ):
        found = index.named(name, f"content/{base}")
        assert found is not None and found.key == posts[title].key
    relative = index.find("../suspension/", "content/posts/arch/index.md")
    assert relative is not None and relative.key == posts["吊り橋"].key


def test_jekyll_languages_collections_and_pictures_for_all(sample: Callable[[str], Site]) -> None:
    site = sample("jekyll")
    posts = by_title(site)
    assert [posts[t].language for t in ("祭り", "Festival", "町歩き")] == ["ja", "en", "ja"]
    assert posts["祭り"].categories == ("news",)
    assert {post.image for post in site.posts} == {""}
    assert {post.authors for post in site.posts} == {("役場",)}
    index = PostIndex.of(site.posts)
    for name, base, title in (
        ("2024-03-02-market", "ja/news/_posts/2024-03-01-festival.md", "市"),
        ("2024-03-02-market", "en/news/_posts/2024-03-01-festival.md", "Market"),
        ("ja/news/2024-03-02-market", "en/news/_posts/2024-03-01-festival.md", "市"),
    ):
        found = index.named(name, base)
        assert found is not None and found.key == posts[title].key


def test_a_plain_folder_reads_what_any_generator_writes(sample: Callable[[str], Site]) -> None:
    site = sample("plain")
    post = by_title(site)["二つ目"]
    assert (post.tags, f"{post.date:%Y-%m-%d}") == (("甲",), "2024-01-02")
    assert [n.code for n in site.notices] == ["not-public"]
    index = PostIndex.of(site.posts, left_out=site.left_out)
    assert index.why_left_out("guide/README.md", "2024-01-01-one.md") == "page"


@pytest.mark.parametrize(
    ("head", "marks"),
    [
        ("emoji: 🙂\ntopics: [a]", ("zenn",)),
        ("ignorePublish: false", ("qiita",)),
        ("title: 題", ()),
    ],
)
def test_a_plain_folder_knows_for_which_service_a_post_was_written(
    make_site: Make, head: str, marks: tuple[str, ...]
) -> None:
    root = make_site({"a.md": f"---\n{head}\n---\n本文"})
    assert collect(root, load_config(root), NOW).posts[0].dialect.marks == marks


def test_text_files_are_text(sample: Callable[[str], Site]) -> None:
    posts = by_title(sample("text"))
    assert set(posts) == {"第一章 *始まり*", "第二章"}
    body = posts["第一章 *始まり*"].body
    assert r"\# これは見出しではない" in body and "漢字《かんじ》" in body


def test_a_site_one_level_down_is_found(make_site: Make) -> None:
    root = make_site(
        {
            "README.md": "# 置き場",
            "docs/hugo.toml": 'title = "題"\nbaseURL = "https://example.org/"\n',
            "docs/content/posts/a.md": "---\ntitle: 一\ndate: 2024-01-01\n---\n![図](/x.png)",
            "docs/static/x.png": b"",
            "docs/archetypes/default.md": "---\ntitle: x\n---\n",
        }
    )
    config = load_config(root)
    assert config.recognised is not None
    assert (config.recognised.folder, config.title) == ("docs", "題")
    site = collect(root, config, NOW)
    assert [(p.source, p.permalink) for p in site.posts] == [
        ("docs/content/posts/a.md", "/posts/a/")
    ]
    assert "docs/static" in site.images.static_folders


def test_of_two_sites_one_level_down_none_is_chosen(make_site: Make) -> None:
    root = make_site({"a/hugo.toml": "", "b/hugo.toml": "", "c.md": "# 題\n\n本文"})
    assert recognise(root).kind == "plain"


def test_the_configuration_may_say_the_kind(make_site: Make) -> None:
    root = make_site({"_posts/2024-01-01-a.md": "本文", "gappon.yaml": "kind: plain\n"})
    found = load_config(root).recognised
    assert found is not None and (found.kind, found.reason) == ("plain", "")


def test_a_configured_kind_is_found_one_level_down_too(make_site: Make) -> None:
    root = make_site({"a/hugo.toml": "", "b/_config.yml": "", "gappon.yaml": "kind: hugo\n"})
    found = load_config(root).recognised
    assert found is not None and (found.kind, found.folder) == ("hugo", "a")


def test_line_breaks_may_be_set(make_site: Make) -> None:
    root = make_site({"a.md": "# 題\n\n本文", "gappon.yaml": "posts: {hard_breaks: true}\n"})
    assert collect(root, load_config(root), NOW).posts[0].dialect.hard_breaks


def test_a_placeholder_that_no_post_explains_is_told_and_left_out(make_site: Make) -> None:
    root = make_site(
        {
            "_config.yml": "permalink: /:year/:postid/:title/\n",
            "_posts/2024-01-01-a.md": "---\ntitle: 題\n---\n本文",
        }
    )
    post = collect(root, load_config(root), NOW).posts[0]
    assert post.permalink == "/2024/a/"
    assert [n.code for n in post.notices] == ["permalink"]
