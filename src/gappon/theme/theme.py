"""A theme, read: settings, and what its style sheets and templates make of a book."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import FunctionLoader, TemplateNotFound, TemplateSyntaxError
from lxml.etree import XMLSyntaxError

from gappon.diagnostics import Notice, Notices, Severity
from gappon.errors import ThemeError
from gappon.theme.files import ThemeFolder, files_of, read_text
from gappon.theme.geometry import Geometry, compute_geometry
from gappon.theme.markup import in_template, without_markup
from gappon.theme.references import Reference, blanked, in_style_sheet, without_references
from gappon.theme.sandbox import ThemeEnvironment, limited
from gappon.theme.settings import ThemeSettings

BODY = "gappon:body"  # stands for a chapter's text, which is clean, while its dress is looked at


@dataclass(frozen=True)
class Theme:
    """A theme.

    Attributes:
        name: that of its folder.
        folders: from its own to that of the theme that it stands on.
        settings: merged, over those of the extended themes.
        notices: gathers what of it cannot be used.
    """

    name: str
    folders: tuple[ThemeFolder, ...]
    settings: ThemeSettings = field(repr=False)
    notices: Notices = field(default_factory=Notices, repr=False, compare=False)

    @cached_property
    def geometry(self) -> Geometry:
        """The page in points."""
        return compute_geometry(self.settings)

    @property
    def vertical(self) -> bool:
        """The EPUB's lines run from top to bottom."""
        return self.settings.writing.epub == "vertical"

    def style_sheet(self, *names: str, **values: Any) -> str:
        """Return style sheets (``book.css`` …), those of extended themes first, filled in.

        Every chapter asks for the same ones, so they are kept.

        Raises:
            ThemeError: one has a mistake.
        """
        asked = (names, repr(sorted(values.items())))
        if asked not in self._style_sheets:
            self._style_sheets[asked] = self._fill_in(names, values)
        return self._style_sheets[asked]

    def render(self, template: str, **values: Any) -> str:
        """Fill in a template of the theme.

        Raises:
            ThemeError: the template is not there or has a mistake.
        """
        html, path = self._filled_in(template, values)
        if self._is_own:
            return html
        body = str(values.get("body") or "")
        dress = html.replace(body, BODY, 1) if body else html
        try:
            clean = without_markup(dress)
        except XMLSyntaxError as error:
            raise ThemeError(
                f"{path}: what the template makes is not well-formed XHTML ({error.msg}); "
                "close each element, and write & as &amp;"
            ) from error
        if clean is dress:
            return html
        self._tell(path, (Reference(0, found.text) for found in in_template(dress)))
        return clean.replace(BODY, body, 1)

    def has(self, template: str) -> bool:
        """Say whether there is a template, of the theme or of one that it extends."""
        return any(template in files for files in self._files)

    def check(self) -> None:
        """Tell what style sheets and templates refer to outside of the book.

        Raises:
            ThemeError: one of them is no template of Jinja's.
        """
        for folder, files in zip(self.folders, self._files, strict=True):
            if folder.within is not None:
                for path in files.values():
                    self._check(path)

    def _check(self, path: Path) -> None:
        look = {".css": in_style_sheet, ".j2": in_template}.get(path.suffix)
        if look is not None:
            with self._naming_the_place():
                own_text = blanked(read_text(path), self._environment, str(path))
            self._tell(path, look(own_text))

    @cached_property
    def digest(self) -> str:
        """Hash of everything in the theme's folders."""
        state = hashlib.sha256()
        for files in self._files:
            for name, path in files.items():
                state.update(f"{name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
        return state.hexdigest()

    @property
    def _is_own(self) -> bool:
        """All of it comes with gappon; then there is nothing to look for."""
        return all(folder.within is None for folder in self.folders)

    @cached_property
    def _files(self) -> tuple[dict[str, Path], ...]:
        return tuple(files_of(folder) for folder in self.folders)

    @cached_property
    def _style_sheets(self) -> dict[tuple[tuple[str, ...], str], str]:
        return {}

    @cached_property
    def _environment(self) -> ThemeEnvironment:
        environment = ThemeEnvironment(FunctionLoader(self._load))
        environment.globals["theme"] = self.settings
        environment.globals["color"] = self.settings.colors  # exporters may give others
        environment.globals["page"] = self.geometry
        return environment

    def _load(self, name: str) -> tuple[str, str, None] | None:
        """Give Jinja a file: the first of that name, or that of one theme (``geppo/book.css``)."""
        for folder, files in zip(self.folders, self._files, strict=True):
            path = files.get(name) or files.get(name.removeprefix(f"{folder.name}/"))
            if path is not None:
                return read_text(path), str(path), None
        return None

    def _fill_in(self, names: Iterable[str], values: Mapping[str, Any]) -> str:
        parts = []
        for name in names:
            for folder, files in reversed(list(zip(self.folders, self._files, strict=True))):
                if name in files:
                    css, path = self._filled_in(f"{folder.name}/{name}", values)
                    parts.append(css if self._is_own else self._confined(css, path))
        return "\n".join(parts)

    def _confined(self, css: str, path: str) -> str:
        """Return a style sheet without what it refers to outside of the book, and tell it."""
        self._tell(path, (Reference(0, found.text) for found in in_style_sheet(css)))
        return without_references(css)

    def _filled_in(self, name: str, values: Mapping[str, Any]) -> tuple[str, str]:
        """Return what a template makes, and its file."""
        with self._naming_the_place(), limited():
            template = self._environment.get_template(name)
            return template.render(**values), str(template.filename)

    @contextmanager
    def _naming_the_place(self) -> Iterator[None]:
        """Turn whatever a template raises into an error with the theme's file and line."""
        try:
            yield
        except ThemeError:
            raise
        except TemplateNotFound as error:
            raise ThemeError(f"theme {self.name}: there is no template {error.name}") from error
        except Exception as error:  # a template can raise all that Python can
            reason = str(error) or type(error).__name__
            raise ThemeError(f"{self._place_of(error)}: {reason}; correct the template") from error

    def _place_of(self, error: Exception) -> str:
        """Return the template's file and line at which an error came up."""
        if isinstance(error, TemplateSyntaxError):
            return f"{error.filename or self.name}:{error.lineno}"
        own = {str(path) for files in self._files for path in files.values()}
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{frame.filename}:{frame.lineno}" for frame in frames if frame.filename in own]
        return places[-1] if places else f"theme {self.name}"

    def _tell(self, path: Path | str, references: Iterable[Reference]) -> None:
        told = {(notice.file, notice.message) for notice in self.notices}
        for reference in references:
            message = (
                f"'{reference.text}' is not in the book and was left out of it; "
                "write a picture as an address data:image/png;base64,…, and leave out the rest"
            )
            if reference.line or (str(path), message) not in told:
                notice = Notice(
                    str(path), reference.line, Severity.WARNING, "theme-reference", message
                )
                self.notices.add(notice)
