"""Front matter values, read in whatever form they were written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gappon.diagnostics import Notices
from gappon.sources.encoding import strip_forbidden


class FieldReader:
    """Reads the values of one post's front matter, and reports what is odd about them."""

    def __init__(
        self, values: Mapping[str, Any], lines: Mapping[str, int], notices: Notices
    ) -> None:
        self.values = values
        self.lines = lines
        self.notices = notices

    def line(self, *keys: str) -> int:
        """Return the line of the first of several keys that is there."""
        return next((self.lines[key] for key in keys if key in self.lines), 1)

    def text(self, *keys: str) -> str:
        """Return the first value that is text."""
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, dict):
                value = value.get("path") or value.get("src") or value.get("name")
            if isinstance(value, list) and value and isinstance(value[0], str):
                value = value[0]
            if isinstance(value, str) and value.strip():
                text = strip_forbidden(value, self.notices, self.line(key))
                return self._without_replacement(" ".join(text.split()), key)
        return ""

    def names(self, *keys: str, split_spaces: bool = False) -> tuple[str, ...]:
        """Return a list of names: a list, one string, or (Jekyll) words between spaces."""
        found: dict[str, None] = {}
        for key in keys:
            value = self.values.get(key)
            # Jekyll: the plural key is a space-separated string, the singular one name.
            if isinstance(value, str) and split_spaces and key.endswith("s"):
                items: list[Any] = value.split(",") if "," in value else value.split()
            elif isinstance(value, list):
                items = [
                    part for item in value for part in (item if isinstance(item, list) else [item])
                ]
            else:
                items = [value]
            for item in items:
                name = item.get("name") if isinstance(item, dict) else item
                if isinstance(name, str) and name.strip():
                    name = strip_forbidden(name, self.notices, self.line(key))
                    found.setdefault(" ".join(self._without_replacement(name, key).split()))
            if found:
                break
        return tuple(name for name in found if name)

    def flag(self, key: str) -> bool | None:
        """Return true or false (YAML 1.1's yes, no, on, off too), None when not given."""
        value = self.values.get(key)
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in ("yes", "on", "true", "1"):
            return True
        if isinstance(value, str) and value.lower() in ("no", "off", "false", "0"):
            return False
        return None

    def integer(self, *keys: str) -> int:
        """Return a whole number, 0 when there is none."""
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, str):
                try:
                    return int(float(value))
                except (ValueError, OverflowError):
                    self.notices.warning(
                        "not-a-number", f"'{key}: {value}' is no number; taken as 0", self.line(key)
                    )
        return 0

    def _without_replacement(self, text: str, key: str) -> str:
        if "\ufffd" not in text:
            return text
        self.notices.warning(
            f"{key}-replacement-character",
            f"the {key} has a broken character (U+FFFD); it is shown without it",
            self.line(key),
        )
        return text.replace("\ufffd", "").strip()
