"""Inline layout: collect, shape, ruby, hyphenate, place, draw, stream, in this order."""
