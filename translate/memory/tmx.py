"""Exchange of the memory with translators' tools: TMX 1.4b (LISA OSCAR, 26 April 2005), with lxml.

    python -m translate.memory.tmx export FILE --from en --to zh-Hans
    python -m translate.memory.tmx import FILE

Level 2: inline Markdown is marked up (`bpt`/`ept` for pairs, `ph` for what stands alone), so that a tool shows it as
tags; the text of a `seg` with its tags is the segment's Markdown. What XML cannot hold goes as
`<ph type="x-code-point">U+0007</ph>`. `creationid` tells the origin: `person` or the engine. An imported unit is a
person's unless it is an engine's that nobody changed.
"""

import argparse
import logging
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.core import console
from translate.core.engine_registry import is_machine
from translate.core.files import write_atomically
from translate.core.languages import LANGUAGES, Direction
from translate.core.limits import TMX_FILE
from translate.core.problem import Problem
from translate.markdown import protect
from translate.memory.store import PERSON, Memory, Unit

_log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODE_POINT = "x-code-point"
_DATE = "%Y%m%dT%H%M%SZ"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r")


def export(units: Iterable[Unit], direction: Direction) -> bytes:
    """Write units as a TMX 1.4b document, sorted, the same bytes for the same units.

    Args:
        units: what to write.
        direction: from the sources' language into the targets'.
    """
    from lxml import etree

    root = etree.Element("tmx", version="1.4")
    header = {
        "creationtool": "twofold",
        "creationtoolversion": "1",
        "segtype": "block",
        "o-tmf": "tsv",
        "adminlang": "en",
        "srclang": direction.source,
        "datatype": "x-markdown",
    }
    etree.SubElement(root, "header", header)
    body = etree.SubElement(root, "body")
    for unit in sorted(units):
        attributes = {"creationid": _ILLEGAL.sub("\ufffd", unit.origin)}
        if when := _day(unit.when):
            attributes["creationdate"] = when.strftime(_DATE)
        tu = etree.SubElement(body, "tu", attributes)
        for language, md in ((direction.source, unit.source), (direction.target, unit.target)):
            tuv = etree.SubElement(tu, "tuv", {_LANG: language})
            _fill(etree.SubElement(tuv, "seg"), md)
    written = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">', pretty_print=False
    )
    # A line per unit, for version control; inside a `seg` white space is text and stays as it is.
    return written.replace(b"<tu ", b"\n<tu ").replace(b"</body>", b"\n</body>") + b"\n"


def read(data: bytes, path: Path = Path("-")) -> tuple[dict[Direction, list[Unit]], list[Problem]]:
    """Read the units of a TMX document between our languages, whatever tool wrote it.

    Args:
        data: the document.
        path: how problems name it.

    Returns:
        Units by source and target language, and what could not be taken. Entities and DTDs are not loaded.
    """
    root, problems = _root(data, path)
    if root is None:
        return {}, problems
    header = root.find("header")
    source_language = header.get("srclang", "*all*") if header is not None else "*all*"
    units: dict[Direction, list[Unit]] = {}
    for tu in root.iter("tu"):
        found = _unit(tu, source_language)
        if found is None:
            languages = ", ".join(str(tuv.get(_LANG) or tuv.get("lang")) for tuv in tu.iter("tuv")) or "no languages"
            message = f"{languages} found; texts in {' and '.join(LANGUAGES)} expected. The unit is left out."
            problems.append(Problem(path, tu.sourceline if isinstance(tu.sourceline, int) else 1, 1, message))
            continue
        direction, unit = found
        _log.debug("%s:%s: taken as %s's", path, tu.sourceline, unit.origin)
        units.setdefault(direction, []).append(unit)
    return units, problems


def _unit(tu: "_Element", source_language: str) -> tuple[Direction, Unit] | None:
    """Read one unit; None where it lacks a text in one of our languages."""
    texts = {code: _text(seg) for tuv in tu.iter("tuv") if (code := _language(tuv)) for seg in tuv.findall("seg")}
    if len(texts) < len(LANGUAGES) or not all(text.strip() for text in texts.values()):
        return None
    source = _code(tu.get("srclang", source_language)) or next(iter(texts))
    target = next(code for code in LANGUAGES if code != source)
    return Direction(source, target), Unit(texts[source], texts[target], _origin(tu), _when(tu))


def _root(data: bytes, path: Path) -> tuple[Any, list[Problem]]:
    """Parse a TMX document; return its root element, or None and why there is none."""
    from lxml import etree

    if len(data) > TMX_FILE.value:
        message = f"more than {TMX_FILE.value:,} bytes; at most so many expected. Export the memory in parts."
        return None, [Problem(path, 0, 0, message)]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        message = f"not XML ({error.msg}); expected TMX 1.4. Export the file again."
        return None, [Problem(path, line or 1, column or 1, message)]
    if root.tag != "tmx":
        message = f"root element <{root.tag}> found; <tmx> expected. Export the file as TMX 1.4."
        return None, [Problem(path, 1, 1, message)]
    return root, []


