"""Run ``python -m gappon``."""

from gappon.cli import main

main()
