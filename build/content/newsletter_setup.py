"""`make init`: another newsletter in the place of the one that ships with the program.

The answers are checked by the rules of the files; `mkdocs.yml` keeps every byte but those of its values.
"""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

import yaml

from build.content import slugs
from build.content.addresses import site_address
from build.content.model import CHINESE, ENGLISH, LANGUAGES, Edition, Language, Name
from build.files import write_atomically
from translate.core import characters, limits, site_settings, yaml_text

SETTINGS = Path("mkdocs.yml")
CONTENT = Path("content")
_TEMPLATES = Path(__file__).parents[1] / "templates" / "newsletter"
_MARKDOWN_SIGNS = re.compile(r"[\\`*_{}\[\]()#+!|~^=:<>&-]")
_PLAIN = re.compile(r"[^\W\d_][\w .·’-]*")

QUESTIONS = {
    "NAME": "Name of the newsletter, in English",
    "NAME_ZH": "Name of the newsletter, in Chinese",
    "TAGLINE": "One sentence about it, in English",
    "TAGLINE_ZH": "The same sentence, in Chinese",
    "EDITION": "First edition as it stands in addresses, such as weekly",
    "EDITION_NAME": "Name of that edition, in English",
    "EDITION_NAME_ZH": "Name of that edition, in Chinese",
    "ADDRESS": "Address of the site, such as https://news.example/ (may stay empty)",
    "LICENCE": "Licence line for readers, in English (may stay empty)",
    "LICENCE_ZH": "Licence line for readers, in Chinese (may stay empty)",
}
"""What is asked, by the name of the variable that answers it."""
OPTIONAL = frozenset(("ADDRESS", "LICENCE", "LICENCE_ZH"))


@dataclass(frozen=True)
class NewsletterSetup:
    """What its publisher decides at the start."""

    name: Name
    """Name of the newsletter."""
    tagline: Name
    """One sentence under the name."""
    edition: Edition
    """The first series of issues."""
    address: str
    """Absolute address of the site as browsers serialise it; empty where not known yet."""
    licence: Name
    """One line at the foot of everything readers get."""


def newsletter_from(answers: Mapping[str, str]) -> tuple[NewsletterSetup | None, tuple[str, ...]]:
    """Check all answers at once.

    Args:
        answers: by the names in `QUESTIONS`; what is missing counts as empty.

    Returns:
        The newsletter, None where an answer is unfit, and what is wrong with the answers, in the order of the
        questions.
    """
    given = {key: answers.get(key, "").strip() for key in QUESTIONS}
    faults = [fault for key in QUESTIONS if (fault := answer_fault(key, given[key]))]
    if bool(given["LICENCE"]) != bool(given["LICENCE_ZH"]):
        lacking = "LICENCE_ZH" if given["LICENCE"] else "LICENCE"
        faults.append(f"{lacking}: nothing; expected the licence line in both languages. Write both or none.")
    if faults:
        return None, tuple(faults)
    name = Name(given["NAME"], given["NAME_ZH"])
    licence = Name(given["LICENCE"], given["LICENCE_ZH"])
    if not given["LICENCE"]:
        licence = Name(f"© {name.en}. Software: Twofold, MIT.", f"© {name.zh}。软件：Twofold，MIT许可。")
    return NewsletterSetup(
        name=name,
        tagline=Name(given["TAGLINE"], given["TAGLINE_ZH"]),
        edition=Edition(given["EDITION"], Name(given["EDITION_NAME"], given["EDITION_NAME_ZH"])),
        address=site_address(given["ADDRESS"])[0] if given["ADDRESS"] else "",
        licence=licence,
    ), ()


def answer_fault(key: str, answer: str) -> str:
    """Say what is wrong with one answer, in one line; empty where nothing is."""
    prefix = f"{key}: "
    if not answer:
        return "" if key in OPTIONAL else f"{prefix}nothing; expected an answer. {QUESTIONS[key]}."
    limit = limits.NEWSLETTER_TEXT
    if len(answer) > limit.value:
        return f"{prefix}{len(answer)} {limit.unit}; expected at most {limit.value}. Write it shorter."
    for found in (*characters.hidden(answer), *characters.mixed(answer)):
        return f"{prefix}{found.what}; expected text that readers see. Type it again."
    if len(answer.splitlines()) > 1 or "\t" in answer:
        return f"{prefix}a tab or a line end; expected one line. Type it again."
    if key == "EDITION":
        pages = {path.name.partition(".")[0] for path in (_TEMPLATES / "pages").iterdir()}
        fault = slugs.slug_fault(answer)
        if fault:
            return f"{prefix}`{answer}` {fault}; {slugs.EXPECTED}."
        if answer in slugs.RESERVED or answer in pages:
            return f"{prefix}`{answer}` is the name of a page of the site; expected one of its own. Choose another."
    if key == "ADDRESS" and (fault := site_address(answer)[1]):
        return f"{prefix}`{answer}` {fault}; expected one such as https://news.example/brief/. Mend it."
    return ""


