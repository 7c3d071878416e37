"""Documents: their links lead somewhere, and lists of files are whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], key=lambda path: path.relative_to(ROOT)
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def anchors(path: Path) -> set[str]:
    """Return the anchors that GitHub gives a document's headings."""
    words = (re.sub(r"[^\w\- ]", "", h.lower()) for h in HEADING.findall(path.read_text("utf-8")))
    return {text.strip().replace(" ", "-") for text in words}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_of_documents_lead_somewhere(path: Path) -> None:
    for target, anchor in LINK.findall(CODE.sub("", path.read_text("utf-8"))):
        place = path.parent / target
        assert place.exists(), target
        assert not anchor or anchor in anchors(place), f"{target}#{anchor}"


def test_every_decision_is_listed_and_has_its_four_parts() -> None:
    folder = ROOT / "docs" / "adr"
    listed = set(re.findall(r"\(([\w-]+\.md)\)", (folder / "README.md").read_text("utf-8")))
    decisions = {path.name for path in folder.glob("*.md")} - {"README.md"}
    assert listed == decisions
    for name in decisions:
        text = (folder / name).read_text("utf-8")
        assert "**Status:**" in text, name
        parts = re.findall(r"^## (\w+)$", text, re.MULTILINE)
        assert parts[:3] == ["Context", "Decision", "Consequences"], name


def test_every_document_is_named_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [
        path.name for path in (ROOT / "docs").glob("*.md") if f"docs/{path.name}" not in readme
    ] == []


def test_released_versions_are_in_order_and_the_program_is_the_last_of_them() -> None:
    from gappon import __version__

    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "Unreleased"
    released = [re.fullmatch(r"(\d+\.\d+\.\d+) - (\d{4}-\d\d-\d\d)", h) for h in headings[1:]]
    assert all(released)
    dates = [found[2] for found in released if found]
    assert dates == sorted(dates, reverse=True)
    assert released[0] and released[0][1] == __version__
