"""Links between posts, settled when it is known what is in the volume."""

from __future__ import annotations

from gappon import trees
from gappon.binding.links import (
    addresses_in,
    anchors_of,
    leave_to_linker,
    make_ids_of_book,
    settle_links,
)

LINKS = '<a href="post:p1#x">a</a><a href="post:p2#節">b</a><a class="c" href="post:p3">c</a>'


def test_links_to_posts_lead_inside_or_to_the_web_or_nowhere() -> None:
    root = trees.parse(LINKS)
    settle_links(
        root,
        lambda key, fragment: f"{key}.xhtml{fragment}" if key == "p1" else None,
        {"p2": "https://example.com/2/"},
    )
    assert trees.serialise(root) == (
        '<a href="p1.xhtml#x">a</a><a href="https://example.com/2/#%E7%AF%80">b</a>'
        '<a class="c">c</a>'
    )


def test_a_place_that_a_post_does_not_have_is_its_beginning() -> None:
    anchors = {"p1": anchors_of(trees.parse('<h2 id="x">節</h2>'))}
    address = addresses_in(anchors, lambda key, anchor: f"{key}/{anchor}")
    assert address("p1", "#x") == "p1/x"
    assert address("p1", "#y") == address("p1", "") == "p1/"
    assert address("p2", "") is None


def test_in_print_links_wait_for_the_linker() -> None:
    root = trees.parse(LINKS)
    leave_to_linker(root)
    assert [link.get("href") for link in root] == ["gappon:p1--x", "gappon:p2--節", "gappon:p3"]


def test_ids_and_links_to_them_are_those_of_the_book() -> None:
    root = trees.parse(
        '<h2 id="x">節</h2><a href="#x">上へ</a><a href="#">頭へ</a><a href="a#x">外へ</a>'
    )
    make_ids_of_book(root, "p1")
    assert trees.serialise(root) == (
        '<h2 id="p1--x">節</h2><a href="#p1--x">上へ</a><a href="#">頭へ</a><a href="a#x">外へ</a>'
    )
