"""The configurations in docs/servers, in Debian's nginx and Caddy on loopback."""

from __future__ import annotations

import base64
import http.client
import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest

from gappon.shelf.hosting import cache_control, media_type, security_headers
from gappon.shelf.make import make_shelf
from gappon.shelf.options import ShelfOptions, address
from tests.conftest import need
from tests.shelf.volumes import Dist, volume

pytestmark = pytest.mark.xdist_group("hosting")
SERVERS = Path(__file__).parents[2] / "docs" / "servers"
LOGIN = "Basic " + base64.b64encode(b"reader:secret").decode()
VOLUME = "/volumes/%E6%B8%AF-2025-11/%E6%B8%AF-2025-11.epub"
Ask = Callable[..., tuple[int, http.client.HTTPMessage, bytes]]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf behind a login, with a renamed volume, and things that nobody may read."""
    base = tmp_path_factory.mktemp("hosting")
    dist = Dist(base / "dist")
    dist.add(volume())
    old = dist.add(volume("旧題"))
    where = address("https://books.example", "")
    hosts = ("nginx", "apache", "netlify")
    options = ShelfOptions(
        dist.folder, base / "shelf", where, redirects=hosts, login=True, cache=base / "cache"
    )
    make_shelf(options)
    dist.write(dist.catalogue.volumes[0])
    dist.add(replace(old, name="新題"))
    make_shelf(options)
    (base / "secret.txt").write_text("secret", "utf-8")
    (base / "shelf/link.txt").symlink_to(base / "secret.txt")
    return base / "shelf"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str | Path], port: int, **options: object) -> Iterator[Ask]:
    """Run a server until the test is done."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None:
                pytest.fail(process.stderr.read())
            time.sleep(0.1)
        yield lambda path, method="GET", login=LOGIN, **headers: ask(
            port, path, method, {**({"Authorization": login} if login else {}), **headers}
        )
    finally:
        process.terminate()
        process.wait(10)


def ask(
    port: int, path: str, method: str, headers: dict[str, str]
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Send a path exactly as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", "books.example")
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


@contextmanager
def nginx(books: Path, folder: Path) -> Iterator[Ask]:
    """Debian's nginx with the documented server, its places and port changed."""
    port = free_port()
    password = subprocess.run(
        [need("openssl"), "passwd", "-apr1", "secret"], capture_output=True, text=True, check=True
    ).stdout.strip()
    (folder / "htpasswd").write_text(f"reader:{password}\n", "ascii")
    text = (SERVERS / "nginx.conf").read_text("utf-8")
    text = re.sub(r"\n    ssl_certificate.*", "", text).replace("443 ssl", f"127.0.0.1:{port}")
    text = text.replace("/srv/books", str(books))
    text = text.replace("/etc/nginx/books.htpasswd", str(folder / "htpasswd"))
    user = "user root;\n" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{text}\n}}\n",
        "utf-8",
    )
    program = (
        need("nginx") if Path("/usr/sbin") in map(Path, os.get_exec_path()) else "/usr/sbin/nginx"
    )
    with running([program, "-p", folder, "-c", folder / "nginx.conf", "-e", "stderr"], port) as run:
        yield run


