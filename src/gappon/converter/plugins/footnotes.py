"""Footnotes: ``[^name]`` and ``[^name]: text``, and ``^[text]`` within a line (Pandoc's)."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from gappon.converter.markdown.document import Document, Note, document_of
from gappon.converter.markdown.render import Env, Tokens, line_attribute
from gappon.converter.markdown.state import LinedInline

NAME = r"((?:[^\\\[\]\n]|\\.){1,100})"
DEFINITION = re.compile(rf"\[\^{NAME}\]:[ \t]*")
REFERENCE = re.compile(rf"\[\^{NAME}\]")
INDENT = 4  # of what continues a note
DEEPEST = 3  # notes in lines within each other


def define(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read a note; its blocks wait in the document until all that refers to them is known."""
    if state.is_code_block(start_line):
        return False
    position = state.bMarks[start_line] + state.tShift[start_line]
    match = DEFINITION.match(state.src, position, state.eMarks[start_line])
    if match is None:
        return False
    if silent:
        return True
    before = state.tokens
    state.tokens = []
    _tokenize_indented(state, start_line, end_line, match.end())
    note, state.tokens = Note(match[1], start_line, state.tokens), before
    document = document_of(state.env)
    if document.named_notes.setdefault(normalizeReference(match[1]), note) is not note:
        message = f"the note [^{match[1]}] is defined twice; the second one was left out"
        document.warn("note", message, start_line)
    else:
        document.notes.append(note)
    return True


def _tokenize_indented(state: StateBlock, start_line: int, end_line: int, start: int) -> None:
    """Add the blocks of a note, whose first line begins at a place of the source."""
    saved = (
        *(state.bMarks[start_line], state.tShift[start_line], state.sCount[start_line]),
        *(state.blkIndent, state.parentType),
    )
    state.bMarks[start_line] = start
    state.tShift[start_line] = 0
    state.blkIndent += INDENT
    state.sCount[start_line] = state.blkIndent
    state.parentType = "footnote"
    if state.isEmpty(start_line):
        state.line = start_line + 1
        if state.line < end_line and state.sCount[state.line] >= state.blkIndent:
            state.md.block.tokenize(state, state.line, end_line)
    else:
        state.md.block.tokenize(state, start_line, end_line)
    state.bMarks[start_line], state.tShift[start_line], state.sCount[start_line] = saved[:3]
    state.blkIndent, state.parentType = saved[3:]


def refer(state: StateInline, silent: bool) -> bool:
    """Add a reference to a note that is defined."""
    if not state.src.startswith("[^", state.pos):
        return False
    match = REFERENCE.match(state.src, state.pos, state.posMax)
    name = normalizeReference(match[1]) if match else ""
    note = document_of(state.env).named_notes.get(name)
    if match is None or note is None:
        return False
    if not silent:
        state.push("note_reference", "", 0).meta["note"] = note
    state.pos = match.end()
    return True


def inline_note(state: StateInline, silent: bool) -> bool:
    """Add a reference to a note that stands in the line."""
    document = document_of(state.env)
    if not state.src.startswith("^[", state.pos) or document.depth >= DEEPEST:
        return False
    start = state.pos + 2
    end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    if end <= start:
        return False
    if not silent:
        assert isinstance(state, LinedInline)
        line = state.line_at(start)
        text = Token("inline", "", 0, map=[line, line + 1], content=state.src[start:end])
        text.meta["depth"] = document.depth + 1
        paragraph = [Token("paragraph_open", "p", 1, block=True), text]
        note = Note("", line, [*paragraph, Token("paragraph_close", "p", -1, block=True)])
        document.notes.append(note)
        state.push("note_reference", "", 0).meta["note"] = note
    state.pos = end + 1
    return True


def collect(state: StateCore) -> None:
    """Number the notes as they are referred to, and put them at the end of the post."""
    document = document_of(state.env)
    notes: list[Note] = []
    _number(state.tokens, notes)
    tokens: list[Token] = []
    for note in notes:  # grows: notes may refer to notes
        _number(note.tokens, notes)
        opening = Token("note_open", "aside", 1, block=True)
        opening.attrs = {"class": "footnote", "id": f"fn-{note.number}"}
        tokens += [opening, *note.tokens, Token("note_close", "aside", -1, block=True)]
    if tokens:
        opening = Token("notes_open", "section", 1, {"class": "footnotes"}, block=True)
        closing = Token("notes_close", "section", -1, block=True)
        state.tokens += [opening, *tokens, closing]
    _report_unused(document)
    document.notes.clear()


def _number(tokens: list[Token], notes: list[Note]) -> None:
    """Number the notes that tokens refer to, where they have no number yet."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "note_reference" and not child.meta["note"].number:
                notes.append(child.meta["note"])
                notes[-1].number = len(notes)


def _report_unused(document: Document) -> None:
    for note in document.notes:
        if not note.number:
            message = f"nothing refers to the note [^{note.name}]; it was left out"
            document.warn("note", message, note.line)


def render_reference(
    renderer: object, tokens: Tokens, idx: int, options: OptionsDict, env: Env
) -> str:
    """Return a reference; its id and its roles are given on the tree."""
    line, number = line_attribute(tokens[idx], env), tokens[idx].meta["note"].number
    return f'<a{line} class="noteref" href="#fn-{number}">{number}</a>'


def footnotes(md: MarkdownIt) -> None:
    """Register both forms."""
    md.block.ruler.before("reference", "footnote", define, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.before("link", "note_reference", refer)
    md.inline.ruler.before("link", "inline_note", inline_note)
    md.core.ruler.after("inline", "footnotes", collect)
    md.add_render_rule("note_reference", render_reference)
