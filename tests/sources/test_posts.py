"""Files → posts: dates, titles, lists of names, what is left out."""

from collections.abc import Callable

import pytest

from gappon.publication import Site

Read = Callable[..., Site]


def post(head: str, body: str = "本文") -> str:
    return f"---\n{head}\n---\n{body}\n"


def test_date_is_kept_in_the_sites_time_zone(read_site: Read) -> None:
    site = read_site({"_posts/2025-10-31-a.md": post("date: 2025-10-31 23:30:00 +0000")})
    assert site.posts[0].date.isoformat() == "2025-11-01T08:30:00+09:00"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-11-03", "2025-11-03T00:00:00+09:00"),
        ("2025-11-03 7:05", "2025-11-03T07:05:00+09:00"),
        ("2025-11-03T07:05:09Z", "2025-11-03T16:05:09+09:00"),
        ("2025-11-03 07:05:09 -05:00", "2025-11-03T21:05:09+09:00"),
        ("2025/11/3 JST", "2025-11-03T00:00:00+09:00"),
        ("2025年11月3日", "2025-11-03T00:00:00+09:00"),
    ],
)
def test_dates_as_people_write_them(read_site: Read, written: str, expected: str) -> None:
    site = read_site({"_posts/2025-01-01-a.md": post(f"date: {written}")})
    assert site.posts[0].date.isoformat() == expected


def test_file_name_gives_date_and_title_when_there_is_no_front_matter(read_site: Read) -> None:
    found = read_site({"_posts/2025-01-09-my-first.md": "本文だけ"}).posts[0]
    assert (found.date.day, found.title) == (9, "my first")


def test_seed_posts_broken_title(read_site: Read) -> None:
    site = read_site({"_posts/2025-01-01-a.md": post('layout: post\ntitle: "可能性とは\ufffd"')})
    assert site.posts[0].title == "可能性とは"
    assert [str(n) for n in site.posts[0].notices] == [
        "_posts/2025-01-01-a.md:3: warning: the title has a broken character (U+FFFD); "
        "it is shown without it [title-replacement-character]"
    ]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('"**太字**と`code`"', "太字とcode"),
        ('"[文字](https://example.com)"', "文字"),
        ('"{漢字|かんじ}の本"', "漢字の本"),
        ('"A &amp; B <em>C</em>"', "A & B C"),
        ('"snake_case と 2 * 3 * 4"', "snake_case と 2 * 3 * 4"),
    ],
)
def test_title_with_markdown_in_it(read_site: Read, written: str, title: str) -> None:
    assert read_site({"_posts/2025-01-01-a.md": post(f"title: {written}")}).posts[0].title == title


def test_leading_heading_is_the_title_once(read_site: Read) -> None:
    found = read_site({"_posts/2025-01-01-a.md": "# 題\n\n本文\n"}).posts[0]
    assert (found.title, found.body.strip()) == ("題", "本文")


@pytest.mark.parametrize(
    ("head", "categories"),
    [
        ("categories: [一, 二]", ("一", "二")),
        ("categories: 一 二", ("一", "二")),
        ("category: 一 二", ("一 二",)),
        ("categories:\n  - 一\n  - 二", ("一", "二")),
        ("categories: 一, 二", ("一", "二")),
        ("title: x", ()),
    ],
)
def test_categories_in_every_form(read_site: Read, head: str, categories: tuple[str, ...]) -> None:
    found = read_site({"_posts/2025-01-01-a.md": post(head)}).posts[0]
    assert found.categories == categories


def test_unpublished_drafts_and_future_posts_are_left_out_unless_asked_for(read_site: Read) -> None:
    files = {
        "_posts/2025-01-01-a.md": post("title: a"),
        "_posts/2025-01-01-b.md": post("published: false"),
        "_posts/2025-01-01-c.md": post("draft: true"),
        "_posts/2031-01-01-d.md": post("title: d"),
        "_drafts/e.md": post("title: e"),
    }
    assert [p.slug for p in read_site(files).posts] == ["a"]
    everything = {"drafts": True, "future": True, "unpublished": True}
    slugs = {p.slug for p in read_site(files, posts=everything).posts}
    assert slugs == {"a", "b", "c", "d", "e"}


def test_defaults_of_a_jekyll_site_apply_by_scope(read_site: Read) -> None:
    site = read_site(
        {
            "_config.yml": "defaults:\n- scope: {path: '', type: posts}\n  values: {author: 編集部}\n",
            "_posts/2025-01-01-a.md": post("title: a"),
            "_posts/2025-01-02-b.md": post("author: 花子"),
        }
    )
    assert [p.authors for p in site.posts] == [("編集部",), ("花子",)]


def test_empty_post_is_kept_and_reported(read_site: Read) -> None:
    site = read_site({"_posts/2025-01-01-a.md": post("title: 空", "")})
    assert [n.code for n in site.posts[0].notices] == ["empty-post"]


def test_links_out_of_the_site_are_not_followed(read_site: Read, tmp_path) -> None:
    (tmp_path / "secret.md").write_text("---\ntitle: secret\n---\nx")
    (tmp_path / "site/_posts").mkdir(parents=True)
    (tmp_path / "site/_posts/2025-01-01-s.md").symlink_to(tmp_path / "secret.md")
    site = read_site({"_posts/2025-01-02-a.md": post("title: a")})
    assert [p.title for p in site.posts] == ["a"]
    assert [n.code for n in site.notices] == ["outside-site"]


def test_hugo_bundles_and_sections(read_site: Read) -> None:
    site = read_site(
        {
            "hugo.toml": 'title = "H"\nbaseURL = "https://h.example/"\nlanguageCode = "ja"\n',
            "content/posts/first/index.md": "+++\ntitle = '一'\ndate = 2025-01-01\n+++\nx",
            "content/posts/_index.md": "+++\ntitle = 'list'\n+++\n",
        }
    )
    assert [(p.title, p.slug) for p in site.posts] == [("一", "first")]


@pytest.mark.parametrize(
    ("body", "title", "text"),
    [
        ("# 題 #\n\n本文\n", "題", "本文"),
        ("# C# 入門\n\n本文\n", "C# 入門", "本文"),
        ("題\n===\n\n本文\n", "題", "本文"),
        ("- 項目\n===\n", "a", "- 項目\n==="),
        ("## 節\n", "a", "## 節"),
    ],
)
def test_a_heading_of_level_one_at_the_beginning_is_a_title(
    read_site: Read, body: str, title: str, text: str
) -> None:
    found = read_site({"_posts/2025-01-01-a.md": body}).posts[0]
    assert (found.title, found.body.strip()) == (title, text)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("小説《雪国》を読む", "小説《雪国》を読む"),
        ("曲《Lemon》", "曲《Lemon》"),
        ("東京《とうきょう》の本", "東京の本"),
        ("｜電脳《サイバー》空間", "電脳空間"),
        (r"\*星\*の印", "*星*の印"),
    ],
)
def test_what_is_a_reading_in_a_title(read_site: Read, written: str, title: str) -> None:
    assert read_site({"_posts/2025-01-01-a.md": post(f"title: {written}")}).posts[0].title == title


def test_a_picture_of_the_front_matter_has_its_line(read_site: Read) -> None:
    site = read_site({"_posts/2025-01-01-a.md": post("title: 題\nauthor: 花子\nimage: /a.png")})
    assert (site.posts[0].image, site.posts[0].image_line) == ("/a.png", 4)
