"""Bare web addresses become links (GitHub's autolinks), ending where Japanese text begins."""

from __future__ import annotations

import re
from typing import Any

# RFC 3986 characters only, so that 「https://example.com/です。」 ends at the Japanese.
PATTERN = r"https?://[A-Za-z0-9](?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*[A-Za-z0-9\-_~/#$&=%+@)])?"


def parse_autolink(inline: Any, match: re.Match[str], state: Any) -> int:
    """Add a link whose text is the address."""
    address = match[0]
    while address.endswith(")") and address.count("(") < address.count(")"):
        address = address[:-1]
    if state.in_link:
        inline.process_text(address, state, parse_emphasis=False)
    else:
        state.append_token(
            {
                "type": "link",
                "children": [{"type": "text", "raw": address}],
                "attrs": {"url": address},
            }
        )
    return match.start() + len(address)


def autolink(md: Any) -> None:
    """Register the construct."""
    md.inline.register("autolink", PATTERN, parse_autolink, start_chars="h")
