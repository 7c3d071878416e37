"""gappon.yaml: what is wrong is said with file, line and remedy."""

import json
from pathlib import Path

import pytest
import yaml

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


def test_sections_are_merged_key_by_key(tmp_path: Path) -> None:
    write(tmp_path, "future: true\n", "_config.yml")
    write(tmp_path, "posts: {drafts: true}\nvolumes: {max_posts: 9}\n")
    found = load_config(tmp_path, volumes={"by": ("month",)}, theme=None)
    assert (found.posts.future, found.posts.drafts) == (True, True)
    assert (found.volumes.by, found.volumes.max_posts, found.theme) == (("month",), 9, "geppo")


def test_hugo_configuration(tmp_path: Path) -> None:
    write(
        tmp_path,
        'baseURL = "https://h.example/"\ntitle = "H"\n[params]\nauthor = "太郎"\n'
        '[permalinks]\nposts = "/:year/:slug/"\n',
        "hugo.toml",
    )
    found = load_config(tmp_path)
    assert (found.site_url, found.author, found.permalink) == (
        "https://h.example",
        ("太郎",),
        "/:year/:slug/",
    )


def test_the_file_that_init_writes_is_valid_and_says_the_defaults() -> None:
    values = yaml.safe_load(INIT_YAML)
    written, defaults = Settings.model_validate(values), Settings()
    assert written == defaults


def test_the_published_schema_is_that_of_the_model() -> None:
    schema = json.loads(json_schema(kind_names()))
    assert set(schema["properties"]) == set(Settings.model_fields)
    example = Path(__file__).parents[2] / "examples" / "gappon.schema.json"
    assert example.read_text() == json_schema(kind_names())
