"""Names that editors look up and never translate: topics, publishers, editions."""

from dataclasses import dataclass
from pathlib import Path

from build.content import front_matter, slugs
from build.content.addresses import Address, host_name
from build.content.model import CHINESE, ENGLISH, Edition, Name, Publisher, Topic
from translate.core import characters, content, limits, yaml_text
from translate.core.problem import Problem

_SHOWN = 60
"""How many characters of a key or a domain a message repeats."""


@dataclass(frozen=True)
class Vocabulary:
    """Everything that has a name in both languages."""

    editions: dict[str, Edition]
    """By slug, in the order declared."""
    topics: dict[str, Topic]
    """By slug."""
    publishers: tuple[Publisher, ...]
    """In the order of the file."""

    def publisher_of(self, host: str) -> Publisher | None:
        """Return who publishes at `host`: the entry with the longest domain that it is or ends in.

        Args:
            host: in lower-case ASCII.
        """
        matches = [
            (len(domain), publisher)
            for publisher in self.publishers
            for domain in publisher.domains
            if host == domain or host.endswith(f".{domain}")
        ]
        return max(matches, key=lambda match: match[0])[1] if matches else None

    def publisher_name(self, address: Address) -> Name:
        """Return the publisher's name, its host where it is not in the list."""
        publisher = self.publisher_of(address.host)
        host = address.shown_host.removeprefix("www.")
        return publisher.name if publisher else Name(host, host)


def name_of(entry: object) -> Name | None:
    """Return the bilingual name in a mapping, None where a language is missing or no text."""
    if not isinstance(entry, dict):
        return None
    english, chinese = entry.get(ENGLISH.code), entry.get(CHINESE.code)
    if isinstance(english, str) and isinstance(chinese, str) and english and chinese:
        return Name(en=english, zh=chinese)
    return None


def load(root: Path, editions: dict[str, Edition]) -> tuple[Vocabulary, tuple[Problem, ...]]:
    """Read `content/topics.yml` and `content/publishers.yml` below `root`."""
    problems: list[Problem] = []
    topics: dict[str, Topic] = {}
    publishers: list[Publisher] = []
    owners: dict[str, str] = {}
    for slug, entry, place in _entries(root, Path("content/topics.yml"), problems):
        name = _checked_name(slug, entry, place, problems)
        if name:
            topics[slug] = Topic(slug, name)
    for slug, entry, place in _entries(root, Path("content/publishers.yml"), problems):
        name = _checked_name(slug, entry, place, problems)
        domains = _domains(slug, entry, place, owners, problems)
        if name and domains:
            publishers.append(Publisher(slug, name, domains))
    return Vocabulary(editions, topics, tuple(publishers)), tuple(problems)


_Place = tuple[Path, int, int]


def _entries(root: Path, path: Path, problems: list[Problem]) -> list[tuple[str, object, _Place]]:
    """Return slug, entry and place of each line of a vocabulary that can be read."""
    data, found = content.read_bytes(root, path)
    problems += found
    if data is None:
        return []
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        problems.append(Problem(path, 0, 0, "is not UTF-8; expected UTF-8 text. Save it again as UTF-8."))
        return []
    problems += front_matter.hidden_characters(path, text)
    vocabulary, found = yaml_text.read(
        characters.without_hidden(text),
        path,
        expected="slugs with names",
        size=limits.VOCABULARY_FILE,
        nodes=limits.VOCABULARY_NODES,
    )
    problems += found
    if vocabulary is None:
        return []
    if vocabulary.node is None:
        problems.append(Problem(path, 1, 1, "holds no mapping; expected slugs with names. See ARCHITECTURE.md."))
        return []
    problems += front_matter.hidden_in_scalars(path, vocabulary.node, 1)
    for scalar in yaml_text.scalars(vocabulary.node):
        for word in characters.mixed(scalar.value):
            message = f"{word.what}; expected one alphabet a word. Type the word again."
            problems.append(Problem(path, scalar.start_mark.line + 1, scalar.start_mark.column + 1, message))
    marks = {key.value: key.start_mark for key, _ in vocabulary.node.value}
    return [(slug, entry, (path, marks[slug].line + 1, 1)) for slug, entry in vocabulary.values.items()]


def _checked_name(slug: str, entry: object, place: _Place, problems: list[Problem]) -> Name | None:
    """The name of an entry whose slug is fit to stand in addresses and ids, None where either is not right."""
    # Where a list names it, YAML would read a number or a truth value.
    fault = slugs.slug_fault(slug) or (
        "" if isinstance(yaml_text.plain(slug), str) else "is read as a value, not a word"
    )
    if fault:
        problems.append(Problem(*place, f"the key `{_short(slug)}` {fault}; {slugs.EXPECTED}. Rename it."))
    name = name_of(entry)
    if name is None:
        message = f"`{_short(slug)}` lacks a name; expected one in `en` and one in `zh-Hans`. Add the missing one."
        problems.append(Problem(*place, message))
    return None if fault else name


def _domains(
    slug: str, entry: object, place: _Place, owners: dict[str, str], problems: list[Problem]
) -> tuple[str, ...]:
    """The domains of a publisher in lower-case ASCII, without those that are unfit or another publisher's.

    Args:
        slug: the publisher.
        entry: what the file says of it.
        place: where.
        owners: domains of the publishers before it → their slugs; this one's are added.
        problems: what is wrong is added.
    """
    written = entry.get("domains") if isinstance(entry, dict) else None
    if not isinstance(written, list) or not all(isinstance(domain, str) for domain in written) or not written:
        message = f"`{_short(slug)}` has no `domains`; expected a list of host names. Write `domains: [example.org]`."
        problems.append(Problem(*place, message))
        return ()
    domains = []
    for domain in written:
        host, fault = host_name(domain)
        subject = f"the domain `{_short(domain)}` of `{_short(slug)}`"
        if fault:
            message = f"{subject} {fault}; expected a publisher's own, such as example.org. Write its host name alone."
        elif host in owners:
            whose = "stands twice" if owners[host] == slug else f"is `{_short(owners[host])}`'s already"
            message = f"{subject} {whose}; expected one publisher for each. Remove one."
        else:
            owners[host] = slug
            domains.append(host)
            continue
        problems.append(Problem(*place, message))
    return tuple(domains)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
