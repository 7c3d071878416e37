"""What the command ``plan`` prints: kind of site, volumes, and where all files have gone."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from gappon.cli.console import out
from gappon.cli.help import word
from gappon.diagnostics import printable
from gappon.driver.planning import Planned, Totals
from gappon.publication import Post, Volume


def show_site(planned: Planned) -> None:
    """Print what kind of site was recognised, by what, and its languages."""
    found = planned.recognised
    place = f" ({found.folder}/)" if found.folder else ""
    reason = f": {found.reason}" if found.reason else ""
    out.print(printable(f"{word('kind_of_site')} {found.kind}{place}{reason}"))
    languages = planned.totals.languages
    if len(languages) > 1:
        counts = ", ".join(f"{name} {count:,}" for name, count in languages.items())
        out.print(f"{word('languages')} {counts}")


def show_volumes(planned: Planned) -> None:
    """Print a table of the volumes, one line each; nothing when there are none."""
    if not planned.volumes:
        return
    table = Table(*word("volume_columns").split("|"))
    for volume in planned.volumes:
        table.add_row(
            printable(volume.full_title),
            f"{len(volume.posts):,}",
            f"{volume.characters:,}",
            _span(volume),
        )
    out.print(table)


def show_posts(planned: Planned) -> None:
    """Print a table of the volumes with their posts."""
    table = Table(*word("plan_columns").split("|"))
    for volume in planned.volumes:
        for index, post in enumerate(volume.posts):
            first = index == 0
            table.add_row(
                printable(volume.full_title) if first else "",
                f"{len(volume.posts):,}" if first else "",
                f"{volume.characters:,}" if first else "",
                _day(post),
                printable(post.title),
            )
        table.add_section()
    out.print(table)


def show_totals(totals: Totals, volumes: int) -> None:
    """Print how many files were read, how many posts are in volumes, and why others are not."""
    parts = [word("totals").format(files=totals.files, posts=totals.planned, volumes=volumes)]
    if totals.not_asked:
        parts.append(word("not_asked").format(count=totals.not_asked))
    if totals.left_out:
        reasons = (f"{word(f'reason_{reason}')} {n:,}" for reason, n in totals.left_out.items())
        count = sum(totals.left_out.values())
        parts.append(word("left_out").format(count=count, reasons=", ".join(reasons)))
    out.print(word("full_stop").join(parts))


def as_json(planned: Planned) -> dict[str, Any]:
    """Return the plan as plain values."""
    found, totals = planned.recognised, planned.totals
    return {
        "site": {"kind": found.kind, "folder": found.folder, "reason": found.reason},
        "volumes": [
            {
                "title": volume.full_title,
                "identifier": volume.identifier,
                "file_name": volume.file_name,
                "characters": volume.characters,
                "posts": [post.source for post in volume.posts],
            }
            for volume in planned.volumes
        ],
        "totals": {
            "files": totals.files,
            "planned": totals.planned,
            "not_asked": totals.not_asked,
            "left_out": dict(totals.left_out),
            "languages": dict(totals.languages),
        },
        "left_out": [{"file": i.source, "reason": str(i.reason)} for i in planned.site.left_out],
    }


def _span(volume: Volume) -> str:
    days = sorted({_day(post) for post in volume.posts if post.date})
    return " – ".join(dict.fromkeys((days[0], days[-1]))) if days else ""


def _day(post: Post) -> str:
    return f"{post.date:%Y-%m-%d}" if post.date else ""
