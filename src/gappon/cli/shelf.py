"""The shelf's commands."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from gappon.cli.console import err, print_notices
from gappon.cli.console import out as console
from gappon.cli.help import JAPANESE
from gappon.errors import GapponError

HELP: dict[str, tuple[str, str]] = {
    "shelf": (
        "Make a site on which readers find and download finished volumes.",
        "できた巻を読者が探してダウンロードできるサイトを作ります。",
    ),
    "dist": (
        "Folder with finished volumes (the --out of 'gappon build').",
        "できた巻のあるフォルダー（gappon buildの--out）。",
    ),
    "out": ("Folder for the site.", "サイトを置くフォルダー。"),
    "url": (
        "Address at which the site will stand: https://books.example.",
        "サイトの住所。例 https://books.example",
    ),
    "base_path": (
        "Path of the site on its host: /books/.",
        "ホストの中でのサイトのパス。例 /books/",
    ),
    "redirects": (
        "Write redirects of renamed volumes for nginx, apache, netlify (may be repeated).",
        "名前の変わった巻の転送設定を書き出します。nginx、apache、netlify（繰り返し可）。",
    ),
    "post_links": (
        "Write which volumes hold each post into this blog's folder, or into this .json file.",
        "記事が入っている巻の一覧を、このブログのフォルダー（または.jsonファイル）に書き出します。",
    ),
    "login": (
        "Readers log in at the web server: write the OPDS authentication document.",
        "読者がウェブサーバーでログインするとき。OPDSの認証文書を書き出します。",
    ),
    "json": ("Print one machine-readable report.", "機械で読める報告を出力します。"),
    "summary": (
        "{volumes} volume(s) on the shelf: {written} file(s) written, {unchanged} unchanged, "
        "{removed} removed.",
        "棚に{volumes}巻: {written}ファイルを書き出し、{unchanged}件はそのまま、"
        "{removed}件を削除しました。",
    ),
}


HELP |= {
    "serve": (
        "Show a shelf on this machine, or in a small office.",
        "棚をこの機械で、または小さな職場で見られるようにします。",
    ),
    "folder": ("Folder of the shelf.", "棚のフォルダー。"),
    "host": (
        "Address to listen at; 0.0.0.0: everyone on the network can read.",
        "待ち受ける住所。0.0.0.0ならネットワークの誰でも読めます。",
    ),
    "port": ("Port; 0: any that is free.", "ポート。0は空いているもの。"),
    "open_to_all": (
        "Everyone who reaches {host} can read the volumes now; there is no login here.",
        "{host}に届く人は誰でも巻を読めます（ここにはログインがありません）。",
    ),
}


def _help(key: str) -> str:
    return HELP[key][1 if JAPANESE else 0]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("shelf", help=_help("shelf"))(shelf_command)
    app.command("serve", help=_help("serve"))(serve_command)


def shelf_command(
    dist: Annotated[Path, typer.Argument(help=_help("dist"), metavar="DIST")],
    out: Annotated[Path, typer.Option("--out", metavar="SHELF", help=_help("out"))] = Path("shelf"),
    url: Annotated[str, typer.Option("--url", help=_help("url"))] = "",
    base_path: Annotated[str, typer.Option("--base-path", help=_help("base_path"))] = "",
    redirects: Annotated[
        list[str], typer.Option("--redirects", metavar="HOST", help=_help("redirects"))
    ] = [],  # noqa: B006 (typer needs a list)
    post_links: Annotated[
        Path | None, typer.Option("--post-links", metavar="BLOG", help=_help("post_links"))
    ] = None,
    login: Annotated[bool, typer.Option("--login", help=_help("login"))] = False,
    cache: Annotated[Path | None, typer.Option("--cache", metavar="DIR", hidden=True)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_help("json"))] = False,
) -> None:
    """Make the shelf."""
    from gappon.shelf.make import make_shelf
    from gappon.shelf.options import ShelfOptions, address, hosts

    options = ShelfOptions(
        dist, out, address(url, base_path), hosts(redirects), post_links, login, cache
    )
    try:
        report = make_shelf(options)
    except OSError as error:
        raise GapponError(f"{error.filename or out}: {error.strerror or error}") from error
    if as_json:
        values = asdict(report) | {"exit_code": report.exit_code}
        print(json.dumps(values, ensure_ascii=False, indent=2))
    else:
        print_notices(report.notices)
        console.print(_help("summary").format(**asdict(report)))
    raise typer.Exit(report.exit_code)


def serve_command(
    folder: Annotated[Path, typer.Argument(help=_help("folder"), metavar="SHELF")] = Path("shelf"),
    host: Annotated[str, typer.Option("--host", help=_help("host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help=_help("port"))] = 8000,
) -> None:
    """Serve the shelf."""
    from gappon.serve.run import is_for_this_machine, serve

    if not is_for_this_machine(host):
        err.print(_help("open_to_all").format(host=host), style="yellow")
    serve(folder, host, port)
