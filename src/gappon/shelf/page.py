"""What all pages have in common: where they are, what they link to, how they are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from gappon.catalogue import BookFile, Publication
from gappon.shelf import policy
from gappon.shelf.arrangement import FOLDERS, KINDS, Group, Kind, Shelf, Shelved
from gappon.shelf.options import Address, relative
from gappon.shelf.words import LANGUAGES, Language, Words, size, ui_language


@dataclass(frozen=True)
class Here:
    """A page's place, from which links lead.

    Attributes:
        bare: path without the language's folder.
        prefix: the language's folder, empty for the shelf's own language.
        address: where the site stands.
        language: of the page.
        prefixes: folders of all languages that have this page.
    """

    bare: str
    language: Language
    prefixes: Mapping[Language, str]
    address: Address

    @cached_property
    def way(self) -> tuple[str, str, Language]:
        """How volumes are reached from here; parts of pages with the same way are the same."""
        return self.page("volumes/"), self.file("volumes/"), self.language

    @property
    def prefix(self) -> str:
        """Folder of the page's language."""
        return self.prefixes[self.language]

    @property
    def path(self) -> str:
        """Path of the page."""
        return self.prefix + self.bare

    def file(self, path: str) -> str:
        """Return the link to a file of the site."""
        return relative(self.path, path)

    def page(self, path: str) -> str:
        """Return the link to a page in the same language."""
        return self.file(self.prefix + path)

    def asset(self, name: str) -> str:
        """Return the link to a file of the pages' own."""
        return self.file(f"assets/{name}")

    @property
    def canonical(self) -> str:
        """Address of the page, empty when the site's is not known."""
        return self.address.absolute(self.path)

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """The page in all languages, for search engines, which want whole addresses."""
        if not self.address.origin:
            return []
        return [
            (language, self.address.absolute(prefix + self.bare))
            for language, prefix in self.prefixes.items()
        ]

    @property
    def others(self) -> list[tuple[str, str, str]]:
        """Name, tag and link of the page in other languages."""
        return [
            (LANGUAGES[language], language, self.file(prefix + self.bare))
            for language, prefix in self.prefixes.items()
            if language != self.language
        ]


class Rooted(Here):
    """The place of a page that is shown at any address; its links begin at the host's root."""

    def file(self, path: str) -> str:
        """Return the link to a file of the site."""
        return self.address.rooted(path)

    @property
    def canonical(self) -> str:
        """It has no address of its own."""
        return ""


@dataclass(frozen=True)
class Site:
    """What all pages share."""

    shelf: Shelf
    address: Address
    environment: Environment = field(repr=False)

    @property
    def publication(self) -> Publication:
        """Who publishes."""
        return self.shelf.publication

    @cached_property
    def prefixes(self) -> dict[Language, str]:
        """Folders of the languages, the publication's own first and without one."""
        own = ui_language(self.publication.language)
        return {own: ""} | {other: f"{other}/" for other in LANGUAGES if other != own}

    @cached_property
    def menu(self) -> list[tuple[str, str]]:
        """Words and paths of the pages that are linked to from everywhere."""
        kinds = [kind for kind in KINDS if self.shelf.groups[kind]]
        return [
            ("all", "all/index.html"),
            *((kind, f"{FOLDERS[kind]}/index.html") for kind in kinds),
            ("search", "search/index.html"),
            ("help", "help/index.html"),
        ]

    @cached_property
    def links(self) -> dict[Kind, dict[str, str]]:
        """Paths of the groups' pages by kind and name."""
        return {
            kind: {group.name: f"{group.folder}index.html" for group in groups}
            for kind, groups in self.shelf.groups.items()
        }

    @cached_property
    def _groups(self) -> dict[tuple[Kind, str], list[Group]]:
        found: dict[tuple[Kind, str], list[Group]] = {}
        for kind, groups in self.shelf.groups.items():
            for group in groups:
                for volume in group.volumes:
                    found.setdefault((kind, volume.slug), []).append(group)
        return found

    def groups_of(self, volume: Shelved, kind: Kind) -> list[Group]:
        """Return the groups of a kind in which a volume is."""
        return self._groups.get((kind, volume.slug), [])

    def here(self, bare: str, language: Language) -> Here:
        """Return the place of a page."""
        return Here(bare, language, self.prefixes, self.address)


class Cards:
    """Volumes in lists, each filled in once for every way from which it is reached."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._made: dict[tuple[object, ...], Markup] = {}

    def card(self, volume: Shelved, here: Here, lazy: bool) -> Markup:
        """Return a volume in a list of a page."""
        key = (volume.slug, here.way, lazy)
        if key not in self._made:
            template = self._environment.get_template("card.html.j2")
            values = {"volume": volume, "here": here, "lazy": lazy, "words": Words(here.language)}
            self._made[key] = Markup(template.render(values))
        return self._made[key]


def site(shelf: Shelf, address: Address) -> Site:
    """Return what all pages of a shelf share."""
    environment = Environment(
        loader=FileSystemLoader(str(policy.PACKAGE / "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["size"] = size
    environment.globals["card"] = Cards(environment).card
    return Site(shelf, address, environment)


def render(site: Site, template: str, here: Here, title: str, **values: Any) -> tuple[str, bytes]:
    """Return a page's path and bytes."""
    base = {
        "site": site.publication,
        "menu": site.menu,
        "here": here,
        "words": Words(here.language),
        "title": title,
        "kind": template,
        "policy": policy.page_policy(),
        "description": "",
        "hidden": False,
        "card": "",
        "data": "",
    }
    html = site.environment.get_template(f"{template}.html.j2").render(base | values)
    return here.path, (html + "\n").encode()


def card_of(site: Site, volume: Shelved | None) -> str:
    """Return the address of the picture that stands for a page elsewhere."""
    if volume is None or volume.cover is None:
        return ""
    return site.address.absolute(volume.folder + volume.cover.card)


def files_of(volume: Shelved) -> list[tuple[str, BookFile]]:
    """Return the files of a volume by kind, the EPUB first."""
    found = ((kind, volume.record.file(kind)) for kind in ("epub", "pdf"))
    return [(kind, file) for kind, file in found if file]
