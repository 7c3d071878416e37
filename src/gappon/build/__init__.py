"""Plan → compile → link: the one place that knows all the others, and that holds state."""

from gappon.build.builder import build, convert, font_folders, plan, theme_folders
from gappon.build.options import Options, Silent
from gappon.build.report import FileReport, Report, VolumeReport

__all__ = [
    "FileReport",
    "Options",
    "Report",
    "Silent",
    "VolumeReport",
    "build",
    "convert",
    "font_folders",
    "plan",
    "theme_folders",
]
