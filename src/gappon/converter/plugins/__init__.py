"""Constructs of Markdown beyond CommonMark, one a file: rules of markdown-it."""
