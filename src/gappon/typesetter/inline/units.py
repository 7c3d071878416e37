"""Text cut into units: a character with its marks, a pair of dashes, or a Latin word."""

from __future__ import annotations

import re

WIDE = (
    "\u2010\u2014\u2015\u2018\u2019\u201c\u201d\u2025\u2026\u2032\u2033\u203b\u2103\u2116"
    "\u2190-\u21ff\u2460-\u24ff\u25a0-\u26ff\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60"
    "\uffe0-\uffe6\U00020000-\U0003ffff"
)
MARKS = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0e\U000e0100-\U000e01ef"
# Dashes and leaders in pairs are one unit: fonts draw them as one line.
UNIT = re.compile(rf"[ \u00a0\u3000]|——|――|……|‥‥|[{WIDE}][{MARKS}]*|[^ \u00a0\u3000{WIDE}]+")

cut = UNIT.findall
