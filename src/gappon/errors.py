"""Exceptions, for wrong usage and for the program's own faults.

A broken *post* never raises: it yields a :class:`gappon.diagnostics.Notice`.

::

    GapponError            base of all; its text is a message for an editor
    ├── ConfigError        gappon.yaml, _config.yml or an option is wrong   (exit code 2)
    │   ├── ThemeError     a theme is missing, incomplete or inconsistent
    │   └── NothingToBuild there is no post, or none that is asked for
    ├── FontError          a declared font is missing or altered            (exit code 2)
    ├── CompileError       a chapter could not be laid out                  (exit code 1)
    ├── ExportError        a volume cannot be written in a format           (exit code 1)
    └── LayoutEngineError  WeasyPrint is of a version that is not known     (exit code 1)
"""


class GapponError(Exception):
    """Base of all errors of gappon; the text says what happened, where, and what to do."""


class ConfigError(GapponError):
    """A configuration file or a command line option is wrong."""


class ThemeError(ConfigError):
    """A theme is missing, incomplete or inconsistent."""


class NothingToBuild(ConfigError):
    """There is no post, none is public, or none is asked for."""


class FontError(GapponError):
    """A font that ``fonts.yaml`` declares is missing or is not the file that was declared."""


class CompileError(GapponError):
    """A chapter could not be laid out."""


class ExportError(GapponError):
    """A volume cannot be written in a format; the others are."""


class LayoutEngineError(GapponError, ImportError):
    """The installed WeasyPrint is of a version whose inside has moved.

    It is an ``ImportError`` too, because modules raise it while they are imported.
    """


class TextProblem(Exception):
    """What is wrong with a text that a module reads; whoever asked for it says so to the editor.

    Attributes:
        line: 1-based line of the text.
        problem: what it is, in a few words.
    """

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem
