"""The navigation tree: parts, items and headings, as lists of a book show them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from gappon.binding.navigation import Entry, Place, headings_of, navigation_tree, nest
from gappon.publication import (
    Book,
    Chapter,
    Heading,
    Imprint,
    Listing,
    Matter,
    Part,
    Post,
    Text,
    Volume,
)

HEADINGS = (Heading(2, "節", "s1"), Heading(3, "項", "s2"))


def chapter(title: str) -> Chapter:
    post = Post(f"{title}.md", title, datetime(2025, 11, 1, tzinfo=UTC), "本文")
    return Chapter(post, "<p>本文</p>", headings=HEADINGS)


def matter(key: str, *listed: Listing) -> Matter:
    return Matter(key, key, key, Text(f"<section>{key}</section>"), listed=listed)


def book(*items: Matter | Part | Chapter) -> Book:
    imprint = Imprint("社報", "発行所", (), "ja", "")
    posts = tuple(chapter.post for chapter in Book(None, items, imprint).chapters)  # type: ignore[arg-type]
    return Book(Volume("id", "題", "file", posts), items, imprint)


def shown(entries: tuple[Entry, ...]) -> list[object]:
    return [(e.title, shown(e.children)) if e.children else e.title for e in entries]


def test_headings_nest_by_level() -> None:
    entries = nest([Place(2, "a"), Place(3, "b"), Place(3, "c"), Place(2, "d")], "p")
    assert shown(entries) == [("a", ["b", "c"]), "d"]


def test_chapters_of_parts_are_one_level_below_those_outside() -> None:
    parts = (
        Part("part-1", "第一部", (chapter("甲"), chapter("乙"))),
        Part("part-2", "第二部", (chapter("丙"),), body="<section>中扉</section>"),
    )
    bound = book(chapter("序"), *parts)
    tree = navigation_tree(bound, Listing.CONTENTS, headings_of(bound), depth=1)
    assert shown(tree) == ["序", ("第一部", ["甲", "乙"]), ("第二部", ["丙"])]
    assert [chapter.title for chapter in bound.chapters] == ["序", "甲", "乙", "丙"]
    first, second = tree[1:]
    assert first.key == bound.chapters[1].key, "a part without a page leads to its first chapter"
    assert second.key == "part-2"


def test_headings_are_shown_down_to_a_level() -> None:
    bound = book(chapter("甲"))
    deep = navigation_tree(bound, Listing.CONTENTS, headings_of(bound), depth=3)
    assert shown(deep) == [("甲", [("節", ["項"])])]
    lines = [(line.level, line.anchor) for entry in deep for line in entry.lines()]
    assert lines == [(1, ""), (2, "s1"), (3, "s2")]


def test_matter_is_in_the_lists_that_it_asks_for() -> None:
    bound = book(
        matter("title-page"),
        chapter("甲"),
        matter("afterword", Listing.CONTENTS, Listing.NAVIGATION),
        matter("colophon", Listing.NAVIGATION),
    )
    for listing, expected in (
        (Listing.CONTENTS, ["甲", "afterword"]),
        (Listing.NAVIGATION, ["甲", "afterword", "colophon"]),
    ):
        assert shown(navigation_tree(bound, listing, {}, depth=1)) == expected


def test_matter_of_one_format_is_not_in_the_others() -> None:
    index = replace(matter("index", Listing.NAVIGATION), formats=("epub",))
    bound = book(chapter("甲"), index)
    assert bound.for_format("epub").matter == (index,)
    assert bound.for_format("pdf").matter == ()
