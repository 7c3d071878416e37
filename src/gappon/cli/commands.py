"""The command line: arguments in, a Report out; no work of its own.

Exit codes: 0 built; 1 built, with errors in some posts; 2 wrong usage or configuration.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from gappon import __version__
from gappon.cli import shelf
from gappon.cli.console import complain, err, out, print_notices, write_whatever_comes
from gappon.cli.help import INIT_YAML, word
from gappon.cli.plan import as_json as as_plain_plan
from gappon.cli.plan import show_posts, show_site, show_totals, show_volumes
from gappon.cli.progress import LineProgress, TerminalProgress
from gappon.config import CONFIG_NAME
from gappon.config.load import given_settings, load_config
from gappon.config.schema import json_schema
from gappon.diagnostics import Notices, printable
from gappon.driver.build import build, font_folders, theme_folders
from gappon.driver.cache import DEFAULT_BYTES, DEFAULT_DAYS, Cache
from gappon.driver.options import BuildOptions
from gappon.driver.planning import plan, why_nothing
from gappon.driver.report import Report
from gappon.errors import GapponError
from gappon.fonts import load_fonts
from gappon.sources.registry import kind_names
from gappon.theme import find_themes, load_theme

USAGE_ERROR = 2
app = typer.Typer(
    help=word("app"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
shelf.register(app)
Site = Annotated[Path, typer.Argument(help=word("site"), metavar="[SITE]", show_default=False)]
ConfigFile = Annotated[Path | None, typer.Option("--config", help=word("config"))]
Month = Annotated[str, typer.Option("--month", metavar="YYYY-MM", help=word("month"))]
Since = Annotated[str, typer.Option("--since", metavar="YYYY-MM-DD", help=word("since"))]
Until = Annotated[str, typer.Option("--until", metavar="YYYY-MM-DD", help=word("until"))]
Categories = Annotated[list[str], typer.Option("--category", help=word("category"))]
Tags = Annotated[list[str], typer.Option("--tag", help=word("tag"))]
AsJson = Annotated[bool, typer.Option("--json", help=word("json"))]
CacheFolder = Annotated[Path | None, typer.Option("--cache", metavar="DIR", help=word("cache"))]
By = Annotated[str | None, typer.Option("--by", help=word("by"))]
Allow = Annotated[list[Path], typer.Option("--allow", metavar="DIR", help=word("allow"))]
ThemeName = Annotated[str | None, typer.Option("--theme", help=word("theme"))]


@app.command("build", help=word("build"))
def build_command(
    site: Site = Path(),
    config_file: ConfigFile = None,
    month: Month = "",
    since: Since = "",
    until: Until = "",
    category: Categories = [],  # noqa: B006 (typer needs a list)
    tag: Tags = [],  # noqa: B006
    by: By = None,
    formats: Annotated[str | None, typer.Option("--format", help=word("format"))] = None,
    theme: ThemeName = None,
    customer: Annotated[str | None, typer.Option("--customer", help=word("customer"))] = None,
    out_dir: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=word("out"))] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help=word("jobs"))] = 0,
    cache: CacheFolder = None,
    cluster: Annotated[
        str, typer.Option("--cluster", metavar="tcp://HOST:PORT", help=word("cluster"))
    ] = "",
    keep_going: Annotated[bool, typer.Option("--keep-going", help=word("keep_going"))] = False,
    allow: Allow = [],  # noqa: B006
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
        allow=tuple(allow),
        jobs=jobs,
        cache=cache,
        cluster=cluster,
        out=out_dir,
        overrides=given_settings(
            "command line",
            theme=theme,
            customer=customer,
            formats=_list(formats),
            volumes=_by(by),
            posts={"failed": "page"} if keep_going else None,
        ),
    )
    if as_json:
        report = build(options)
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        progress = TerminalProgress(err) if err.is_terminal else LineProgress(err)
        with progress:
            report = build(options, progress)
        print_notices(report.notices)
        _print_summary(report)
    raise typer.Exit(report.exit_code)


@app.command("plan", help=word("plan"))
def plan_command(
    site: Site = Path(),
    config_file: ConfigFile = None,
    month: Month = "",
    since: Since = "",
    until: Until = "",
    category: Categories = [],  # noqa: B006
    tag: Tags = [],  # noqa: B006
    by: By = None,
    posts: Annotated[bool, typer.Option("--posts", help=word("posts"))] = False,
    allow: Allow = [],  # noqa: B006
    as_json: AsJson = False,
) -> None:
    """Show which volumes would be built from which posts."""
    options = BuildOptions(
        site=site,
        config_file=config_file,
        month=month,
        since=since,
        until=until,
        categories=tuple(category),
        tags=tuple(tag),
        allow=tuple(allow),
        overrides=given_settings("command line", volumes=_by(by)),
    )
    planned = plan(options)
    error = why_nothing(planned, options)
    if as_json:
        values = as_plain_plan(planned) | ({"error": error} if error else {})
        print(json.dumps(values, ensure_ascii=False, indent=2))
    else:
        show_site(planned)
        (show_posts if posts else show_volumes)(planned)
        of_posts = (n for v in planned.volumes for p in v.posts for n in p.notices)
        print_notices([*planned.site.notices, *of_posts])
        show_totals(planned.totals, len(planned.volumes))
    if error:
        complain(error)
        raise typer.Exit(USAGE_ERROR)


@app.command("init", help=word("init"))
def init_command(
    site: Site = Path(),
    force: Annotated[bool, typer.Option("--force", help=word("force"))] = False,
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


@app.command("schema", help=word("schema"))
def schema_command() -> None:
    """Print the JSON Schema of gappon.yaml."""
    print(json_schema(kind_names()), end="")


@app.command("themes", help=word("themes"))
def themes_command(site: Site = Path(), allow: Allow = []) -> None:  # noqa: B006
    """List themes."""
    table = Table(*word("themes_columns").split("|"))
    folders = theme_folders(site, load_config(site, allow=allow))
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


@app.command("fonts", help=word("fonts"))
def fonts_command(site: Site = Path(), allow: Allow = []) -> None:  # noqa: B006
    """List fonts and check them."""
    notices = Notices()
    table = Table(*word("fonts_columns").split("|"))
    for font in load_fonts(font_folders(site, load_config(site, allow=allow)), notices):
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
    print_notices(notices)


@app.command("cache", help=word("cache_command"))
def cache_command(
    folder: CacheFolder = None,
    prune: Annotated[bool, typer.Option("--prune", help=word("prune"))] = False,
    max_megabytes: Annotated[int, typer.Option(min=0, help=word("max_mb"))] = DEFAULT_BYTES >> 20,
    max_days: Annotated[float, typer.Option(min=0, help=word("max_days"))] = DEFAULT_DAYS,
) -> None:
    """Show the cache's size; prune it."""
    cache = Cache(folder)
    if prune:
        removed = cache.prune(max_megabytes * 2**20, max_days)
        out.print(word("pruned").format(entries=removed.entries, size=_megabytes(removed.size)))
    usage = cache.usage()
    out.print(
        word("usage").format(
            folder=usage.folder, entries=usage.entries, size=_megabytes(usage.size)
        )
    )


