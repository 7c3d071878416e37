"""What a build uses: all settings with a value, and what was found out about the site."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pydantic import Field

from gappon.config.schema import Contact, Settings
from gappon.diagnostics import Notice
from gappon.publication import Imprint


@dataclass(frozen=True)
class Recognised:
    """What kind of site a folder holds.

    Attributes:
        kind: name of the kind, e.g. ``jekyll``.
        folder: where the site begins, relative to the folder given; empty: there.
        reason: what it was recognised by, for people; empty when the configuration says it.
    """

    kind: str
    folder: str = ""
    reason: str = ""


class Config(Settings):
    """Everything that can be set, resolved once, before any work begins.

    Attributes:
        recognised: the kind of site; None: to be found out.
        ignored: what of the site's own configuration could not be used.
    """

    recognised: Recognised | None = Field(default=None, exclude=True)
    ignored: tuple[Notice, ...] = Field(default=(), exclude=True)

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def all_readings(self) -> dict[str, str]:
        """Readings by name, those of the publication's title and author among them."""
        own = {self.title: self.title_kana}
        own |= dict.fromkeys(self.author[:1], self.author_kana)
        return {name: kana for name, kana in own.items() if kana} | self.readings

    @property
    def base_path(self) -> str:
        """Path of the site below its host: ``/blog``, or nothing."""
        path = self.baseurl.strip("/")
        return f"/{path}" if path else ""

    @property
    def site_url(self) -> str:
        """Address of the site with its base path, without a slash at the end."""
        return self.url.rstrip("/") + self.base_path

    def imprint(self) -> Imprint:
        """Return what books say of their publisher."""
        return Imprint(
            site_title=self.title,
            publisher=self.publisher or (self.author[0] if self.author else self.title),
            authors=self.author,
            language=self.language,
            url=self.site_url,
            description=self.description,
            rights=self.rights,
            customer=self.customer,
            contact=self.contact.model_dump() if self.contact != Contact() else {},
        )
