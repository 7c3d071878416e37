"""gappon.yaml: what is wrong is said with file, line and remedy."""

import json
import re
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gappon.cli.help import INIT_YAML
from gappon.config.load import load_config
from gappon.config.schema import Settings, json_schema
from gappon.errors import ConfigError
from gappon.sources.registry import kind_names


def write(folder: Path, text: str, name: str = "gappon.yaml") -> Path:
    (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: x\nthem: geppo\n", "gappon.yaml:2: unknown key 'them'; did you mean 'theme'?"),
        (
            "volumes:\n  max_post: 3\n",
            "gappon.yaml:2: unknown key 'volumes.max_post'; did you mean 'max_posts'?",
        ),
        ("a:\n\nvolumes:\n  by: [colour]\n", "gappon.yaml:4: 'volumes.by.0': Input should be"),
        ("timezone: Mars/Olympus\n", "gappon.yaml:1: 'timezone': Value error, no such time zone"),
        ("title: [\n", "gappon.yaml:2:"),
        ("- a\n", "gappon.yaml:1: expected lines"),
        ("defaults: []\n", "gappon.yaml:1: unknown key 'defaults'"),
        (
            "title: a\n\ntitle: b\n",
            "gappon.yaml:3: 'title' is given a second time (first in line 1)",
        ),
        ('title: x\nrights: "a\\eb"\n', "gappon.yaml:2: a text has a control character"),
        ("title: a\x07\n", "gappon.yaml:1: control characters are not allowed"),
        ("title: x\nreadings: &r {a: *r}\n", "gappon.yaml:2: *r refers to what it stands in"),
        ("x: " + "[" * 300 + "]" * 300, "gappon.yaml:1: nested deeper than 64 levels"),
        ("language: 日本語\n", "gappon.yaml:1: 'language': Value error, no language tag of BCP 47"),
        ("language: ja_JP\n", "gappon.yaml:1: 'language': Value error, no language tag of BCP 47"),
        (
            "volumes:\n  title: '{kategorie}'\n",
            "gappon.yaml:2: 'volumes.title': Value error, {kategorie}",
        ),
        (
            "\npermalink: /:yaer/:title/\n",
            "gappon.yaml:2: 'permalink': ':yaer' is not known; plain has",
        ),
        (
            "kind: jekyl\n",
            "gappon.yaml:1: there is no kind of site 'jekyl'; did you mean 'jekyll'?",
        ),
        ("themes: [nowhere]\n", "gappon.yaml:1: 'themes': there is no folder 'nowhere'"),
        ("posts:\n  folders: [nowhere]\n", "gappon.yaml:2: 'posts.folders': there is no folder"),
        ("posts:\n  folders: [..]\n", "gappon.yaml:2: 'posts.folders': '..' is not in the site"),
        ("a: b\n---\nc: d\n", "gappon.yaml:2: a second document begins"),
    ],
)
def test_mistakes_name_file_line_key_and_remedy(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(write(tmp_path, text))
    assert message in str(caught.value)


def test_without_a_file_the_sites_own_configuration_holds(tmp_path: Path) -> None:
    write(
        tmp_path,
        "title: ブログ\nurl: https://b.example\nbaseurl: /blog\nauthor: {name: 花子}\n"
        "lang: ja_JP\ntimezone: Asia/Seoul\npermalink: pretty\nfuture: true\n",
        "_config.yml",
    )
    found = load_config(tmp_path)
    assert (found.title, found.site_url, found.author) == (
        "ブログ",
        "https://b.example/blog",
        ("花子",),
    )
    assert (found.language, found.timezone, found.posts.future) == ("ja-JP", "Asia/Seoul", True)


def test_an_address_of_the_site_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no address of a web site"):
        load_config(tmp_path, url="https://../")
    assert load_config(tmp_path, url="https://例え.jp").site_url == "https://xn--r8jz45g.jp"
    (tmp_path / "hugo.toml").write_text('baseURL = "/"\n')
    assert load_config(tmp_path).url == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_config.yml", "title: t\nurl: nonsense\ntimezone: Mars/Olympus\n"),
        ("hugo.toml", 'title = "t"\nbaseURL = "nonsense"\ntimeZone = "Mars/Olympus"\n'),
    ],
)
def test_what_cannot_be_used_of_the_sites_own_configuration_is_told(
    tmp_path: Path, name: str, text: str
) -> None:
    write(tmp_path, text, name)
    found = load_config(tmp_path)
    assert (found.url, found.timezone) == ("", "Asia/Tokyo")
    assert [(n.file, n.line, n.code) for n in found.ignored] == [
        (name, 2, "site-config"),
        (name, 3, "site-config"),
    ]
    assert [n.line for n in load_config(tmp_path, url="https://a.example").ignored] == [3]


@pytest.mark.parametrize("baseurl", ["", "/", "blog", "/blog/"])
def test_the_sites_address_has_no_slash_at_its_end(tmp_path: Path, baseurl: str) -> None:
    found = load_config(tmp_path, url="https://b.example/", baseurl=baseurl)
    assert found.site_url == "https://b.example" + ("/blog" if "blog" in baseurl else "")


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


