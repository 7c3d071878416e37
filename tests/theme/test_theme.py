"""Themes: geometry, inheritance, mistakes, contrast."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from gappon.config import Config
from gappon.config.schema import Contact
from gappon.errors import ThemeError
from gappon.theme import Theme, ThemeSettings, find_themes, load_theme

THEMES = [name for name in find_themes() if name != "base"]
MM = 72 / 25.4


@pytest.mark.parametrize("name", THEMES)
def test_type_area_is_characters_times_lines(name: str) -> None:
    theme = load_theme(name)
    page, hanmen = theme.geometry, theme.settings.kihon_hanmen
    width = hanmen.characters * hanmen.size * hanmen.columns + page.column_gap * (
        hanmen.columns - 1
    )
    assert page.width - page.inner - page.outer == pytest.approx(width)
    height = hanmen.lines * (hanmen.size + hanmen.line_gap)
    assert page.height - page.top - page.bottom == pytest.approx(height)
    assert min(page.top, page.bottom, page.inner, page.outer) > 8 * MM


def _luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_text_has_the_contrast_of_wcag_aa(name: str) -> None:
    colors = load_theme(name).settings.colors
    for use in (
        "text",
        "muted",
        "accent",
        "link",
        "note",
        "tip",
        "important",
        "warning",
        "caution",
    ):
        for ground in ("#ffffff", colors["panel"]):
            assert _contrast(colors[use], ground) >= 4.5, (use, ground)
    cover = load_theme(name).settings.cover_colors
    assert _contrast(cover["text"], cover["background"]) >= 4.5


def test_an_own_theme_extends_another(tmp_path: Path) -> None:
    own = tmp_path / "ours"
    own.mkdir()
    (own / "theme.yaml").write_text("extends: geppo\ntitle: ours\ncolors: {accent: '#800000'}\n")
    (own / "book.css").write_text("p { color: {{ theme.colors.accent }}; }")
    theme = load_theme("ours", [tmp_path])
    css = theme.style_sheet(
        "book.css", font=dict.fromkeys(("body", "heading", "code", "ui"), "x"), line="2"
    )
    assert theme.settings.colors["text"] == load_theme("geppo").settings.colors["text"]
    assert css.endswith("p { color: #800000; }")
    assert load_theme("geppo").digest != theme.digest


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("extends: nothing\n", "there is no theme 'nothing'"),
        ("extends: ours\n", "extends itself"),
        ("extends: geppo\nkihon_hanmen: {characters: 90}\n", "larger than the paper"),
        ("extends: geppo\npage: {size: A99}\n", "'A99'"),
        ("extends: geppo\npage: {size: 1.2.3mm 210mm}\n", "'1.2.3mm 210mm'"),
        ("extends: geppo\ncolour: red\n", "theme.yaml:2: 'colour'"),
        ("extends: geppo\nchapter_start: any\n", "inner_share: 0.5"),
        ("extends: [\n", "theme.yaml:2"),
    ],
)
def test_mistakes_in_a_theme(tmp_path: Path, yaml: str, message: str) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours/theme.yaml").write_text(yaml)
    with pytest.raises(ThemeError, match=message.replace("[", r"\[")):
        load_theme("ours", [tmp_path]).geometry  # noqa: B018


@pytest.mark.parametrize(
    ("yaml", "hanging"),
    [("off", "off"), ("'off'", "off"), ("allow", "allow"), ("force", "force")],
)
def test_off_without_quotes_is_the_word(
    make_theme: Callable[..., Theme], yaml: str, hanging: str
) -> None:
    theme = make_theme({}, f"composition: {{hanging: {yaml}}}\n")
    assert theme.settings.composition.hanging == hanging


@pytest.mark.parametrize("setting", ["hanging: on", "kinsoku: off", "hyphenation: maybe"])
def test_a_switch_that_there_is_not_is_a_mistake(
    make_theme: Callable[..., Theme], setting: str
) -> None:
    with pytest.raises(ThemeError, match=r"theme\.yaml:2: 'composition\."):
        make_theme({}, f"composition: {{{setting}}}\n")


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("contact", [{}, {"name": "営業部"}, {"heading": "連絡先", "url": "u"}])
def test_a_contact_needs_no_heading(name: str, contact: dict[str, str]) -> None:
    """Of what a contact does not say, nothing is set: no empty line, no mistake."""
    imprint = Config(title="題", contact=Contact(**contact)).imprint()
    html = load_theme(name).render(
        "colophon.html.j2", imprint=imprint, book=_Book(), date="", sources=[]
    )
    assert ("contact-box" in html) == bool(contact)
    assert ("営業部" in html) == ("name" in contact)
    assert "<br/>" not in html


class _Book:
    """What a colophon asks of a book."""

    title = "題"
    authors = ()
    volume = type("Volume", (), {"identifier": "0"})


def _documented(heading: str) -> list[list[str]]:
    """Return the rows of a table of docs/themes.md."""
    text = (Path(__file__).parents[2] / "docs/themes.md").read_text("utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_the_documented_themes_are_those_that_there_are() -> None:
    rows = {row[0].split("`")[1]: row for row in _documented("The built-in themes")}
    assert sorted(rows) == sorted(THEMES)
    for name, (title, paper, area, _) in rows.items():
        settings = load_theme(name).settings
        hanmen = settings.kihon_hanmen
        columns = f"{hanmen.columns} columns of " if hanmen.columns > 1 else ""
        assert title == f"`{name}` {settings.title}"
        assert paper == settings.page.size
        assert area == (
            f"{columns}{hanmen.characters} characters × {hanmen.lines} lines, {hanmen.size:g} pt"
        )


def test_every_setting_of_a_theme_is_documented_and_no_other() -> None:
    named = [
        key for row in _documented("theme.yaml") for key in re.findall(r"`([a-z_.]+)`", row[0])
    ]
    sections = {key.partition(".")[0] for key in named}
    assert sections == set(ThemeSettings.model_fields)
    for key in named:
        section, _, entry = key.partition(".")
        if entry:
            model = ThemeSettings.model_fields[section].annotation
            assert entry in model.model_fields, key  # type: ignore[union-attr]
