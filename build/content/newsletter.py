"""Everything below `content/`, read once: what is published today, what is a draft, and every problem.

The one place that knows which issues are due.
"""

import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from build.content import images, issues, records, settings, slugs, static_pages
from build.content.images import Images
from build.content.model import IssuePair
from build.content.render import Renderer
from build.content.settings import Settings
from build.content.static_pages import StaticPage
from translate.core.problem import Problem

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Newsletter:
    """Everything that was read, fit to be published."""

    settings: Settings
    """Names, editions, Markdown extensions."""
    pairs: tuple[IssuePair, ...]
    """Issues to publish, newest first."""
    drafts: tuple[IssuePair, ...]
    """Issues whose day has not come."""
    static_pages: tuple[StaticPage, ...]
    """Pages that belong to no issue."""
    images: Images
    """What pages may show."""


def is_due(pair: IssuePair, today: date) -> bool:
    """Return whether an issue is published: its day, which counts for both languages, has come."""
    return pair.original.published <= today


def read(root: Path, today: date) -> tuple[Newsletter, tuple[Problem, ...]]:
    """Read all content below `root`; what is published after `today` is a draft.

    Raises:
        SettingsError: `mkdocs.yml` does not describe a newsletter.
    """
    configured = settings.load(root)
    known, unfit = images.load(root)
    pairs, problems = issues.load(root, known)
    taken = slugs.taken_names(configured.editions)
    policy, _ = records.policy(root, configured.publish)
    pages, found = static_pages.load(root, Renderer(configured), known, taken, policy)
    due = tuple(pair for pair in pairs if is_due(pair, today))
    drafts = tuple(pair for pair in pairs if not is_due(pair, today))
    for pair in drafts:
        _log.debug("%s: a draft: %s comes after %s", pair.original.path, pair.original.published, today)
    return Newsletter(configured, due, drafts, pages, known), tuple(sorted({*unfit, *problems, *found}))