def refusal(root: Path) -> str:
    """Say why content must not be replaced now; empty where everything that would go can be had again from git."""
    again = "To replace the content all the same, add FORCE=1."
    settings, _ = site_settings.read(root)
    if settings is None or yaml_text.at(settings.node, "extra", "twofold", "example") is None:
        return f"{SETTINGS}: holds a newsletter of its own already; expected the one that ships with Twofold. {again}"
    try:
        status = subprocess.run(
            ["git", "status", "--porcelain", "--ignored", "--", str(CONTENT), str(SETTINGS)],  # noqa: S607 -- on the path
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        status = None
    if status is None or status.returncode:
        return f"{root.resolve().name}: no git checkout; expected one, to have back what is removed. {again}"
    if status.stdout.strip():
        count = len(status.stdout.splitlines())
        return f"{CONTENT}: {count} uncommitted changes, {SETTINGS} included; expected none. Commit them. {again}"
    return ""


def removed(root: Path) -> tuple[Path, ...]:
    """Return every content file that goes, relative to `root`, sorted; links themselves, never what they lead to."""
    return tuple(
        sorted(path.relative_to(root) for path in (root / CONTENT).rglob("*") if path.is_symlink() or path.is_file())
    )


def set_up(root: Path, newsletter: NewsletterSetup) -> tuple[Path, ...]:
    """Put `newsletter` in the place of the content below `root`.

    Returns:
        The files written, relative to `root`. `mkdocs.yml` comes last: a run that is killed can be repeated.
    """
    files = {CONTENT / path: text for path, text in content_files(newsletter).items()}
    files[SETTINGS] = edited_settings((root / SETTINGS).read_bytes().decode(), newsletter)
    for path in removed(root):
        if path not in files:
            (root / path).unlink()
    for folder in sorted((root / CONTENT).rglob("*"), reverse=True):
        if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
            folder.rmdir()
    for path, text in files.items():
        write_atomically(root / path, text.encode())
    return tuple(files)


def content_files(newsletter: NewsletterSetup) -> dict[Path, str]:
    """Return the first files of a newsletter, path below `content/` → text."""
    files = {}
    for path in sorted(path for path in _TEMPLATES.rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            text = Template(text).substitute(_values(newsletter, CHINESE if ".zh-Hans." in path.name else ENGLISH))
        files[path.relative_to(_TEMPLATES)] = text
    return files


def edited_settings(text: str, newsletter: NewsletterSetup) -> str:
    """Return the text of `mkdocs.yml` with the newsletter's values, every other byte as it was.

    Args:
        text: settings that `build.content.settings.load` accepts.
        newsletter: whose values.
    """
    settings, _ = site_settings.parse(text)
    node = settings.node if settings is not None else None
    edits: list[tuple[int, int, str]] = []

    def put(found: yaml.Node | None, value: str) -> None:
        if isinstance(found, yaml.ScalarNode):
            edits.append((found.start_mark.index, found.end_mark.index, _scalar(value)))

    def put_name(found: yaml.Node | None, name: Name) -> None:
        for language in LANGUAGES:
            put(yaml_text.at(found, language.code), name.in_(language))

    put(yaml_text.at(node, "site_name"), " · ".join(dict.fromkeys((newsletter.name.en, newsletter.name.zh))))
    address = yaml_text.at(node, "site_url")
    put(address.value[-1] if isinstance(address, yaml.SequenceNode) else address, newsletter.address)
    ours = yaml_text.at(node, "extra", "twofold")
    put_name(yaml_text.at(ours, "name"), newsletter.name)
    put_name(yaml_text.at(ours, "tagline"), newsletter.tagline)
    if yaml_text.at(ours, "licence") is not None:
        put_name(yaml_text.at(ours, "licence"), newsletter.licence)
    else:
        line = _line_start(text, _key(ours, "tagline").start_mark.index)
        indent = " " * _key(ours, "tagline").start_mark.column
        names = ", ".join(f"{language.code}: {_scalar(newsletter.licence.in_(language))}" for language in LANGUAGES)
        edits.append((line, line, f"{indent}licence: {{{names}}}\n"))
    editors = Name(f"{newsletter.name.en} editors", f"{newsletter.name.zh}编辑部")
    for name, key, value in (
        ("editions", newsletter.edition.slug, newsletter.edition.name),
        ("people", editors.en, editors),
    ):
        group = yaml_text.at(ours, name)
        if isinstance(group, yaml.MappingNode) and group.value:
            (first, entry), *others = group.value
            put(first, key)
            put_name(entry, value)
            edits += [_lines(text, other, part) for other, part in others]
    if yaml_text.at(ours, "example") is not None:
        start, end, _ = _lines(text, _key(ours, "example"), _key(ours, "example"))
        before = _line_start(text, start - 1)
        # The comment above the line is about it alone.
        edits.append((before if text[before:start].lstrip().startswith("#") else start, end, ""))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _values(newsletter: NewsletterSetup, language: Language) -> dict[str, str]:
    """What the templates of pages name, for one language."""
    name, tagline = newsletter.name.in_(language), newsletter.tagline.in_(language)
    return {
        "name": _escaped(name),
        "tagline": _escaped(tagline),
        "title": json.dumps(f"关于{name}" if language is CHINESE else f"About {name}", ensure_ascii=False),
        "summary": json.dumps(tagline, ensure_ascii=False),
    }


def _escaped(text: str) -> str:
    """Return `text` so that Markdown shows it as it is."""
    return _MARKDOWN_SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)


def _scalar(text: str) -> str:
    """Return `text` as a YAML scalar, bare where that cannot be read otherwise; JSON's strings are YAML's."""
    # MkDocs reads it, too, by YAML 1.1, where `yes` is no text.
    bare = _PLAIN.fullmatch(text) and yaml.safe_load(text) == text
    return text if bare else json.dumps(text, ensure_ascii=False)


def _key(node: yaml.Node | None, name: str) -> yaml.Node:
    pairs: list[tuple[yaml.Node, yaml.Node]] = node.value if isinstance(node, yaml.MappingNode) else []
    return next(key for key, _ in pairs if key.value == name)


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _lines(text: str, key: yaml.Node, value: yaml.Node) -> tuple[int, int, str]:
    """Return the edit that removes the whole lines of an entry of a block mapping."""
    last = [key, *yaml_text.scalars(value)][-1].end_mark.index
    end = text.find("\n", last) + 1 or len(text)
    return _line_start(text, key.start_mark.index), end, ""
