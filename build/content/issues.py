"""All content files → issue pairs, or the problems of all.

Each file is read by itself; here stands what only several files can show: an issue that exists twice, a translation
without its original, periods that overlap, two languages that tell different stories.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

from build.content import images, issue_file, records, settings, vocabulary
from build.content.images import Images
from build.content.issue_file import IssueFile
from build.content.model import Issue, IssuePair
from build.content.render import Renderer
from translate.core import content
from translate.core.problem import Problem

_log = logging.getLogger(__name__)

_SHARED = ("period", "published", "topics")


def load(root: Path, known: Images | None = None) -> tuple[tuple[IssuePair, ...], tuple[Problem, ...]]:
    """Read every issue below `root`/content/issues.

    Args:
        root: the project's root.
        known: its images, where the caller has read them; else they are read here, and their problems returned, too.

    Returns:
        The issues that have no problem of their own, newest first, and all problems, sorted by place.

    Raises:
        SettingsError: `mkdocs.yml` does not describe a newsletter.
    """
    configured = settings.load(root)
    words, found = vocabulary.load(root, configured.editions)
    paths, strays = content.walk(root)
    problems = {*found, *strays, *content.unfinished_merges(root, paths)}
    if known is None:
        known, unfit = images.load(root)
        problems.update(unfit)
    renderer = Renderer(configured)
    files: list[IssueFile] = []
    for path in content.in_folder(paths, content.ISSUES, ".md"):
        file, found_here = content.isolated(path, partial(issue_file.read, root, path, words, renderer, known))
        problems.update(found_here)
        _log.debug("%s: %s", path, "read" if file else f"left out: {len(found_here)} problems")
        if file:
            files.append(file)
    policy, unfit_records = records.policy(root, configured.publish, paths)
    problems.update(unfit_records)

    def as_published(original: IssueFile, translation: IssueFile) -> Issue | None:
        known_of = translation.issue.translation
        if known_of is None:
            return translation.issue
        made = policy.apply(original.document, translation.document, known_of)
        if not made.is_translated:
            return None
        if not made.changed:
            return replace(translation.issue, translation=made.provenance)
        data = made.document.replace([])
        again, _ = issue_file.of_bytes(data, root, made.document.path, words, renderer, known)
        # Where the passages in their place make no issue, nothing of the translation may be published.
        return replace(again.issue, translation=made.provenance) if again else None

    pairs, found_across = _pair(files, as_published)
    return pairs, tuple(sorted([*problems, *found_across, *_overlaps(pairs)]))


def _pair(
    files: list[IssueFile], as_published: Callable[[IssueFile, IssueFile], Issue | None]
) -> tuple[tuple[IssuePair, ...], list[Problem]]:
    """Bring the languages of each issue together, the original first."""
    problems: list[Problem] = []
    by_key: dict[tuple[str, str], list[IssueFile]] = defaultdict(list)
    for file in files:
        by_key[file.issue.key].append(file)
    pairs = []
    for group in by_key.values():
        originals = [file for file in group if file.issue.translation is None]
        translations = [file for file in group if file.issue.translation is not None]
        if len(originals) > 1:
            first, *more = originals
            for file in more:
                found = (
                    f"the issue exists already as original in {first.issue.path.name}; expected one original. "
                    "Add a `translation:` block to the translation, or remove one file."
                )
                problems.append(Problem(file.issue.path, 1, 1, found))
        for file in translations:
            if not originals:
                found = "a translation without its original; expected both files. Restore the original."
                problems.append(Problem(file.issue.path, *file.fields.place("translation"), found))
            else:
                problems += _differences(originals[0], file)
        if originals:
            translated = (as_published(originals[0], file) for file in translations[:1])
            pairs.append(IssuePair((originals[0].issue, *filter(None, translated))))
    pairs.sort(key=lambda pair: (pair.original.start, pair.original.edition.slug), reverse=True)
    return tuple(pairs), problems


def _differences(original: IssueFile, translation: IssueFile) -> list[Problem]:
    """What the two languages of an issue must share and do not."""
    problems = []
    path, name = translation.issue.path, original.issue.path.name
    for field in _SHARED:
        mine, theirs = translation.fields.data.get(field), original.fields.data.get(field)
        if mine != theirs:
            found = f"`{field}` is {mine}, in {name} it is {theirs}; expected the same. Mend one."
            problems.append(Problem(path, *translation.fields.place(field), found))
    mine_count, theirs_count = len(translation.issue.items), len(original.issue.items)
    if mine_count != theirs_count:
        found = f"{mine_count} items, {name} has {theirs_count}; expected the same stories. Add or remove items."
        problems.append(Problem(path, translation.issue.items[-1].line, 1, found))
        return problems
    for mine_item, their_item in zip(translation.issue.items, original.issue.items, strict=True):
        mine_urls, their_urls = (
            _addresses(translation.issue, mine_item.sources),
            _addresses(original.issue, their_item.sources),
        )
        if mine_urls != their_urls:
            found = (
                f"item {mine_item.number} cites {', '.join(mine_urls)}, in {name} it cites {', '.join(their_urls)}; "
                "expected the same addresses in the same order. Mend one."
            )
            problems.append(Problem(path, mine_item.line, 1, found))
    return problems


def _addresses(issue: Issue, numbers: tuple[int, ...]) -> list[str]:
    return [issue.sources[number - 1].url for number in numbers]


def _overlaps(pairs: tuple[IssuePair, ...]) -> list[Problem]:
    """Two issues of an edition that cover the same day."""
    problems = []
    by_edition: dict[str, list[Issue]] = defaultdict(list)
    for pair in pairs:
        by_edition[pair.original.edition.slug].append(pair.original)
    for issues in by_edition.values():
        for later, earlier in pairwise(issues):
            if earlier.end >= later.start:
                found = (
                    f"the period starts on {later.start}, but {earlier.path.name} lasts until {earlier.end}; "
                    "expected periods that do not overlap. Mend one."
                )
                problems.append(Problem(later.path, 1, 1, found))
    return problems