@app.callback(invoke_without_command=True)
def top(
    version: Annotated[bool, typer.Option("--version", help=word("version"))] = False,
) -> None:
    """Handle options of the program itself."""
    if version:
        print(f"gappon {__version__}")
        raise typer.Exit()


def main() -> None:
    """Run the command line; errors in usage become one message and exit code 2."""
    write_whatever_comes()
    # Most of what a build makes lives until its end; looking for garbage all the time is waste.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)
    try:
        app()
    except GapponError as error:
        if "--json" in sys.argv:
            print(json.dumps({"error": str(error), "exit_code": USAGE_ERROR}, ensure_ascii=False))
        complain(str(error))
        sys.exit(USAGE_ERROR)
    except KeyboardInterrupt:
        err.print(word("interrupted"))
        sys.exit(130)


def _list(text: str | None) -> tuple[str, ...] | None:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else None


def _by(text: str | None) -> dict[str, Any] | None:
    fields = _list(text)
    return {"by": fields} if fields else None


def _print_summary(report: Report) -> None:
    for volume in report.volumes:
        for error in volume.errors:
            err.print(printable(f"{volume.title}: {error}"), style="red")
    show_totals(report.totals, len(report.volumes))
    done = report.chapters["converted"] + report.chapters["reused"]
    out.print(
        word("summary" if report.written else "nothing_new").format(
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
