"""The server: a folder of files, with the headers that the shelf's pages are made for."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gappon.serve.paths import is_plain
from gappon.shelf.hosting import cache_control, media_type, security_headers

COMPRESSED_ALREADY = ("application/epub+zip", "application/pdf")
COMPRESSION_LEVEL = 5
log = logging.getLogger("gappon.serve")


def application(folder: Path) -> ASGIApp:
    """Return the server of a shelf."""

    async def missing(request: Request, error: Exception) -> Response:
        page = folder / "404.html"
        if not page.is_file():
            return PlainTextResponse("404", 404)
        return FileResponse(page, 404, media_type=media_type("404.html"))

    return Starlette(
        routes=[Mount("/", ShelfFiles(folder))],
        middleware=[
            Middleware(Headers),
            Middleware(
                GZipMiddleware,
                compresslevel=COMPRESSION_LEVEL,
                exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, *COMPRESSED_ALREADY),
            ),
            Middleware(Removed),
        ],
        exception_handlers={401: missing, 404: missing},  # what may not be read is not there
    )


class ShelfFiles(StaticFiles):
    """Files of a shelf. A path that is not plain is not even looked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True)
        self._root = os.path.realpath(folder)

    def get_path(self, scope: Scope) -> str:
        """Return the path to look for.

        Raises:
            HTTPException: it is none (404).
        """
        if not is_plain(scope.get("raw_path") or scope["path"].encode()):
            raise HTTPException(404)
        return super().get_path(scope)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return a file with its media type, or 304 when the client has it (RFC 9110 §15.4.5)."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        path = Path(full_path).relative_to(self._root).as_posix()
        response.headers["cache-control"] = cache_control(path)
        if not isinstance(response, NotModifiedResponse):
            response.headers["content-type"] = media_type(path)
        return response


class Headers:
    """Adds security headers; an entity tag of what was compressed on the way is a weak one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its response back with more headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = unquote(scope["path"]).lstrip("/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in security_headers(path).items():
                    headers.setdefault(name, value)
                tag = headers.get("etag", "")
                if "content-encoding" in headers and tag and not tag.startswith("W/"):
                    headers["etag"] = f"W/{tag}"  # RFC 9110 §8.8.3.3
            await send(message)

        await self.app(scope, receive, send_with_headers)


class Removed:
    """Tells of a file that was removed while it was being served, in one line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; the connection ends where a file does."""
        try:
            await self.app(scope, receive, send)
        except FileNotFoundError as error:
            log.warning("%s was removed while it was being served", error.filename)
