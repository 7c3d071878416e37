"""A site's own configuration: read from YAML, TOML or JSON, and taken over into settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gappon.addresses import web_address
from gappon.diagnostics import Notice, Severity
from gappon.errors import ConfigError
from gappon.languages import normalised
from gappon.sources import tomltext
from gappon.sources.base import OwnSettings
from gappon.sources.tomltext import TomlProblem
from gappon.yamlfile import line_of, read_mapping, read_settings
from gappon.yamltree import MAX_DEPTH, NOT_PRINTABLE


@dataclass(frozen=True)
class ConfigFile:
    """A configuration as it was read; without a file it says nothing."""

    path: Path = Path()
    values: Mapping[str, Any] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """Return the line of a key of the top or of ``params``, 0 when it is not found."""
        if self.path.suffix != ".toml":
            return line_of(self.path, (key,)) or line_of(self.path, ("params", key))
        return tomltext.line_of(self.path.read_text("utf-8-sig"), key)


def read_first(folder: Path, names: Sequence[str]) -> ConfigFile:
    """Read the first configuration file of several that is there.

    Raises:
        ConfigError: it is no YAML, TOML or JSON; the text says where.
    """
    path = next((folder / name for name in names if (folder / name).is_file()), None)
    if path is None:
        return ConfigFile()
    if path.suffix != ".toml":
        return ConfigFile(path, read_mapping(path, ConfigError))
    return ConfigFile(path, _read_toml(path))


def _read_toml(path: Path) -> dict[str, Any]:
    text = read_settings(path, ConfigError)
    try:
        values = tomltext.load(text)
    except TomlProblem as error:
        raise ConfigError(f"{path}:{error.line}: {error.problem}; correct the line") from error
    for key, value in values.items():
        if problem := _problem_of(value):
            line = tomltext.line_of(text, key) or 1
            raise ConfigError(f"{path}:{line}: '{key}' {problem}; correct the line")
    return values


def _problem_of(value: Any) -> str:
    """Say what of a value of TOML no setting can hold, empty when there is nothing of the kind."""
    level = [value]
    for _ in range(MAX_DEPTH):
        if any(isinstance(item, str) and NOT_PRINTABLE.search(item) for item in level):
            return "has a control character in it"
        level = [
            part
            for item in level
            if isinstance(item, list | dict)
            for part in (item if isinstance(item, list) else (*item.keys(), *item.values()))
        ]
        if not level:
            return ""
    return "is nested without end"


class SettingsReader:
    """Takes settings from a configuration; notes those that cannot be used.

    Attributes:
        values: what was taken so far, as ``gappon.yaml`` would have it.
    """

    def __init__(self, config: ConfigFile) -> None:
        self.config = config
        params = config.values.get("params")
        self.params = params if isinstance(params, dict) else {}
        self.values: dict[str, Any] = {}
        self._ignored: dict[str, Notice] = {}
        self._names: dict[str, str] = {}

    def settings(self) -> OwnSettings:
        """Return all that was taken, and what could not be."""
        return OwnSettings(self.values, self._ignored)

    def take(self, key: str, *names: str) -> None:
        """Take the first of several keys that says something, from the top or from ``params``."""
        for name in names:
            value = self.config.values.get(name, self.params.get(name))
            if isinstance(value, dict):
                value = value.get("name")
            if isinstance(value, str | int | float) and str(value).strip():
                self.values[key], self._names[key] = str(value).strip(), name
                return

    def take_common(self) -> None:
        """Take what the configurations of several generators say under the same names."""
        self.take("title", "title", "name")
        self.take("description", "description", "tagline")
        self.take("url", "url", "baseURL", "baseurl_full")
        self.take("baseurl", "baseurl")
        self.take("language", "lang", "language", "languageCode", "locale")
        self.take("timezone", "timezone", "timeZone")
        self.take("author", "author")
        self.take("publisher", "publisher", "organization")
        self.check()

    def check(self) -> None:
        """Leave out what of the settings so far cannot be used."""
        self._check_address()
        self._check_zone()
        self._check_language()

    def take_posts(self, *, future: str, drafts: str) -> None:
        """Take which posts the site shows, from the keys that are named."""
        keys = {"future": future, "drafts": drafts}
        shown = {key: True for key, name in keys.items() if self.config.values.get(name) is True}
        if shown:
            self.values["posts"] = shown

    def _check_address(self) -> None:
        values = self.values
        if values.get("baseurl", "").startswith("http"):
            values["url"], self._names["url"] = values.pop("baseurl"), "baseurl"
        if "url" in values and not web_address(values["url"]):
            if self._names["url"] == "baseURL" and values["url"].startswith("/"):
                del values["url"]  # Hugo's may be a path
            else:
                self._ignore("url", "write an address such as https://example.com")

    def _check_zone(self) -> None:
        if "timezone" not in self.values:
            return
        try:
            ZoneInfo(self.values["timezone"])
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._ignore("timezone", "write a name such as Asia/Tokyo")

    def _check_language(self) -> None:
        if "language" not in self.values:
            return
        tag = normalised(self.values["language"])
        if tag:
            self.values["language"] = tag
        else:
            self._ignore("language", "write a tag such as ja or en-US")

    def _ignore(self, key: str, remedy: str) -> None:
        value, name = self.values.pop(key), self._names[key]
        message = f"{name}: {value!r} cannot be used and was left out; {remedy}"
        path = self.config.path
        line = self.config.line_of(name)
        self._ignored[key] = Notice(path.name, line, Severity.WARNING, "site-config", message)
