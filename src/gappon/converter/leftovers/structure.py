"""Which of a generator's marks belong together: blocks that begin and end, and their parts.

Marks that lack the other half, or are nested too deeply, are no blocks: what stands between them is
text like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

DEEPEST = 20  # blocks within each other


@dataclass(frozen=True)
class Block:
    """What a block may have between its beginning and its end."""

    parts: frozenset[str] = frozenset()


@dataclass
class _Frame:
    name: str
    members: list[int] = field(default_factory=list)  # its own mark, then those of its parts
    usable: bool = True


def unusable(names: Sequence[str], right: Sequence[bool], blocks: Mapping[str, Block]) -> set[int]:
    """Return which marks are no part of a complete block.

    Args:
        names: the name of each mark, in order; ``endNAME`` ends a block.
        right: whether each can be understood by itself.
        blocks: the names that begin blocks; marks of other names are not looked at.
    """
    lost: set[int] = set()
    frames: list[_Frame] = []
    open_names: dict[str, int] = dict.fromkeys(blocks, 0)
    for index, name in enumerate(names):
        ended = name.removeprefix("end")
        if name in blocks:
            usable = right[index] and len(frames) < DEEPEST
            frames.append(_Frame(name, [index], usable))
            open_names[name] += 1
        elif name != ended and ended in blocks:
            if not open_names[ended]:
                lost.add(index)
                continue
            while (frame := frames.pop()).name != ended:
                open_names[frame.name] -= 1
                lost.update(frame.members)
            open_names[ended] -= 1
            if not frame.usable:
                lost.update((*frame.members, index))
        elif any(name in block.parts for block in blocks.values()):
            if frames and name in blocks[frames[-1].name].parts and right[index]:
                frames[-1].members.append(index)
            else:
                lost.add(index)
    for frame in frames:
        lost.update(frame.members)
    return lost