@contextmanager
def caddy(books: Path, folder: Path) -> Iterator[Ask]:
    """Debian's Caddy with the documented site, its places and port changed."""
    port = free_port()
    program = need("caddy")
    hashed = subprocess.run(
        [program, "hash-password", "--plaintext", "secret"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    text = (SERVERS / "Caddyfile").read_text("utf-8")
    text = re.sub(r"\n\t\tname \S+", lambda _: f"\n\t\treader {hashed}", text)
    text = text.replace("/srv/books", str(books))
    text = text.replace("\nbooks.example {", f"\nhttp://books.example:{port} {{\n\tbind 127.0.0.1")
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + text, "utf-8")
    home = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    command = [program, "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]
    with running(command, port, env=home) as run:
        yield run


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def server(
    request: pytest.FixtureRequest, books: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ask]:
    with request.param(books, tmp_path_factory.mktemp("server")) as run:
        yield run


PATHS = (
    "/",
    "/read/",
    "/en/read/",
    "/volumes/%E6%B8%AF-2025-11/",
    VOLUME,
    VOLUME.replace(".epub", ".pdf"),
    "/opds/index.xml",
    "/opds/index.json",
    "/opds/volumes/%E6%B8%AF-2025-11.json",
    "/feed.xml",
    "/sitemap.xml",
    "/search-index.json",
    "/sha256sums.txt",
    "/assets/shelf.css",
    "/assets/foliate/view.js",
    "/volumes/%E6%B8%AF-2025-11/cover-small.jpg",
)


@pytest.mark.parametrize("path", PATHS)
def test_media_types_and_headers_are_those_of_gappon_serve(server: Ask, path: str) -> None:
    name = unquote(path).lstrip("/")
    status, headers, _ = server(path)
    assert status == 200
    file = f"{name}index.html" if path.endswith("/") else name
    assert headers["content-type"].lower() == media_type(file)
    assert headers["cache-control"] == cache_control(file)
    for header, value in security_headers(name).items():
        assert headers[header] == value, header


def test_nobody_reads_without_a_name_and_password(server: Ask) -> None:
    for path in PATHS:
        assert server(path, login="")[0] == 401, path
    wrong = "Basic " + base64.b64encode(b"reader:wrong").decode()
    assert server("/", login=wrong)[0] == 401


def test_a_client_of_opds_learns_how_to_log_in(server: Ask) -> None:
    status, headers, body = server("/opds/index.xml", login="")
    assert status == 401
    assert headers["www-authenticate"].startswith("Basic")
    assert headers["content-type"] == "application/opds-authentication+json"
    assert b"http://opds-spec.org/auth/basic" in body
    assert 'rel="http://opds-spec.org/auth/document"' in headers["link"]
    status, headers, _ = server("/opds/authentication.json", login="")
    assert (status, headers["content-type"]) == (200, "application/opds-authentication+json")


def test_parts_of_files_are_sent(server: Ask) -> None:
    whole = server(VOLUME)[2]
    status, headers, part = server(VOLUME, Range="bytes=5-9")
    assert (status, part) == (206, whole[5:10])
    assert headers["content-range"] == f"bytes 5-9/{len(whole)}"


def test_what_a_client_has_is_not_sent_again(server: Ask) -> None:
    tag = server("/")[1]["etag"]
    assert server("/", If_None_Match=tag)[0] == 304


def test_text_is_compressed_and_books_are_not(server: Ask) -> None:
    assert server("/", Accept_Encoding="gzip")[1]["content-encoding"] == "gzip"
    assert server(VOLUME, Accept_Encoding="gzip")[1]["content-encoding"] is None


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/volumes/../../secret.txt",
        "//etc/passwd",
        "/index.html%00.txt",
        "/.shelf.json",
        "/.redirects/nginx.conf",
        "/.htaccess",
        "/volumes/",
        "/assets/",
        "/nothing",
    ],
)
def test_no_listing_and_nothing_outside(server: Ask, path: str) -> None:
    status, _, body = server(path)
    assert status in (400, 403, 404), path
    assert b"secret" not in body
    assert b"Index of" not in body


def test_a_page_that_is_not_there_is_said_by_the_shelf(server: Ask) -> None:
    assert "お探しのページはありません".encode() in server("/nothing")[2]


class TestRedirects:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("/volumes/旧題/", "/volumes/新題/"),
            ("/en/volumes/旧題/", "/en/volumes/新題/"),
            ("/volumes/旧題/sample/", "/volumes/新題/"),
            ("/volumes/旧題/旧題.epub", "/volumes/新題/新題.epub"),
            ("/volumes/旧題/旧題.pdf", "/volumes/新題/新題.pdf"),
        ],
    )
    def test_nginx_sends_on_to_the_new_place(
        self, books: Path, tmp_path: Path, old: str, new: str
    ) -> None:
        with nginx(books, tmp_path) as server:
            status, headers, _ = server(quote(old))
            assert status == 301
            place = urlsplit(headers["location"]).path
            assert unquote(place) == new
            assert server(place)[0] == 200

    def test_other_hosts_get_the_same(self, books: Path) -> None:
        new = "/volumes/%E6%96%B0%E9%A1%8C/"
        apache = (books / ".htaccess").read_text("utf-8").splitlines()
        assert f'RedirectMatch 301 "^/volumes/旧題/(?:index\\.html)?$" "{new}"' in apache
        netlify = (books / "_redirects").read_text("utf-8").splitlines()
        assert f"/volumes/%E6%97%A7%E9%A1%8C/ {new} 301!" in netlify
        assert len(apache) == len(netlify) == 6
