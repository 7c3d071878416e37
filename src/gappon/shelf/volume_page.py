"""A volume's page and the page with its sample."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment
from markupsafe import Markup

from gappon.shelf import structured
from gappon.shelf.arrangement import KINDS, Group, Kind, Shelved
from gappon.shelf.devices import DEVICES, fits
from gappon.shelf.page import Here, Site, card_of, files_of, render
from gappon.shelf.sample import Sample
from gappon.shelf.words import Language, Words

RELATED = 6
Value = tuple[str, str, str]
TakeSample = Callable[[Shelved], tuple[Sample, str] | None]


@dataclass(frozen=True)
class DeviceText:
    """How a device is used, in one language."""

    key: str
    name: str
    steps: tuple[str, ...]
    limits: str
    note: str = ""


def pages(site: Site, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of all volumes."""
    for volume in site.shelf.volumes:
        yield _page(site, language, volume)


def samples(site: Site, volume: Shelved, take: TakeSample) -> Iterator[tuple[str, bytes]]:
    """Yield the pages with a volume's sample, in all languages."""
    taken = take(volume) if volume.sample else None
    if taken is None:
        return
    sample, style_sheet = taken
    record = volume.record
    article = next(article for article in record.articles if article.key == volume.sample)
    for language in site.prefixes:
        words = Words(language)
        here = site.here(f"{volume.folder}sample/index.html", language)
        html = _with_pictures(sample, volume, here)
        folder = f"{volume.folder}index.html"
        yield render(
            site,
            "sample",
            here,
            words("sample_of", title=article.title),
            description=article.excerpt,
            volume=volume,
            article=article,
            sample=sample,
            html=Markup(html),  # cleaned when it was taken
            style_sheet=style_sheet,
            files=files_of(volume),
            more=len(record.articles) - 1,
            trail=[(record.full_title, folder, record.language), (words("sample"), "", "")],
            card=card_of(site, volume),
        )


def _with_pictures(sample: Sample, volume: Shelved, here: Here) -> str:
    return sample.html_with(lambda name: here.file(f"{volume.folder}sample/{name}"))


def devices(site: Site, language: Language, volume: Shelved | None) -> list[DeviceText]:
    """Return how volumes, or one of a certain size, are opened on devices."""
    index = 0 if language == "ja" else 1
    opds = site.address.absolute("opds/index.xml") or "…/opds/index.xml"
    epub = volume.record.file("epub") if volume else None
    return [
        DeviceText(
            device.key,
            device.name,
            tuple(step.format(opds=opds) for step in device.steps[index]),
            device.limits[index],
            fits(epub.size)[index] if epub and device.key == "kindle" else "",
        )
        for device in DEVICES
    ]


def _devices_html(site: Site, language: Language, volume: Shelved) -> Markup:
    """Return the part of a page on devices, which is the same for volumes of like sizes."""
    texts = tuple(devices(site, language, volume))
    return _filled_in(site.environment, texts)


@lru_cache(maxsize=16)
def _filled_in(environment: Environment, texts: tuple[DeviceText, ...]) -> Markup:
    return Markup(environment.get_template("devices.html.j2").render(devices=texts))


def _page(site: Site, language: Language, volume: Shelved) -> tuple[str, bytes]:
    record, words = volume.record, Words(language)
    return render(
        site,
        "volume",
        site.here(f"{volume.folder}index.html", language),
        record.full_title,
        description=_description(volume, words),
        volume=volume,
        files=files_of(volume),
        pages=max((file.pages for file in record.files), default=0),
        links=site.links,
        devices=_devices_html(site, language, volume),
        details=_details(site, volume, words),
        related=_related(site, volume),
        trail=[*_category_trail(site, volume), (record.full_title, "", record.language)],
        card=card_of(site, volume),
        data=structured.script(structured.volume_data(volume, site.address)),
    )


def _description(volume: Shelved, words: Words) -> str:
    """Return what search results show: the first titles, for the volume's own are all alike."""
    titles = [article.title for article in volume.record.articles[:4]]
    joined = "、".join(titles) if words.language == "ja" else "; ".join(titles)
    return joined[:160] or volume.record.description


def _category_trail(site: Site, volume: Shelved) -> list[Value]:
    name = volume.record.group.get("category", "")
    path = site.links["category"].get(name, "")
    return [(name, path, volume.record.language)] if path else []


def _details(site: Site, volume: Shelved, words: Words) -> list[tuple[str, list[Value]]]:
    """Return the names and values of the list of facts; a value has text, path and language."""
    record = volume.record
    rows = [(words(kind), _groups(site, volume, kind, words)) for kind in KINDS]
    modified = record.modified if record.modified[:10] != record.issued[:10] else ""
    language = words.language
    names = {"ja": ("日本語", "Japanese"), "en": ("英語", "English")}
    own = names.get(record.language[:2], (record.language, record.language))
    plain = [
        ("issued", words.day(record.issued)),
        ("modified", words.day(modified)),
        ("language", own[0 if language == "ja" else 1]),
        ("publisher", record.publisher),
        ("rights", record.rights),
        ("identifier", f"urn:uuid:{record.identifier}"),
    ]
    foreign = ("publisher", "rights")
    rows += [
        (words(key), [(text, "", record.language if key in foreign else "")])
        for key, text in plain
        if text
    ]
    return [(name, values) for name, values in rows if values]


def _groups(site: Site, volume: Shelved, kind: Kind, words: Words) -> list[Value]:
    return [
        (
            _name(group, volume, words),
            f"{group.folder}index.html",
            "" if kind == "month" else volume.record.language,
        )
        for group in site.groups_of(volume, kind)
    ]


def _name(group: Group, volume: Shelved, words: Words) -> str:
    """Return what a group is called on the page of one of its volumes."""
    position = volume.record.position
    if group.kind == "series" and position and group.name == volume.record.title:
        return words("part_of", name=group.name, position=position)
    return words.month(group.name) if group.kind == "month" else group.name


def _related(site: Site, volume: Shelved) -> list[Shelved]:
    """Return the volumes that stand beside one in its category, else in its month."""
    kinds: tuple[Kind, ...] = ("category", "series", "month")
    for kind in kinds:
        for group in site.groups_of(volume, kind):
            others = [other for other in group.volumes if other is not volume]
            if others:
                place = group.volumes.index(volume)
                first = max(0, min(place - RELATED // 2, len(others) - RELATED))
                return others[first : first + RELATED]
    return []
