"""The command line: arguments in, a Report out; no work of its own.

Exit codes: 0 built; 1 built, with errors in some posts; 2 wrong usage or configuration.
"""

from __future__ import annotations

import gc
import json
import locale
import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from gappon import __version__
from gappon.cli.help import HELP, INIT_YAML
from gappon.cli.progress import LineProgress, TerminalProgress
from gappon.config import CONFIG_NAME
from gappon.config.load import given_settings, load_config
from gappon.config.schema import json_schema
from gappon.diagnostics import Notice, Notices, Severity
from gappon.driver.build import build, font_folders, plan, theme_folders
from gappon.driver.cache import DEFAULT_BYTES, DEFAULT_DAYS, Cache
from gappon.driver.options import BuildOptions
from gappon.driver.report import Report
from gappon.errors import GapponError
from gappon.fonts import load_fonts
from gappon.sources.registry import kind_names
from gappon.theme import find_themes, load_theme

USAGE_ERROR = 2
JAPANESE = (
    os.environ.get("LC_ALL")
    or os.environ.get("LC_MESSAGES")
    or os.environ.get("LANG")
    or locale.getlocale()[0]
    or ""
).startswith("ja")


def _help(key: str) -> str:
    return HELP[key][1 if JAPANESE else 0]


app = typer.Typer(
    help=_help("app"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
# Rows of a table stay whole where no terminal sets the width.
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 180)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Site = Annotated[Path, typer.Argument(help=_help("site"), metavar="[SITE]", show_default=False)]
ConfigFile = Annotated[Path | None, typer.Option("--config", help=_help("config"))]
Month = Annotated[str, typer.Option("--month", metavar="YYYY-MM", help=_help("month"))]
Since = Annotated[str, typer.Option("--since", metavar="YYYY-MM-DD", help=_help("since"))]
Until = Annotated[str, typer.Option("--until", metavar="YYYY-MM-DD", help=_help("until"))]
Categories = Annotated[list[str], typer.Option("--category", help=_help("category"))]
Tags = Annotated[list[str], typer.Option("--tag", help=_help("tag"))]
AsJson = Annotated[bool, typer.Option("--json", help=_help("json"))]
CacheFolder = Annotated[Path | None, typer.Option("--cache", metavar="DIR", help=_help("cache"))]
By = Annotated[str | None, typer.Option("--by", help=_help("by"))]
ThemeName = Annotated[str | None, typer.Option("--theme", help=_help("theme"))]


@app.command("build", help=_help("build"))
def build_command(
    site: Site = Path(),
    config_file: ConfigFile = None,
    month: Month = "",
    since: Since = "",
    until: Until = "",
    category: Categories = [],  # noqa: B006 (typer needs a list)
    tag: Tags = [],  # noqa: B006
    by: By = None,
    formats: Annotated[str | None, typer.Option("--format", help=_help("format"))] = None,
    theme: ThemeName = None,
    customer: Annotated[str | None, typer.Option("--customer", help=_help("customer"))] = None,
    out_dir: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=_help("out"))] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help=_help("jobs"))] = 0,
    cache: CacheFolder = None,
    cluster: Annotated[
        str, typer.Option("--cluster", metavar="tcp://HOST:PORT", help=_help("cluster"))
    ] = "",
    keep_going: Annotated[bool, typer.Option("--keep-going", help=_help("keep_going"))] = False,
    as_json: AsJson = False,
) -> None:
    """Build EPUB and PDF volumes."""
    options = BuildOptions(
        site=site,
        config_file=config_file,
        month=month,
        since=since,
        until=until,
        categories=tuple(category),
        tags=tuple(tag),
        jobs=jobs,
        keep_going=keep_going,
        cache=cache,
        cluster=cluster,
        out=out_dir,
        overrides=given_settings(
            "command line",
            theme=theme,
            customer=customer,
            formats=_list(formats),
            volumes=_by(by),
        ),
    )
    if as_json:
        report = build(options)
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        progress = TerminalProgress(err) if err.is_terminal else LineProgress(err)
        with progress:
            report = build(options, progress)
        _print_notices(report.notices)
        _print_summary(report)
    raise typer.Exit(report.exit_code)


