"""When a site was built last: a guess at whether workers will be needed, before it is read."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from gappon.build.options import Options
from gappon.cache import Cache, key_of


class Stamp:
    """A file whose time is that of the last build of a site with the same options.

    It decides nothing but whether workers are started early; what is compiled is for the cache's
    keys to say.
    """

    def __init__(self, cache: Cache, options: Options) -> None:
        self.site = options.site
        asked = (options.month, options.since, options.until, options.categories, options.tags)
        key = key_of(str(options.site.resolve()), asked, sorted(options.overrides.items()))
        self.path = cache.folder / "stamps" / key[:32]

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
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch()
            os.utime(self.path, (time.time(), time.time()))


def _changed(path: Path, since: float) -> bool:
    try:
        return path.stat().st_mtime > since
    except OSError:
        return True
