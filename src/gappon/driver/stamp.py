"""When a site was built last: a guess at whether workers will be needed, before it is read."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from gappon.paths import default_cache


class Stamp:
    """A file whose time is that of the last build of a site.

    It decides nothing but whether workers are started early; what is compiled is for the cache's
    keys to say.
    """

    def __init__(self, site: Path, cache: Path | None) -> None:
        self.site = site
        name = hashlib.sha256(str(site.resolve()).encode()).hexdigest()[:32]
        self.path = (cache or default_cache()) / "stamps" / name

    def is_older_than_site(self) -> bool:
        """Say whether a file of the site was changed since, or there was no build."""
        try:
            last = self.path.stat().st_mtime
        except OSError:
            return True
        return any(
            _changed(Path(folder, name), last)
            for folder, _, names in os.walk(self.site)
            for name in names
        )

    def renew(self) -> None:
        """Note that the site was built now."""
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(exist_ok=True)  # without a cache, without a stamp
            self.path.touch()
            os.utime(self.path)


def _changed(path: Path, since: float) -> bool:
    try:
        return path.stat().st_mtime > since
    except OSError:
        return True
