"""Configurations that are programs (``docusaurus.config.js``): read, never run.

What stands there as a plain text (``title: 'My site'``) is understood, nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from gappon.sources.files import read_small
from gappon.sources.settings import ConfigFile

SETTING = re.compile(
    r"""^[ \t]*(?:const[ \t]+)?["']?(\w+)["']?[ \t]*[:=][ \t]*"""
    r"""(?:"([^"\\\n]*)"|'([^'\\\n]*)'|`([^`\\$\n]*)`)""",
    re.MULTILINE,
)


def read_texts(folder: Path, names: Sequence[str]) -> ConfigFile:
    """Return the texts of the first configuration that is there; of a key, the first one counts."""
    path = next((folder / name for name in names if (folder / name).is_file()), None)
    if path is None:
        return ConfigFile()
    text = read_small(path).decode("utf-8", errors="replace")
    values: dict[str, str] = {}
    for match in SETTING.finditer(text):
        values.setdefault(match[1], next((g for g in match.groups()[1:] if g is not None), ""))
    return ConfigFile(path, values)