@app.command("plan", help=_help("plan"))
def plan_command(
    site: Site = Path(),
    config_file: ConfigFile = None,
    month: Month = "",
    since: Since = "",
    until: Until = "",
    category: Categories = [],  # noqa: B006
    tag: Tags = [],  # noqa: B006
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Show which volumes would be built from which posts."""
    planned = plan(
        BuildOptions(
            site=site,
            config_file=config_file,
            month=month,
            since=since,
            until=until,
            categories=tuple(category),
            tags=tuple(tag),
            overrides=given_settings("command line", volumes=_by(by)),
        )
    )
    if as_json:
        print(
            json.dumps(
                [
                    {
                        "title": v.full_title,
                        "identifier": v.identifier,
                        "file_name": v.file_name,
                        "characters": v.characters,
                        "posts": [p.source for p in v.posts],
                    }
                    for v in planned.volumes
                ],
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    table = Table(*_help("plan_columns").split("|"))
    for volume in planned.volumes:
        for index, post in enumerate(volume.posts):
            first = index == 0
            table.add_row(
                volume.full_title if first else "",
                str(len(volume.posts)) if first else "",
                f"{volume.characters:,}" if first else "",
                f"{post.date:%Y-%m-%d}",
                post.title,
            )
        table.add_section()
    out.print(table)
    _print_notices(
        [*planned.site.notices, *(n for v in planned.volumes for p in v.posts for n in p.notices)]
    )


@app.command("init", help=_help("init"))
def init_command(
    site: Site = Path(),
    force: Annotated[bool, typer.Option("--force", help=_help("force"))] = False,
) -> None:
    """Write a commented gappon.yaml and its schema."""
    target = site / CONFIG_NAME
    if not site.is_dir():
        raise GapponError(f"{site}: there is no such folder")
    if target.exists() and not force:
        raise GapponError(f"{target} is there already; --force writes it anew")
    target.write_text(INIT_YAML, "utf-8")
    (site / "gappon.schema.json").write_text(json_schema(kind_names()), "utf-8")
    out.print(f"{target}")


@app.command("schema", help=_help("schema"))
def schema_command() -> None:
    """Print the JSON Schema of gappon.yaml."""
    print(json_schema(kind_names()), end="")


@app.command("themes", help=_help("themes"))
def themes_command(site: Site = Path()) -> None:
    """List themes."""
    table = Table(*_help("themes_columns").split("|"))
    folders = theme_folders(site, load_config(site))
    for name, folder in sorted(find_themes(folders).items()):
        theme = load_theme(name, folders)
        if theme.settings.abstract:
            continue
        page = theme.settings.kihon_hanmen
        size = f"{theme.settings.page.size} {page.characters}字×{page.lines}行"
        if page.columns > 1:
            size += f"×{page.columns}段"
        table.add_row(
            f"{name} {theme.settings.title}".strip(),
            size,
            theme.settings.description,
            str(folder.path),
        )
    out.print(table)


@app.command("fonts", help=_help("fonts"))
def fonts_command(site: Site = Path()) -> None:
    """List fonts and check them."""
    notices = Notices()
    table = Table(*_help("fonts_columns").split("|"))
    for font in load_fonts(font_folders(site, load_config(site)), notices):
        table.add_row(
            font.family,
            font.role,
            str(font.weight),
            font.style,
            font.design or font.path.name,
            font.package or str(font.path),
            font.licence,
        )
    out.print(table)
    for notice in notices:
        err.print(str(notice), markup=False)


@app.command("cache", help=_help("cache_command"))
def cache_command(
    folder: CacheFolder = None,
    prune: Annotated[bool, typer.Option("--prune", help=_help("prune"))] = False,
    max_megabytes: Annotated[int, typer.Option(min=0, help=_help("max_mb"))] = DEFAULT_BYTES >> 20,
    max_days: Annotated[float, typer.Option(min=0, help=_help("max_days"))] = DEFAULT_DAYS,
) -> None:
    """Show the cache's size; prune it."""
    cache = Cache(folder)
    if prune:
        removed = cache.prune(max_megabytes * 2**20, max_days)
        out.print(_help("pruned").format(entries=removed.entries, size=_megabytes(removed.size)))
    usage = cache.usage()
    out.print(
        _help("usage").format(
            folder=usage.folder, entries=usage.entries, size=_megabytes(usage.size)
        )
    )


@app.callback(invoke_without_command=True)
def top(
    version: Annotated[bool, typer.Option("--version", help=_help("version"))] = False,
) -> None:
    """Handle options of the program itself."""
    if version:
        print(f"gappon {__version__}")
        raise typer.Exit()


def main() -> None:
    """Run the command line; errors in usage become one message and exit code 2."""
    signal.signal(signal.SIGTERM, _interrupt)
    # Most of what a build makes lives until its end; looking for garbage all the time is waste.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)
    try:
        app()
    except GapponError as error:
        err.print(f"gappon: {error}", markup=False)
        sys.exit(USAGE_ERROR)
    except KeyboardInterrupt:
        err.print(_help("interrupted"))
        sys.exit(130)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _list(text: str | None) -> tuple[str, ...] | None:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else None


def _by(text: str | None) -> dict[str, Any] | None:
    fields = _list(text)
    return {"by": fields} if fields else None


def _print_notices(notices: list[Notice]) -> None:
    colours = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
    for notice in notices:
        err.print(str(notice), style=colours[notice.severity], markup=False)


def _print_summary(report: Report) -> None:
    for volume in report.volumes:
        for error in volume.errors:
            err.print(f"{volume.title}: {error}", style="red", markup=False)
    done = report.chapters["converted"] + report.chapters["reused"]
    out.print(
        _help("summary" if report.written else "nothing_new").format(
            volumes=len(report.volumes),
            posts=done,
            written=report.written,
            seconds=report.seconds.get("total", 0.0),
            **report.fragments,
        ),
        markup=False,
    )


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.1f} MB"
