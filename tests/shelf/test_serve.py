"""``gappon serve``: a real server on loopback, asked as browsers and attackers ask."""

from __future__ import annotations

import gzip
import http.client
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from gappon.serve.paths import is_plain
from gappon.shelf.make import make_shelf
from gappon.shelf.options import Address, ShelfOptions
from tests.shelf.serving import Server, serving
from tests.shelf.volumes import Dist, volume

VOLUME = "/volumes/%E6%B8%AF-2025-11/%E6%B8%AF-2025-11.epub"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    base = tmp_path_factory.mktemp("serve")
    dist = Dist(base / "dist")
    dist.add(volume())
    make_shelf(ShelfOptions(dist.folder, base / "shelf", Address(), cache=base / "cache"))
    (base / "secret.txt").write_text("secret", "utf-8")
    (base / "shelf" / "link.txt").symlink_to(base / "secret.txt")
    (base / "shelf" / "out").symlink_to(base)
    with serving(base / "shelf") as server:
        yield server


def test_it_listens_on_this_machine_alone(server: Server) -> None:
    assert server.address.hostname == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/volumes/%E6%B8%AF-2025-11/", "text/html; charset=utf-8"),
        (VOLUME, "application/epub+zip"),
        (VOLUME.replace(".epub", ".pdf"), "application/pdf"),
        ("/opds/index.xml", "application/atom+xml;profile=opds-catalog"),
        ("/opds/index.json", "application/opds+json"),
        ("/opds/volumes/%E6%B8%AF-2025-11.json", "application/opds-publication+json"),
        ("/feed.xml", "application/atom+xml"),
        ("/assets/shelf.css", "text/css; charset=utf-8"),
        ("/assets/foliate/view.js", "text/javascript; charset=utf-8"),
        ("/sha256sums.txt", "text/plain; charset=utf-8"),
    ],
)
def test_files_have_their_media_types(server: Server, path: str, kind: str) -> None:
    status, headers, _ = server.ask(path)
    assert (status, headers["content-type"]) == (200, kind)


@pytest.mark.parametrize("path", ["/", "/read/", "/nothing", "/opds/index.xml"])
def test_every_response_has_security_headers(server: Server, path: str) -> None:
    _, headers, _ = server.ask(path)
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def test_a_folder_without_slash_leads_to_its_page(server: Server) -> None:
    status, headers, _ = server.ask("/help?x=1")
    assert status in (301, 307, 308)
    assert urlsplit(headers["location"]).path == "/help/"


class TestRanges:
    def test_a_part_of_a_file(self, server: Server) -> None:
        whole = server.ask(VOLUME)[2]
        status, headers, part = server.ask(VOLUME, Range="bytes=10-19")
        assert (status, part) == (206, whole[10:20])
        assert headers["content-range"] == f"bytes 10-19/{len(whole)}"
        assert server.ask(VOLUME, Range="bytes=-5")[2] == whole[-5:]

    def test_a_part_that_is_not_there(self, server: Server) -> None:
        status, headers, _ = server.ask(VOLUME, Range="bytes=99999999-")
        assert status == 416
        assert headers["content-range"].startswith("bytes */")

    def test_a_download_goes_on_only_with_the_same_file(self, server: Server) -> None:
        tag = server.ask(VOLUME)[1]["etag"]
        assert server.ask(VOLUME, Range="bytes=0-3", If_Range=tag)[0] == 206
        assert server.ask(VOLUME, Range="bytes=0-3", If_Range='"other"')[0] == 200


class TestCaching:
    def test_what_a_client_has_is_not_sent_again(self, server: Server) -> None:
        _, headers, _ = server.ask("/")
        assert server.ask("/", If_None_Match=headers["etag"])[0] == 304
        assert server.ask("/", If_None_Match=f"W/{headers['etag']}")[0] == 304
        assert server.ask("/", If_Modified_Since=headers["last-modified"])[0] == 304
        assert server.ask("/", If_None_Match='"other"')[0] == 200

    def test_pages_are_asked_for_again_and_named_style_sheets_are_not(self, server: Server) -> None:
        (theme,) = (server.folder / "assets").glob("theme-*.css")
        assert server.ask("/")[1]["cache-control"] == "no-cache"
        assert "immutable" in server.ask(f"/assets/{theme.name}")[1]["cache-control"]


