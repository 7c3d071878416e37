"""What code makes a thing: imports as the source has them, read fast and exactly."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from gappon.driver.closure import closure, files_of, imports_in, read_modules
from gappon.driver.code import PACKAGE, read_code
from gappon.driver.libraries import distributions_of, system_libraries


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "house"
    files = {
        "__init__.py": "",
        "a.py": "from house import b\nimport json\n",
        "b.py": "def f():\n    from house.room.c import thing\n    import lxml.etree\n",
        "room/__init__.py": "from house import d\n",
        "room/c.py": "import re\n",
        "d.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house import e\n",
        "e.py": "import house.a as first, yaml\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_modules_are_those_imported_anywhere_with_the_packages_they_are_in(package: Path) -> None:
    modules = read_modules(package)
    assert closure(modules, ["house.a"]) == {
        "house",
        "house.a",
        "house.b",  # from house import b
        "house.room",  # imported before what is in it
        "house.room.c",  # within a function
        "house.d",  # by the package's own __init__
    }
    assert closure(modules, ["house.e"]) == closure(modules, ["house.a"]) | {"house.e"}
    assert modules["house.b"].others == ("lxml",)
    assert modules["house.e"].others == ("yaml",)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import a.b, c as d\n", {"a.b", "c"}),
        ("from a import (\n    b,  # said (of b)\n    c,\n)\n", {"a", "a.b", "a.c"}),
        ("from a import b, \\\n    c\n", {"a", "a.b", "a.c"}),
        ("try:\n    import a\nexcept ImportError:\n    import b\n", {"a", "b"}),
        ("x = 1; import a\n", {"a"}),
        ("if x: import a\n", {"a"}),
        ("with y: from a import b\n", {"a", "a.b"}),
        ('"""\nimport tax\n"""\nimport a\n', {"a", "tax"}),  # too much does no harm
        ('"""\nimport the tax from a land\n"""\nimport a\n', {"a"}),
        ("if TYPE_CHECKING:\n    import a\n\n    import b\nimport c\n", {"c"}),
    ],
)
def test_imports_are_found_in_all_forms(source: str, names: set[str]) -> None:
    assert imports_in(source) == names


class _Imports(ast.NodeVisitor):
    def __init__(self, source: str) -> None:
        self.names: set[str] = set()
        self.visit(ast.parse(source))

    def visit_If(self, node: ast.If) -> None:
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        self.names.update(alias.name for alias in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        assert node.module and not node.level
        self.names.add(node.module)
        self.names.update(f"{node.module}.{alias.name}" for alias in node.names)


def test_the_quick_way_finds_in_this_package_what_the_whole_syntax_tree_has() -> None:
    for entry in files_of(PACKAGE):
        source = Path(entry.path).read_text("utf-8")
        assert imports_in(source) == _Imports(source).names, entry.path


def test_distributions_are_named_with_what_they_require() -> None:
    named = {each.partition(" ")[0] for each in distributions_of("weasyprint")}
    assert {"weasyprint", "pydyf", "pyphen", "fonttools", "pillow", "tinycss2", "zopfli"} <= named
    assert {each.partition(" ")[0] for each in distributions_of("PIL")} == {"pillow"}
    assert {each.partition(" ")[0] for each in distributions_of("_pytest")} >= {"pytest", "pluggy"}
    assert distributions_of("no_such_package") == ()


def test_distributions_are_named_that_are_used_without_being_required() -> None:
    named = {each.partition(" ")[0] for each in distributions_of("fontTools")}
    assert named == {"fonttools", "brotli", "lxml", "uharfbuzz"}


def test_every_package_that_is_imported_is_known_by_a_distribution() -> None:
    code = read_code()
    packages = {name for module in code.modules.values() for name in module.others}
    optional = {"distributed"}
    assert {name for name in packages if not code.distributions[name]} <= optional


def test_the_systems_libraries_are_known_by_their_versions() -> None:
    names = [each.partition(" ")[0] for each in system_libraries()]
    assert names == ["pango-1.0", "harfbuzz", "fontconfig"]
    assert all(each.rpartition(" ")[2][0].isdigit() for each in system_libraries())
    assert set(system_libraries()) <= read_code().libraries_of(["gappon.typesetter.worker"])
