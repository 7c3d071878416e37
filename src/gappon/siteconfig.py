"""What a site's own configuration says: Jekyll's ``_config.yml``, Hugo's ``hugo.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gappon.addresses import clean_address
from gappon.diagnostics import Notice, Severity
from gappon.errors import ConfigError
from gappon.yamlfile import line_of, read_mapping

SITE_CONFIGS = (
    "_config.yml",
    "_config.yaml",
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
)


def read_site_config(site: Path) -> tuple[dict[str, Any], dict[str, Notice]]:
    """Read what a Jekyll or Hugo configuration says of title, address, author and dates.

    Returns settings as ``gappon.yaml`` would have them, and by their keys notices of those that
    cannot be used.

    Raises:
        ConfigError: the file is no YAML or TOML.
    """
    for name in SITE_CONFIGS:
        path = site / name
        if not path.is_file():
            continue
        if path.suffix == ".toml":
            try:
                raw: dict[str, Any] = tomllib.loads(path.read_text("utf-8-sig"))
            except tomllib.TOMLDecodeError as error:
                raise ConfigError(f"{path}: {error}; correct the line") from error
        else:
            raw = read_mapping(path, ConfigError)
        found = _SiteConfig(path, raw)
        return found.values, found.ignored
    return {}, {}


def web_address(value: str) -> str:
    """Return an address of a web site, clean; empty when it is none."""
    is_web = value.startswith(("http://", "https://"))
    return (clean_address(value) if is_web else None) or ""


class _SiteConfig:
    """Settings taken from a site's configuration, and notices of those that cannot be used."""

    def __init__(self, path: Path, raw: Mapping[str, Any]) -> None:
        self.path = path
        self.raw = raw
        params = raw.get("params")
        self.params = params if isinstance(params, dict) else {}
        self.values: dict[str, Any] = {}
        self.ignored: dict[str, Notice] = {}
        self._names: dict[str, str] = {}
        self._take("title", "title", "name")
        self._take("description", "description", "tagline")
        self._take("url", "url", "baseURL", "baseurl_full")
        self._take("baseurl", "baseurl")
        self._take("language", "lang", "language", "languageCode", "locale")
        self._take("timezone", "timezone", "timeZone")
        self._take("permalink", "permalink")
        self._take("author", "author")
        self._take("publisher", "publisher", "organization")
        self._check()
        self._take_posts()

    def _take(self, key: str, *names: str) -> None:
        """Take the first of several keys that says something, from the top or from ``params``."""
        for name in names:
            value = self.raw.get(name, self.params.get(name))
            if isinstance(value, dict):
                value = value.get("name")
            if isinstance(value, str | int | float) and str(value).strip():
                self.values[key], self._names[key] = str(value).strip(), name
                return

    def _check(self) -> None:
        values = self.values
        if values.get("baseurl", "").startswith("http"):
            values["url"], self._names["url"] = values.pop("baseurl"), "baseurl"
        if "url" in values and not web_address(values["url"]):
            if self._names["url"] == "baseURL" and values["url"].startswith("/"):
                del values["url"]  # Hugo's may be a path
            else:
                self._ignore("url", "write an address such as https://example.com")
        if "timezone" in values:
            try:
                ZoneInfo(values["timezone"])
            except (ZoneInfoNotFoundError, ValueError, OSError):
                self._ignore("timezone", "write a name such as Asia/Tokyo")
        if "language" in values:
            values["language"] = values["language"].replace("_", "-")

    def _ignore(self, key: str, remedy: str) -> None:
        value, name = self.values.pop(key), self._names[key]
        message = f"{name}: {value!r} cannot be used and was left out; {remedy}"
        line = _line_of(self.path, name)
        self.ignored[key] = Notice(self.path.name, line, Severity.WARNING, "site-config", message)

    def _take_posts(self) -> None:
        """Take which posts there are, and what all of them have."""
        raw = self.raw
        posts: dict[str, Any] = {}
        if raw.get("future") is True or raw.get("buildFuture") is True:
            posts["future"] = True
        if raw.get("show_drafts") is True or raw.get("buildDrafts") is True:
            posts["drafts"] = True
        if posts:
            self.values["posts"] = posts
        links = raw.get("permalinks")  # Hugo's
        if isinstance(links, dict) and "permalink" not in self.values:
            section = links.get("page", links)
            found = isinstance(section, dict) and (section.get("posts") or section.get("post"))
            if isinstance(found, str):
                self.values["permalink"] = found
        defaults = raw.get("defaults")
        if isinstance(defaults, list):
            self.values["defaults"] = tuple(item for item in defaults if isinstance(item, dict))


def _line_of(path: Path, key: str) -> int:
    if path.suffix != ".toml":
        return line_of(path, (key,)) or line_of(path, ("params", key))
    lines = enumerate(path.read_text("utf-8-sig").splitlines(), 1)
    return next((n for n, line in lines if re.match(rf"\s*{re.escape(key)}\s*=", line)), 0)
