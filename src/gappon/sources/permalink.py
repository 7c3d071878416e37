"""Site paths of posts, as Jekyll makes them, so that links between posts can be followed."""

from __future__ import annotations

import re
from datetime import datetime

# Jekyll's built-in permalink styles (jekyllrb.com/docs/permalinks/#built-in-formats).
STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


def expand(
    pattern: str, date: datetime, slug: str, categories: tuple[str, ...], section: str = ""
) -> str:
    """Return the path for a permalink pattern of Jekyll or Hugo, with one slash at its start."""
    pattern = STYLES.get(pattern, pattern or STYLES["date"])
    values = {
        "year": f"{date:%Y}",
        "short_year": f"{date:%y}",
        "month": f"{date:%m}",
        "i_month": str(date.month),
        "day": f"{date:%d}",
        "i_day": str(date.day),
        "y_day": f"{date:%j}",
        "yearday": f"{date:%j}",
        "week": f"{date:%V}",
        "short_day": f"{date:%a}",
        "hour": f"{date:%H}",
        "minute": f"{date:%M}",
        "second": f"{date:%S}",
        "title": slug,
        "slug": slug,
        "filename": slug,
        "slugorfilename": slug,
        "contentbasename": slug,
        "section": section,
        "sections": section,
        "categories": "/".join(part.lower() for part in categories),
        "output_ext": ".html",
        "monthname": f"{date:%B}",
        "name": slug,
        "path": slug,
        "basename": slug,
    }
    path = re.sub(r":([a-z_]+)", lambda m: values.get(m[1], m[0]), pattern)
    return "/" + re.sub(r"/{2,}", "/", path).lstrip("/")
