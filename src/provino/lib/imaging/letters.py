"""The letters that watermarks can be written with: those of the font we ship (fonts/provino-mark.ttf)."""

# First and last of each run.
_RUNS = (
    *(" ~", "\u00a0£", "¥¥", "§«", "®°", "´´", "¶¸", "º»", "¿ć", "Ċē", "Ėě", "Ğģ", "Ħħ", "Īī", "Įĳ", "Ķķ", "Ĺľ"),
    *("Łň", "Ŋō", "Őś", "Şš", "Ťť", "Ūž", "Ǎǎ", "Șț", "Ẁẅ", "ẞẞ", "Ỳỳ", "–—", "‘‚", "“„", "••", "……", "‹›", "€€"),
    *("™™", "↑↑", "↓↓", "−−"),
)
LETTERS = frozenset(chr(code) for run in _RUNS for code in range(ord(run[0]), ord(run[1]) + 1))


def missing_letters(text: str) -> str:
    """Return the characters of `text` that a watermark cannot be written with, each once, in their order."""
    return "".join(dict.fromkeys(letter for letter in text if letter not in LETTERS))
