"""Numbers and their units (JLREQ cl-25, unit symbols; ISO 80000-1 §7.1.4)."""

from __future__ import annotations

from gappon.kumihan.classes import CL13_POSTFIXED, CL24_NUMERAL, edges_of

_PREFIXED = {
    "m": "k h c d m µ μ n p f",
    "g": "k m µ μ n M",
    "s": "m µ μ n p",
    "L": "k m d µ μ M G",
    "l": "k m d µ μ",
    "W": "k M G T m µ μ",
    "Wh": "k M G T m",
    "V": "k M m µ μ",
    "A": "k m µ μ n",
    "Ah": "k m",
    "Hz": "k M G T",
    "Pa": "h k M G",
    "J": "k M G",
    "N": "k m M",
    "F": "m µ μ n p",
    "Ω": "k M m",
    "cal": "k",
    "bps": "k K M G T",
    "bit": "k K M G",
    "B": "k K M G T P Ki Mi Gi Ti Pi",
    "px": "k M",
    "m²": "k c m",
    "m³": "k c m",
}
_ALONE = (
    "m g s L l W Wh V A Ah Hz Pa J N F Ω cal bps bit B px m² m³ pt dpi ppi fps rpm ppm dB °C °F "
    "K mol cd lm lx eV h min t ha USD JPY EUR em rem byte bytes"
)
UNIT_SYMBOLS = frozenset(_ALONE.split()) | {
    prefix + unit for unit, prefixes in _PREFIXED.items() for prefix in prefixes.split()
}
PUNCTUATION = ".,;:!?)]}'\"/"
SPACE = 0.25  # em, between a number and its unit; never more or less (cl-24 before cl-25)


def is_quantity(number: str, unit: str) -> bool:
    """Say whether a word with a space behind it is a number, and the next its unit."""
    if edges_of(number)[1] != CL24_NUMERAL:
        return False
    begin, _ = edges_of(unit)
    return (
        begin == CL13_POSTFIXED or unit.startswith("%") or unit.rstrip(PUNCTUATION) in UNIT_SYMBOLS
    )
