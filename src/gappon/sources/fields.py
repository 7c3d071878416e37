"""Front matter values, read in whatever form they were written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gappon.diagnostics import Notices

TRUE = frozenset({"yes", "on", "true", "1"})
OF_A_MAPPING = ("path", "src", "image", "url", "name")  # what of one is the text
FALSE = frozenset({"no", "off", "false", "0"})


class FieldReader:
    """Reads the values of one post's front matter, and reports what is odd about them.

    Keys are found whatever the case of their letters, as Hugo has it.
    """

    def __init__(
        self, values: Mapping[str, Any], lines: Mapping[str, int], notices: Notices
    ) -> None:
        self.notices = notices
        self._values = {key.casefold(): value for key, value in values.items()}
        self._lines = {key.casefold(): line for key, line in lines.items()}

    def line(self, *keys: str) -> int:
        """Return the line of the first of several keys that is there, 1 when none is."""
        return next((self._lines[k] for key in keys if (k := key.casefold()) in self._lines), 1)

    def value(self, key: str) -> Any:
        """Return what stands at a key, None when nothing does."""
        return self._values.get(key.casefold())

    def text(self, *keys: str) -> str:
        """Return the first value that is text, on one line."""
        for key in keys:
            value = self.value(key)
            if isinstance(value, dict):
                value = next((value[name] for name in OF_A_MAPPING if value.get(name)), None)
            if isinstance(value, list) and value and isinstance(value[0], str):
                value = value[0]
            if isinstance(value, str) and value.strip():
                return self._without_replacement(" ".join(value.split()), key)
        return ""

    def names(self, *keys: str, words: bool = False) -> tuple[str, ...]:
        """Return a list of names: a list, lists in a list, or one string.

        Args:
            keys: the first that has names counts.
            words: each word of a string is a name, where the key is in the plural (Jekyll).
        """
        for key in keys:
            found = dict.fromkeys(
                name for item in self._items(key, words) if (name := self._name(item, key))
            )
            if found:
                return tuple(found)
        return ()

    def flag(self, key: str) -> bool | None:
        """Return true or false (YAML 1.1's yes, no, on, off too), None when it is neither."""
        value = self.value(key)
        if isinstance(value, bool):
            return value
        word = value.lower() if isinstance(value, str) else ""
        if word in TRUE or word in FALSE:
            return word in TRUE
        return None

    def integer(self, *keys: str) -> int:
        """Return a whole number, 0 when there is none."""
        for key in keys:
            value = self.value(key)
            if isinstance(value, str):
                try:
                    return int(float(value))
                except (ValueError, OverflowError):
                    self.notices.warning(
                        "not-a-number",
                        f"'{key}: {value[:40]}' is no number; taken as 0",
                        self.line(key),
                    )
        return 0

    def _items(self, key: str, words: bool) -> list[Any]:
        value = self.value(key)
        if isinstance(value, str) and words and key.endswith("s"):
            return value.split(",") if "," in value else value.split()
        if isinstance(value, list):
            return [part for item in value for part in (item if isinstance(item, list) else [item])]
        return [value]

    def _name(self, item: Any, key: str) -> str:
        name = item.get("name") if isinstance(item, dict) else item
        if not isinstance(name, str):
            return ""
        return " ".join(self._without_replacement(name, key).split())

    def _without_replacement(self, text: str, key: str) -> str:
        if "\ufffd" not in text:
            return text
        self.notices.warning(
            f"{key}-replacement-character",
            f"the {key} has a broken character (U+FFFD); it is shown without it",
            self.line(key),
        )
        return text.replace("\ufffd", "").strip()
