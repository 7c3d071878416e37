"""PDF by compiling and linking: chapters become fragments, fragments become a file."""

WORKER_MODULE = "gappon.exporters.pdf.preloaded"  # importing it takes half a second
