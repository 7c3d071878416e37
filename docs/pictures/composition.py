"""Draw docs/pictures/composition.png, the same text before and after: ``python FILE``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

from gappon import BuildOptions, Settings, build

FOLDER = Path(__file__).parent
HEADING = "和文と欧文のあいだ"
BACKGROUND = 236


def page_with(text: str, path: Path) -> Image.Image:
    """Return a picture of the page of a PDF on which a heading stands."""
    for page in pypdfium2.PdfDocument(path):
        read = page.get_textpage().get_text_bounded()
        if text in read and "目次" not in read:
            picture: Image.Image = page.render(scale=2).to_pil().convert("L")
            return picture
    raise LookupError(text)


def main() -> None:
    """Draw the upper part of the page, above as WeasyPrint sets it, below as gappon does."""
    folder = Path(tempfile.mkdtemp())
    plain = folder / "plain" / "theme.yaml"
    plain.parent.mkdir()
    plain.write_text("extends: geppo\ncomposition: {enabled: false}\n")
    pictures = []
    for theme in ("plain", "geppo"):
        out = folder / f"out-{theme}"
        build(
            BuildOptions(
                site=FOLDER.parent.parent / "examples",
                out=out,
                cache=folder / "cache",
                overrides=Settings(
                    theme=theme, themes=(str(folder),), formats=("pdf",), volumes={"by": ("all",)}
                ),
            )
        )
        picture = page_with(HEADING, next(out.glob("*.pdf")))
        width, height = picture.size
        pictures.append(picture.crop((0, int(height * 0.06), width, int(height * 0.62))))
    width, height = pictures[0].size
    both = Image.new("L", (width + 40, 2 * height + 60), BACKGROUND)
    for number, picture in enumerate(pictures):
        both.paste(picture, (20, 20 + number * (height + 20)))
    both.quantize(16).save(FOLDER / "composition.png", optimize=True)


if __name__ == "__main__":
    main()
