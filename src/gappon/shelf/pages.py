"""The shelf's HTML pages, each in Japanese and English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from gappon.shelf import policy, structured, volume_page
from gappon.shelf.arrangement import FOLDERS, KINDS, Group, Kind, Shelved
from gappon.shelf.ledger import Departure
from gappon.shelf.page import Rooted, Site, card_of, render
from gappon.shelf.words import Language, Words

PER_PAGE = 48
RECENT = 12
ROWS = 4
ROW_MINIMUM = 3
Pages = Iterator[tuple[str, bytes]]


def every_page(
    site: Site, departures: Iterable[Departure], sample: volume_page.TakeSample
) -> Pages:
    """Yield all pages.

    Args:
        site: what they share.
        departures: volumes that have gone.
        sample: gives a volume's sample and the path of its style sheet, None when there is none.
    """
    gone = list(departures)
    for language in site.prefixes:
        yield _home(site, language)
        yield from _lists(site, language)
        for kind in KINDS:
            if site.shelf.groups[kind]:
                yield _groups(site, language, kind)
                for group in site.shelf.groups[kind]:
                    yield from _group(site, language, group)
        yield from volume_page.pages(site, language)
        yield _help(site, language)
        yield _search(site, language)
        yield _reader(site, language)
        yield from (_gone(site, language, departure) for departure in gone)
    for volume in site.shelf.volumes:
        yield from volume_page.samples(site, volume, sample)
    yield _missing(site)


def _home(site: Site, language: Language) -> tuple[str, bytes]:
    shelf, words = site.shelf, Words(language)
    newest = shelf.volumes[0] if shelf.volumes else None
    rows = [g for g in shelf.groups["category"] if len(g.volumes) >= ROW_MINIMUM][:ROWS]
    many = len(shelf.volumes) > RECENT
    return render(
        site,
        "home",
        site.here("index.html", language),
        site.publication.title or words("home"),
        description=site.publication.description,
        newest=newest,
        recent=shelf.volumes[1 : RECENT + 1],
        total=len(shelf.volumes),
        rows=rows if many else [],
        ways=[
            (kind, shelf.groups[kind], f"{FOLDERS[kind]}/index.html")
            for kind in KINDS
            if shelf.groups[kind]
        ],
        card=card_of(site, newest),
        data=structured.script(structured.shelf_data(shelf, site.address)),
    )


def _lists(site: Site, language: Language) -> Pages:
    words = Words(language)
    yield from _paged(
        site, language, "all/", words("all"), site.shelf.volumes, [(words("all"), "", "")], {}
    )


def _group(site: Site, language: Language, group: Group) -> Pages:
    words = Words(language)
    name = words.month(group.name) if group.kind == "month" else group.name
    own = "" if group.kind == "month" else site.publication.language
    trail = [(words(group.kind), f"{FOLDERS[group.kind]}/index.html", ""), (name, "", own)]
    yield from _paged(
        site, language, group.folder, name, group.volumes, trail, {"named": bool(own)}
    )


def _paged(
    site: Site,
    language: Language,
    folder: str,
    heading: str,
    volumes: tuple[Shelved, ...],
    trail: list[tuple[str, str, str]],
    values: dict[str, Any],
) -> Pages:
    """Yield the pages of a list of volumes, so many at a time."""
    count = max(1, -(-len(volumes) // PER_PAGE))
    for number in range(1, count + 1):
        name = "index.html" if number == 1 else f"{number}/index.html"
        some = volumes[(number - 1) * PER_PAGE : number * PER_PAGE]
        yield render(
            site,
            "list",
            site.here(folder + name, language),
            heading,
            heading=heading,
            trail=trail,
            volumes=some,
            total=len(volumes),
            number=number,
            count=count,
            folder=folder,
            card=card_of(site, some[0] if some else None),
            **{"named": False, **values},
        )


def _groups(site: Site, language: Language, kind: Kind) -> tuple[str, bytes]:
    words = Words(language)
    return render(
        site,
        "groups",
        site.here(f"{FOLDERS[kind]}/index.html", language),
        words(kind),
        heading=words(kind),
        trail=[(words(kind), "", "")],
        groups=site.shelf.groups[kind],
    )


def _help(site: Site, language: Language) -> tuple[str, bytes]:
    words, here = Words(language), site.here("help/index.html", language)
    return render(
        site,
        "help",
        here,
        words("help_title"),
        description=words("help_lead"),
        trail=[(words("help"), "", "")],
        devices=volume_page.devices(site, language, None),
    )


def _search(site: Site, language: Language) -> tuple[str, bytes]:
    words = Words(language)
    return render(
        site,
        "search",
        site.here("search/index.html", language),
        words("search"),
        trail=[(words("search"), "", "")],
        hidden=True,
    )


def _reader(site: Site, language: Language) -> tuple[str, bytes]:
    here = site.here("read/index.html", language)
    return render(
        site, "read", here, Words(language)("reader"), policy=policy.reader_policy(), hidden=True
    )


def _gone(site: Site, language: Language, departure: Departure) -> tuple[str, bytes]:
    words = Words(language)
    target = next((v for v in site.shelf.volumes if v.slug == departure.to), None)
    return render(
        site,
        "gone",
        site.here(f"volumes/{departure.slug}/index.html", language),
        words("moved_title" if target else "gone_title"),
        departure=departure,
        target=target,
        hidden=True,
    )


def _missing(site: Site) -> tuple[str, bytes]:
    language = next(iter(site.prefixes))
    own = {language: site.prefixes[language]}
    here = Rooted("404.html", language, own, site.address)
    return render(site, "missing", here, Words(language)("missing_title"), hidden=True)
