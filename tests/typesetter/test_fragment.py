"""Documents and fragments as values."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from gappon.kumihan.style import Style
from gappon.typesetter.fragment import Document, Grid, Latin

DOCUMENT = Document("k", "<p/>", "p {}", {"a.png": b"1"})
CHANGED = {
    "key": "l",
    "html": "<p></p>",
    "css": "p { }",
    "assets": {"a.png": b"2"},
    "composition": Style(),
    "grid": Grid(0, 16),
    "latin": Latin("A", "B"),
    "furniture": True,
    "tags": True,
}


@pytest.mark.parametrize("field", [field.name for field in fields(Document)])
def test_every_field_of_a_document_is_in_its_digest(field: str) -> None:
    assert replace(DOCUMENT, **{field: CHANGED[field]}).digest() != DOCUMENT.digest()


def test_the_order_of_assets_is_not_in_a_digest() -> None:
    some = {"a": b"1", "b": b"2"}
    other = dict(reversed(some.items()))
    assert replace(DOCUMENT, assets=some).digest() == replace(DOCUMENT, assets=other).digest()