def _fill(seg: "_Element", md: str) -> None:
    """Put Markdown into a `seg`, its marks as elements."""
    from lxml import etree

    protected = protect.protect(md)
    numbers: dict[int, int] = {}

    def element(index: int) -> "_Element":
        mark = protected.marks[index]
        if mark.kind == "atom" or mark.pair < 0:
            return etree.SubElement(seg, "ph", {"x": str(index + 1), "type": f"x-{mark.role}"})
        number = numbers.setdefault(min(index, mark.pair), len(numbers) + 1)
        if mark.kind == "open":
            return etree.SubElement(seg, "bpt", {"i": str(number), "x": str(number), "type": f"x-{mark.role}"})
        return etree.SubElement(seg, "ept", {"i": str(number)})

    for char in protected.text:
        index = ord(char) - protect.MARK_BASE
        if 0 <= index < len(protected.marks):
            made = element(index)
            for inner in protected.marks[index].md:
                _append(made, inner)
            if not protected.marks[index].md:
                made.text = ""
        else:
            _append(seg, char, seg)


def _append(parent: "_Element", char: str, holder: "_Element | None" = None) -> None:
    """Add a character after what is in `parent`; one that XML cannot hold as an element of its own."""
    from lxml import etree

    if _ILLEGAL.match(char):
        if holder is not None:
            etree.SubElement(holder, "ph", {"type": _CODE_POINT}).text = f"U+{ord(char):04X}"
        else:
            sub = etree.SubElement(parent, "sub", {"type": _CODE_POINT})
            etree.SubElement(sub, "ph", {"type": _CODE_POINT}).text = f"U+{ord(char):04X}"
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + char
    else:
        parent.text = (parent.text or "") + char


def _text(seg: "_Element") -> str:
    parts = [seg.text or ""]
    for child in seg:
        if isinstance(child.tag, str):
            code = re.fullmatch(r"U\+([0-9A-F]{4,6})", child.text or "") if child.get("type") == _CODE_POINT else None
            parts.append(chr(int(code[1], 16)) if code and _writable(int(code[1], 16)) else _text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _writable(code: int) -> bool:
    """Return whether a file can hold this code point: of the surrogates, those that stand for bytes (PEP 383)."""
    return code <= sys.maxunicode and (not 0xD800 <= code <= 0xDFFF or 0xDC80 <= code <= 0xDCFF)


def _day(given: str) -> datetime | None:
    """Read `YYYY-MM-DD`; None where something else was written."""
    try:
        return datetime.strptime(given, "%Y-%m-%d") if given.isascii() else None
    except ValueError:
        return None


def _language(tuv: "_Element") -> str | None:
    return _code(tuv.get(_LANG) or tuv.get("lang") or "")


def _code(given: str) -> str | None:
    """Return our code for a tool's: regions of English, and Chinese unless it says Traditional."""
    parts = given.replace("_", "-").lower().split("-")
    if parts[0] == "en":
        return "en"
    if parts[0] == "zh" and not {"hant", "tw", "hk", "mo"} & set(parts):
        return "zh-Hans"
    return None


def _origin(tu: "_Element") -> str:
    made_by = tu.get("creationid") or ""
    touched = any(element.get(name) for element in (tu, *tu.iter("tuv")) for name in ("changeid", "changedate"))
    return made_by if is_machine(made_by) and not touched else PERSON


def _when(tu: "_Element") -> str:
    if _origin(tu) != PERSON:
        return ""
    days = [
        _day_of(one.get(name))
        for one in (tu, *tu.iter("tuv"))  # OmegaT and others date the translation, not the unit
        for name in ("changedate", "creationdate")
    ]
    return max(days)


def _day_of(given: str | None) -> str:
    """Return the day of a TMX date, `YYYY-MM-DD`; empty where there is none."""
    match = re.fullmatch(r"(\d{4})(\d{2})(\d{2})T\d{6}Z", given or "")
    day = "-".join(match.groups()) if match else ""
    return day if _day(day) else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m translate.memory.tmx", description="Exchange the memory as TMX 1.4b."
    )
    parser.add_argument("action", choices=("export", "import"))
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--from", dest="source", choices=LANGUAGES, default="en", help="for export (default: en)")
    parser.add_argument(
        "--to", dest="target", choices=LANGUAGES, default="zh-Hans", help="for export (default: zh-Hans)"
    )
    parser.add_argument(
        "--memory", type=Path, default=Path("content/memory"), metavar="DIR", help="folder of the memory"
    )
    parser.add_argument("--people", action="store_true", help="export only what a person stands behind")
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    run = _export_file if options.action == "export" else _import_file
    problems = run(parser, options)
    console.warn(*problems)
    return 1 if problems else 0


def _export_file(parser: argparse.ArgumentParser, options: argparse.Namespace) -> list[Problem]:
    if options.source == options.target:
        parser.error(f"--from and --to are both {options.source}; two languages expected.")
    direction = Direction(options.source, options.target)
    memory, problems = Memory.open(options.memory, direction, keep=False)
    units = [unit for unit in memory if unit.by_person or not options.people]
    write_atomically(options.file, export(units, direction))
    console.write(f"{len(units)} units written to {options.file}.")
    return problems


def _import_file(parser: argparse.ArgumentParser, options: argparse.Namespace) -> list[Problem]:
    if not options.file.is_file():
        parser.error(f"{options.file} is no file; a TMX file expected.")
    with options.file.open("rb") as stream:
        found, problems = read(stream.read(TMX_FILE.value + 1), options.file)
    for direction, units in sorted(found.items()):
        memory, faults = Memory.open(options.memory, direction)
        problems += faults
        known = len(memory)
        memory.merge(units)
        memory.save()
        console.write(f"{direction}: {len(units)} units read, {len(memory) - known} new.")
    return problems


if __name__ == "__main__":
    sys.exit(main())
