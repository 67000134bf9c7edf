"""Names that editors look up and never translate: topics, publishers, editions."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from build import fields
from build.model import CHINESE, ENGLISH, Edition, Name, Publisher, Topic
from translate import characters, content, limits, yaml_text
from translate.problem import Problem


@dataclass(frozen=True)
class Vocabulary:
    """Everything that has a name in both languages."""

    editions: dict[str, Edition]
    """By slug, in the order declared."""
    topics: dict[str, Topic]
    """By slug."""
    publishers: tuple[Publisher, ...]
    """In the order of the file."""

    def publisher_of(self, url: str) -> Publisher | None:
        """Return who publishes `url`: the entry with the longest domain that its host is or ends in."""
        host = (urlsplit(url).hostname or "").lower()
        matches = [
            (len(domain), publisher)
            for publisher in self.publishers
            for domain in publisher.domains
            if host == domain or host.endswith(f".{domain}")
        ]
        return max(matches, key=lambda match: match[0])[1] if matches else None

    def publisher_name(self, url: str) -> Name:
        """Return the publisher's name, its host where it is not in the list."""
        publisher = self.publisher_of(url)
        host = (urlsplit(url).hostname or url).removeprefix("www.")
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
    for slug, entry, place in _entries(root, Path("content/topics.yml"), problems):
        name = name_of(entry)
        if name is None:
            problems.append(_incomplete(place, slug))
        else:
            topics[slug] = Topic(slug, name)
    for slug, entry, place in _entries(root, Path("content/publishers.yml"), problems):
        name = name_of(entry)
        domains = entry.get("domains") if isinstance(entry, dict) else None
        if name is None:
            problems.append(_incomplete(place, slug))
        elif not isinstance(domains, list) or not all(isinstance(domain, str) for domain in domains) or not domains:
            message = f"`{slug}` has no `domains`; expected a list of host names. Write `domains: [example.org]`."
            problems.append(Problem(*place, message))
        else:
            lowered = tuple(domain.lower() for domain in domains)
            publishers.append(Publisher(slug, name, lowered))
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
    problems += fields.hidden_characters(path, text)
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
    problems += fields.hidden_in_scalars(path, vocabulary.node, 1)
    for scalar in yaml_text.scalars(vocabulary.node):
        for word in characters.mixed(scalar.value):
            message = f"{word.what}; expected one alphabet a word. Type the word again."
            problems.append(Problem(path, scalar.start_mark.line + 1, scalar.start_mark.column + 1, message))
    marks = {key.value: key.start_mark for key, _ in vocabulary.node.value}
    return [(slug, entry, (path, marks[slug].line + 1, 1)) for slug, entry in vocabulary.values.items()]


def _incomplete(place: _Place, slug: str) -> Problem:
    message = f"`{slug}` lacks a name; expected one in `en` and one in `zh-Hans`. Add the missing one."
    return Problem(*place, message)
