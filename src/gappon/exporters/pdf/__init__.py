"""PDF by compiling and linking: chapters become fragments, fragments become a file."""

WORKER_MODULE = "gappon.exporters.pdf.weasy"  # what workers import; it takes them half a second
