"""Templates of a site's theme compute; they do not act, and they come to an end."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gappon import BuildOptions, build
from gappon.errors import ThemeError
from gappon.theme import Theme, load_theme

MakeTheme = Callable[..., Theme]


def fill_in(make_theme: MakeTheme, template: str, **values: object) -> str:
    return make_theme({"t.html.j2": template}).render("t.html.j2", **values)


@pytest.mark.parametrize(
    "template",
    [
        "{{ cycler.__init__.__globals__.os.popen('touch FILE').read() }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ self._TemplateReference__context.environment.loader }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(cycler) }}",
        "{{ theme.parse_file('FILE') }}",
        "{{ theme.parse_raw('x', proto='pickle', allow_pickle=true) }}",
        "{{ theme.model_copy() }}",
        "{{ (theme|attr('__init__')).__globals__ }}",
        "{% set x = namespace() %}{{ x.__init__.__globals__ }}",
        "{{ values.append(1) }}",
        "{{ action() }}",
    ],
)
def test_what_acts_is_refused_with_file_and_line(
    make_theme: MakeTheme, tmp_path: Path, template: str
) -> None:
    target = tmp_path / "made"
    values: list[int] = []

    def action() -> str:
        target.touch()
        return ""

    with pytest.raises(ThemeError, match=r"t\.html\.j2:2: .*; correct the template"):
        fill_in(
            make_theme,
            "<p>あ</p>\n" + template.replace("FILE", str(target)),
            values=values,
            action=action,
        )
    assert not target.exists()
    assert values == []


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{{ 'あ' * 9999 }}{% endfor %}",
        "{{ 'あ' * 999999999 }}",
        "{{ ['あ'] * 999999999 }}",
        "{{ 9 ** 999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '%*d' % (999999999, 1) }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ '{:>{w}}'.format(1, w=999999999) }}",
        "{{ 'あ'.ljust(999999999) }}",
        "{{ 'あ'|center(999999999) }}",
        "{{ range(9)|batch(999999999, 'あ')|list }}",
        "{% set n = namespace(x='あ') %}{% for a in range(64) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x='あ') %}{% for a in range(64) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    ],
)
def test_what_would_not_end_or_fill_memory_is_stopped(
    make_theme: MakeTheme, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    monkeypatch.setattr("gappon.theme.sandbox.SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(ThemeError, match=r"ours/t\.html\.j2:1: "):
        fill_in(make_theme, template)
    assert time.monotonic() - began < 5


def test_what_themes_need_is_there(make_theme: MakeTheme) -> None:
    template = (
        "{% macro two(n) %}{{ '%02d' % n }}{% endmacro %}"
        "{% for name in names if name %}{{ loop.index }}{{ name|upper }}{{ loop.cycle('、', '。') }}"
        "{% endfor %}{{ two(day.day) }}/{{ '{:03d}'.format(7) }}/{{ day.strftime('%Y') }}"
        "/{{ names|join('・') }}/{{ 'a-b'.split('-')[1] }}/{{ {'a': 1}.get('b', 2) }}"
        "/{{ theme.page.size }}{% for i in range(3) %}{{ i }}{% endfor %}"
    )
    day = datetime(2025, 11, 3, tzinfo=UTC)
    made = fill_in(make_theme, template, names=["a", "", "b"], day=day)
    assert made == "1A、2B。03/007/2025/a・・b/b/2/A5012"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("<p>\n{% if %}\n</p>", "t.html.j2:2: Expected an expression"),
        ("<p>\n\n{{ imprnt.url }}</p>", "t.html.j2:3: 'imprnt' is undefined"),
        ("<p>\n{{ 1 / 0 }}</p>", "t.html.j2:2: division by zero"),
        ("<p>\n{% include 'none.j2' %}</p>", "there is no template none.j2"),
        ("<p>\n{% include '../../secret.j2' %}</p>", "there is no template ../../secret.j2"),
        ("<p><b>あ</p>", "t.html.j2: what the template makes is not well-formed XHTML"),
    ],
)
def test_mistakes_in_a_template_name_file_and_line(
    make_theme: MakeTheme, tmp_path: Path, template: str, message: str
) -> None:
    (tmp_path / "secret.j2").write_text("秘密")
    with pytest.raises(ThemeError) as caught:
        fill_in(make_theme, template)
    assert message in str(caught.value)


def test_a_template_may_extend_that_of_a_theme_named_with_it(make_theme: MakeTheme) -> None:
    theme = make_theme({"contents.html.j2": "<div>{% include 'base/contents.html.j2' %}</div>"})
    html = theme.render("contents.html.j2", entries=[])
    assert html.startswith('<div><section class="contents">')


@pytest.mark.parametrize("name", ["../ours", "themes/ours", "/ours", "..", "", "ours\x00"])
def test_a_name_with_a_path_is_no_theme(tmp_path: Path, name: str) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "theme.yaml").write_text("extends: geppo\n")
    (tmp_path / "themes").mkdir()
    with pytest.raises(ThemeError, match="there is no theme"):
        load_theme(name, [tmp_path / "themes"])


@pytest.mark.parametrize("linked", ["book.css", "theme.yaml", "folder", "."])
def test_a_symbolic_link_out_of_the_themes_is_refused(tmp_path: Path, linked: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "theme.yaml").write_text("extends: geppo\n")
    (outside / "book.css").write_text("p { color: red }")
    ours = tmp_path / "themes" / "ours"
    if linked == ".":
        ours.parent.mkdir()
        ours.symlink_to(outside)
    else:
        ours.mkdir(parents=True)
        (ours / "theme.yaml").write_text("extends: geppo\n")
        (ours / linked).unlink(missing_ok=True)
        (ours / linked).symlink_to(outside if linked == "folder" else outside / linked)
    with pytest.raises(ThemeError, match="leads out of .*; put a copy in its place"):
        load_theme("ours", [tmp_path / "themes"])


def test_a_symbolic_link_to_a_theme_beside_it_is_followed(tmp_path: Path) -> None:
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "theme.yaml").write_text("extends: geppo\n")
    (tmp_path / "theirs/book.css").write_text("p { color: red }")
    (tmp_path / "ours/book.css").symlink_to(tmp_path / "theirs/book.css")
    css = load_theme("ours", [tmp_path]).style_sheet(
        "book.css", font=dict.fromkeys(("body", "heading", "code", "ui"), "x"), line="2"
    )
    assert css.endswith("p { color: red }")


def test_a_text_that_is_too_large_or_no_text_is_told(tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "theme.yaml").write_text("extends: geppo\n")
    (ours / "book.css").write_bytes(b"/*" + b" " * 2**20 + b"*/")
    with pytest.raises(ThemeError, match=r"book\.css: is larger than 1024 KB"):
        load_theme("ours", [tmp_path])
    (ours / "book.css").write_bytes(b"p {}\n/* \xff */")
    with pytest.raises(ThemeError, match=r"book\.css:2: this is not UTF-8"):
        load_theme("ours", [tmp_path])


def test_a_hostile_theme_stops_the_build_and_runs_nothing(
    make_site: Callable[..., Path], tmp_path: Path
) -> None:
    made = tmp_path / "made"
    site = make_site(
        {
            "_posts/2025-11-01-a.md": "---\ntitle: 題\n---\n本文。\n",
            "gappon.yaml": "theme: ours\n",
            "themes/ours/theme.yaml": "extends: geppo\n",
            "themes/ours/chapter.html.j2": (
                f"{{{{ cycler.__init__.__globals__.os.popen('touch {made}').read() }}}}"
            ),
        }
    )
    with pytest.raises(ThemeError, match=r"chapter\.html\.j2:1: .*unsafe"):
        build(BuildOptions(site=site, out=tmp_path / "out", cache=tmp_path / "cache", jobs=1))
    assert not made.exists()