class TestCompression:
    def test_text_is_compressed_for_those_who_want_it(self, server: Server) -> None:
        plain = server.ask("/")[2]
        _, headers, packed = server.ask("/", Accept_Encoding="gzip")
        assert headers["content-encoding"] == "gzip"
        assert headers["etag"].startswith("W/")
        assert "Accept-Encoding" in headers["vary"]
        assert gzip.decompress(packed) == plain
        assert len(packed) < len(plain) / 2

    @pytest.mark.parametrize("suffix", [".epub", ".pdf"])
    def test_books_are_not(self, server: Server, suffix: str) -> None:
        _, headers, _ = server.ask(VOLUME.replace(".epub", suffix), Accept_Encoding="gzip")
        assert headers["content-encoding"] is None
        assert int(headers["content-length"]) > 0


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        [
            "/../secret.txt",
            "/..%2fsecret.txt",
            "/%2e%2e/secret.txt",
            "/%2e%2e%2fsecret.txt",
            "/volumes/../../secret.txt",
            "/..%5csecret.txt",
            "/..%c0%afsecret.txt",
            "//etc/passwd",
            "/%2fetc%2fpasswd",
            "//volumes/",
            "/index.html%00.txt",
            "/%00",
            "/link.txt",
            "/out/secret.txt",
            "/.shelf.json",
            "/assets/",
            "/volumes/",
            "/%ff%fe",
            "/" + "a" * 5000,
            "http://127.0.0.1/index.html",
        ],
    )
    def test_nothing_outside_is_reached(self, server: Server, path: str) -> None:
        status, _, body = server.ask(path)
        assert status in (400, 404), path
        assert b"secret" not in body
        assert b"root:" not in body

    def test_the_page_that_says_so_is_the_shelf_s_own(self, server: Server) -> None:
        status, _, body = server.ask("/nothing/here")
        assert status == 404
        assert "お探しのページはありません".encode() in body

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
    def test_nothing_is_changed(self, server: Server, method: str) -> None:
        assert server.ask("/index.html", method)[0] == 405

    @pytest.mark.parametrize(
        ("path", "plain"),
        [
            (b"/", True),
            (b"/a/b.epub", True),
            ("/港/%E6%B8%AF.epub".encode(), True),
            (b"/a//b", False),
            (b"/a/", True),
            (b"/a/..", False),
            (b"/a/%2e", False),
            (b"/a%2Fb", False),
            (b"a", False),
            (b"", False),
            (b"/%", True),
        ],
    )
    def test_plain_paths(self, path: bytes, plain: bool) -> None:
        assert is_plain(path) == plain


def test_head_has_the_length_and_no_body(server: Server) -> None:
    status, headers, body = server.ask(VOLUME, "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0


def test_many_downloads_at_once_are_whole_and_cost_little(server: Server) -> None:
    data = os.urandom(4 * 2**20)
    (server.folder / "large.epub").write_bytes(data)
    with ThreadPoolExecutor(40) as threads:
        answers = list(threads.map(lambda _: server.ask("/large.epub"), range(40)))
    assert all(status == 200 and body == data for status, _, body in answers)
    assert server.peak_megabytes < 150


def test_a_file_that_is_removed_while_it_is_sent_is_sent_whole(server: Server) -> None:
    path = server.folder / "leaving.pdf"
    data = os.urandom(8 * 2**20)
    path.write_bytes(data)
    connection = http.client.HTTPConnection(str(server.address.netloc), timeout=20)
    connection.request("GET", "/leaving.pdf")
    response = connection.getresponse()
    first = response.read(1000)
    threading.Event().wait(0.1)
    path.unlink()
    assert first + response.read() == data
    connection.close()
    assert server.ask("/leaving.pdf")[0] == 404


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "is no shelf"),
        (["shelf", "--host", "203.0.113.9"], "choose another port"),
    ],
)
def test_what_cannot_be_served_is_said(server: Server, arguments: list[str], said: str) -> None:
    folder = server.folder.parent
    done = subprocess.run(
        [sys.executable, "-m", "gappon", "serve", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 2
    assert said in done.stderr
