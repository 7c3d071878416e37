"""The navigation of an EPUB, and links that are settled at export."""

from gappon.binding.templates import settle_links
from gappon.exporters.epub.navigation import nest
from gappon.exporters.pdf.impose import lay_out


def test_headings_nest_by_level() -> None:
    entries = nest([(2, "a", "#a"), (3, "b", "#b"), (3, "c", "#c"), (2, "d", "#d")])
    assert [(e.title, [c.title for c in e.children]) for e in entries] == [
        ("a", ["b", "c"]),
        ("d", []),
    ]


def test_links_to_posts_lead_inside_or_to_the_web_or_nowhere() -> None:
    html = '<a href="post:p1#x">a</a><a href="post:p2#節">b</a><a class="c" href="post:p3">c</a>'
    settled = settle_links(
        html,
        lambda key, fragment: f"{key}.xhtml{fragment}" if key == "p1" else None,
        {"p2": "https://example.com/2/"},
    )
    assert settled == (
        '<a href="p1.xhtml#x">a</a><a href="https://example.com/2/#%E7%AF%80">b</a>'
        '<a class="c" >c</a>'
    )


def test_chapters_begin_on_the_right() -> None:
    layout = lay_out([3, 2, 1], contents_pages=1, colophon_pages=1, recto=True)
    assert layout.chapters == (4, 8, 10)
    assert (layout.colophon, layout.total) == (12, 13), "so does the colophon"
    assert lay_out([3, 2, 1], 1, 1, recto=False).chapters == (4, 7, 9)