def merge_bomb(levels: int) -> str:
    lines = ["a0: &a0 {" + ", ".join(f"k{n}: v" for n in range(9)) + "}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", ["gappon.yaml", "_config.yml"])
@pytest.mark.parametrize("text", [bomb(9), merge_bomb(9)])
def test_aliases_without_end_are_a_mistake_with_its_line(
    tmp_path: Path, name: str, text: str
) -> None:
    with pytest.raises(ConfigError, match=rf"{name}:5: more than 20,000 values"):
        load_config(write(tmp_path, text, name))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("_config.yml", "title: a\ntitle: b\n", "_config.yml:2: 'title' is given a second time"),
        ("hugo.toml", 'title = "a"\ntitle = "b"\n', "hugo.toml:2: Cannot overwrite a value"),
        (
            "hugo.toml",
            'a = 1\ntitle = "a\\u0007"\n',
            "hugo.toml:2: 'title' has a control character",
        ),
        ("hugo.toml", "a = 1\nx = " + "[" * 9999, "hugo.toml:1: it is nested without end"),
        (
            "hugo.toml",
            "a = 1\n" + ".".join("x" * 300) + " = 1\n",
            "hugo.toml:2: 'x' is nested without",
        ),
        ("hugo.toml", "a = 1\n" + ".".join("x" * 9999) + " = 1\n", "hugo.toml:2: a key has no end"),
        ("hugo.toml", "a = " + "9" * 9999 + "\n", "hugo.toml:2: "),
        ("hugo.json", '{"title": "a\\u0007"}', "hugo.json:1: a text has a control character"),
    ],
)
def test_mistakes_in_a_sites_own_configuration_have_a_line(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(write(tmp_path, text, name))
    assert message in str(caught.value)


@pytest.mark.parametrize("key", ["themes", "fonts", "out"])
def test_what_leads_out_of_a_site_needs_consent(tmp_path: Path, key: str) -> None:
    site, other = tmp_path / "site", tmp_path / "other"
    site.mkdir()
    other.mkdir()
    value = f"{other}" if key == "out" else "[../other]"
    own = write(site, f"\n{key}: {value}\n") / "gappon.yaml"
    with pytest.raises(
        ConfigError, match=rf"gappon.yaml:2: '{key}' leads out of the site; '--allow"
    ):
        load_config(site)
    load_config(site, allow=[other])
    outside = tmp_path / "mine.yaml"
    own.rename(outside)
    load_config(site, outside)


def test_a_link_in_a_site_leads_out_of_it_too(tmp_path: Path) -> None:
    site, other = tmp_path / "site", tmp_path / "other"
    site.mkdir()
    other.mkdir()
    (site / "themes-here").symlink_to(other)
    write(site, "themes: [themes-here]\n")
    with pytest.raises(ConfigError, match="leads out of the site"):
        load_config(site)


def test_numbers_and_words_of_truth_are_texts_where_texts_are_wanted(tmp_path: Path) -> None:
    write(tmp_path, "title: 2025\nrights: 1.10\ncontact: {phone: 0312345678}\n")
    found = load_config(tmp_path)
    assert (found.title, found.rights, found.contact.phone) == ("2025", "1.10", "0312345678")


def test_control_characters_come_from_nowhere(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="'customer': Value error, a control character"):
        load_config(tmp_path, customer="a\x1bb")


@given(st.text(max_size=80))
def test_any_text_is_a_configuration_or_a_mistake_with_a_line(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "gappon.yaml")
        path.write_bytes(text.encode())
        try:
            load_config(Path(folder))
        except ConfigError as error:
            assert re.match(rf"{re.escape(str(path))}:\d+: ", str(error))


def test_sections_are_merged_key_by_key(tmp_path: Path) -> None:
    write(tmp_path, "future: true\n", "_config.yml")
    write(tmp_path, "posts: {drafts: true}\nvolumes: {max_posts: 9}\n")
    found = load_config(tmp_path, volumes={"by": ("month",)}, theme=None)
    assert (found.posts.future, found.posts.drafts) == (True, True)
    assert (found.volumes.by, found.volumes.max_posts, found.theme) == (("month",), 9, "geppo")


def test_hugo_configuration(tmp_path: Path) -> None:
    write(
        tmp_path,
        'baseURL = "https://h.example/"\ntitle = "H"\n[params]\nauthor = "太郎"\n',
        "hugo.toml",
    )
    found = load_config(tmp_path)
    assert (found.site_url, found.author) == ("https://h.example", ("太郎",))


def test_the_file_that_init_writes_is_valid_and_says_the_defaults() -> None:
    values = yaml.safe_load(INIT_YAML)
    written, defaults = Settings.model_validate(values), Settings()
    assert written == defaults


def test_the_published_schema_is_that_of_the_model() -> None:
    schema = json.loads(json_schema(kind_names()))
    assert set(schema["properties"]) == set(Settings.model_fields)
    example = Path(__file__).parents[2] / "examples" / "gappon.schema.json"
    assert example.read_text() == json_schema(kind_names())
