"""Draw the pictures of the shelf, from the sample publication: ``python FILE``."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent
EXAMPLES = FOLDER.parents[1] / "examples"
VOLUME = f"volumes/{quote('現場レポート-2025-11')}/"
PAPER = (128, 128, 128)
COLOURS = 96


def gappon(*arguments: object) -> None:
    """Run gappon to its end."""
    subprocess.run([sys.executable, "-m", "gappon", *map(str, arguments)], check=True)


def save(picture: Image.Image, name: str) -> None:
    """Save a picture with few colours: it is mostly paper and letters."""
    small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(FOLDER / name, optimize=True)


def beside(pictures: list[Image.Image], gap: int = 24) -> Image.Image:
    """Return pictures of the same height in a row."""
    width = sum(p.width for p in pictures) + gap * (len(pictures) - 1)
    row = Image.new("RGB", (width, pictures[0].height), PAPER)
    left = 0
    for picture in pictures:
        row.paste(picture, (left, 0))
        left += picture.width + gap
    return row


def shot(browser: Any, address: str, width: int, height: int, **options: Any) -> Image.Image:
    """Return a picture of a page."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="ja-JP", **options
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    if "read/" in address:
        page.wait_for_selector("#book[data-ready]")
        page.evaluate("reader.view.goTo(3)")
    page.wait_for_timeout(800)
    data = page.screenshot()
    context.close()
    return Image.open(io.BytesIO(data))


def main() -> None:
    """Make the shelf, and look at it as readers do."""
    folder = Path(tempfile.mkdtemp())
    gappon("build", EXAMPLES, "--by", "category,month", "--out", folder / "dist")
    gappon("shelf", folder / "dist", "--out", folder / "shelf")
    server = subprocess.Popen(
        [sys.executable, "-m", "gappon", "serve", folder / "shelf", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        base = server.stdout.readline().strip() if server.stdout else ""
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            save(shot(browser, base, 1280, 900), "shelf.png")
            name = quote("現場レポート-2025-11.epub")
            read = f"{base}read/?volume={quote('現場レポート-2025-11')}&file={name}"
            phone = {"device_scale_factor": 1.5}
            pages = [
                shot(browser, base + VOLUME, 390, 780, **phone),
                shot(browser, f"{base}{VOLUME}sample/", 390, 780, color_scheme="dark", **phone),
                shot(browser, read, 390, 780, **phone),
            ]
            save(beside(pages), "shelf-phone.png")
            browser.close()
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
