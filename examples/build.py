"""A book a month of a site, with a line for each file: gappon from a script of one's own.

usage: python examples/build.py [SITE] [OUT]
"""

import sys
from pathlib import Path

from gappon import BuildOptions, GapponError, PdfSettings, Settings, VolumeSettings, build

site = Path(sys.argv[1] if len(sys.argv) > 1 else "examples")
out = Path(sys.argv[2] if len(sys.argv) > 2 else "dist")
options = BuildOptions(
    site=site,
    out=out,
    overrides=Settings(
        volumes=VolumeSettings(by=("month",)),
        pdf=PdfSettings(contents_depth=2),
    ),
)
try:
    report = build(options)
except GapponError as error:
    sys.exit(f"nothing was built: {error}")

for volume in report.volumes:
    for file in volume.files:
        pages = f", {file.pages} pages" if file.pages else ""
        print(f"{volume.title}: {file.path} ({file.size // 1024} KB{pages}, {file.state})")
for notice in report.notices:
    print(notice, file=sys.stderr)
sys.exit(report.exit_code)
