"""``gappon.yaml``, the command line and the site's own configuration → one :class:`Config`."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from gappon.config.checks import Origin, is_inside, mistakes, unknown_placeholders
from gappon.config.resolved import Config
from gappon.config.schema import CONFIG_NAME, Settings, keys_at
from gappon.errors import ConfigError
from gappon.sources.registry import kind_names, open_source, recognise
from gappon.yamlfile import line_of, merge, read_mapping


def load_config(
    site: Path,
    config_file: Path | None = None,
    *,
    allow: Sequence[Path] = (),
    **overrides: Any,
) -> Config:
    """Resolve the configuration of a site folder.

    Args:
        site: the site folder.
        config_file: ``gappon.yaml``; default: the one in the site folder, when there.
        allow: folders out of the site that its ``gappon.yaml`` may name.
        overrides: values from the command line, sections as mappings of what they change; ``None``
            means not given.

    Raises:
        ConfigError: a file is missing, is no YAML, or has unknown keys or wrong values; it names
            folders that are not there, or out of the site and not allowed.
    """
    if not site.is_dir():
        raise ConfigError(f"{site}: there is no such folder; give the folder of your site")
    if not os.access(site, os.R_OK | os.X_OK):
        raise ConfigError(f"{site}: the folder cannot be read")
    path = config_file or site / CONFIG_NAME
    written: dict[str, Any] = {}
    if path.is_file():
        written = read_mapping(path, ConfigError)
        _validate(written, path)
    elif config_file:
        raise ConfigError(f"{config_file}: there is no such file")
    given = {key: value for key, value in overrides.items() if value is not None}
    own = merge(written, given)
    recognised = recognise(site, own.get("kind", "auto"))
    source = open_source(site, recognised)
    is_trusted = config_file is not None and not is_inside(config_file, [site])
    origin = Origin(path, site, tuple(allow), is_trusted)
    found = list(mistakes(Settings.model_validate(written), origin, source))
    if "permalink" in given:
        unknown = unknown_placeholders(given["permalink"], source)
        found += [f"permalink: ':{name}' is not known" for name in unknown]
    if found:
        raise ConfigError("\n".join(found))
    read = source.settings()
    values = merge(read.values, own)
    values.setdefault("title", site.resolve().name)
    values["recognised"] = recognised
    values["ignored"] = tuple(notice for key, notice in read.ignored.items() if key not in values)
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(_explain(error, path, {})) from error


def given_settings(source: str, **values: Any) -> Settings:
    """Return settings that were given one by one, ``None`` for those that were not.

    Args:
        source: where they come from, for a message: ``command line``.
        values: sections as mappings of what they change.

    Raises:
        ConfigError: a key is unknown or a value wrong.
    """
    try:
        return Settings.model_validate({k: v for k, v in values.items() if v is not None})
    except ValidationError as error:
        raise ConfigError(_explain(error, Path(source), {})) from error


def _validate(values: Mapping[str, Any], path: Path) -> None:
    """Check a file by itself: its mistakes have lines.

    Raises:
        ConfigError: it has unknown keys or wrong values.
    """
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise ConfigError(_explain(error, path, values)) from error
    if settings.kind not in ("auto", *kind_names()):
        near = difflib.get_close_matches(settings.kind, kind_names(), n=1, cutoff=0.5)
        remedy = f"did you mean '{near[0]}'?" if near else f"kinds: {', '.join(kind_names())}"
        line = line_of(path, ("kind",))
        raise ConfigError(f"{path}:{line}: there is no kind of site '{settings.kind}'; {remedy}")


def _explain(error: ValidationError, path: Path, values: Mapping[str, Any]) -> str:
    """Return one line per mistake: file, line, key, and the nearest valid key."""
    lines = []
    for mistake in error.errors():
        location = tuple(part for part in mistake["loc"] if isinstance(part, str))
        dotted = ".".join(str(part) for part in mistake["loc"])
        place = f"{path}:{line_of(path, location) or 1}" if values else str(path)
        if mistake["type"] == "extra_forbidden":
            valid = keys_at(location[:-1])
            near = difflib.get_close_matches(location[-1], valid, n=1, cutoff=0.5)
            remedy = f"did you mean '{near[0]}'?" if near else f"valid keys: {', '.join(valid)}"
            lines.append(f"{place}: unknown key '{dotted}'; {remedy}")
        else:
            lines.append(f"{place}: '{dotted}': {mistake['msg']} (got {mistake['input']!r})")
    return "\n".join(lines)
