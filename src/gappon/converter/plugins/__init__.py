"""Mistune plugins, one construct a file."""
