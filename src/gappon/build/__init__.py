"""Plan → compile → link: the one place that knows all the others, and that holds state."""

from gappon.build.builder import build, plan
from gappon.build.options import Options, Silent
from gappon.build.report import FileReport, Report, VolumeReport

__all__ = ["FileReport", "Options", "Report", "Silent", "VolumeReport", "build", "plan"]
