"""Composition computes what it asks for often only once; a changed rule must not be hidden by that."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

from gappon import kumihan

MODULES = [
    import_module(f"gappon.kumihan.{m.name}") for m in pkgutil.iter_modules(kumihan.__path__)
]
REMEMBERING = {
    function
    for module in MODULES
    for function in vars(module).values()
    if hasattr(function, "cache_clear")
}


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Forget what other tests have computed (a mutation tester changes rules between tests)."""
    for function in REMEMBERING:
        function.cache_clear()
