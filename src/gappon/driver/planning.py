"""What a build is going to do: the site read, its posts counted, its volumes named."""

from __future__ import annotations

import difflib
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from gappon.binding.matter import PAGE_KINDS
from gappon.config import CONFIG_NAME, Config, Recognised
from gappon.config.load import load_config
from gappon.driver.options import BuildOptions
from gappon.errors import ConfigError, NothingToBuild
from gappon.publication import Post, Site, Volume
from gappon.sources.files import FOREIGN_FOLDERS
from gappon.sources.site import collect
from gappon.volumes.group import group
from gappon.volumes.select import Selection
from gappon.yamlfile import line_of


@dataclass(frozen=True)
class Totals:
    """Where the files that look like posts have gone.

    Attributes:
        files: how many there are.
        planned: posts that are in a volume.
        not_asked: posts that the command does not ask for.
        left_out: how many are in no book, by reason.
        languages: posts in volumes by language, the most frequent first.
    """

    files: int = 0
    planned: int = 0
    not_asked: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Planned:
    """What a build is going to do."""

    config: Config
    site: Site
    volumes: tuple[Volume, ...]

    @property
    def posts(self) -> tuple[Post, ...]:
        """The posts of all volumes, each once."""
        return tuple({post.key: post for v in self.volumes for post in v.posts}.values())

    @property
    def recognised(self) -> Recognised:
        """The kind of site."""
        return self.config.recognised or Recognised(self.config.kind)

    @property
    def totals(self) -> Totals:
        """Posts read, planned and left out."""
        posts = self.posts
        languages = Counter(post.language or self.config.language for post in posts)
        reasons = Counter(str(item.reason) for item in self.site.left_out)
        return Totals(
            files=len(self.site.posts) + len(self.site.left_out),
            planned=len(posts),
            not_asked=len(self.site.posts) - len(posts),
            left_out=dict(sorted(reasons.items())),
            languages=dict(languages.most_common()),
        )


def plan(options: BuildOptions) -> Planned:
    """Read the site and say which volumes would be built from which posts.

    Raises:
        GapponError: the configuration is wrong.
    """
    given = options.overrides.model_dump(exclude_unset=True)
    resolved = load_config(options.site, options.config_file, allow=options.allow, **given)
    _require_page_kinds(resolved, options)
    selection = options.selection(resolved)
    site = collect(options.site, resolved, options.now or _source_date())
    return Planned(resolved, site, group(site, resolved, selection))


def _require_page_kinds(config: Config, options: BuildOptions) -> None:
    """Do nothing when pages of the site are for matter that there is.

    Raises:
        ConfigError: a page is for something else.
    """
    for kind in config.pages:
        if kind not in PAGE_KINDS:
            path = options.config_file or options.site / CONFIG_NAME
            raise ConfigError(
                f"{path}:{line_of(path, ('pages', kind)) or 1}: 'pages.{kind}': no page of a site "
                f"can be that in a book; {_nearest(kind, PAGE_KINDS)}"
            )


def why_nothing(planned: Planned, options: BuildOptions) -> str:
    """Say why there is nothing to build; empty when there is something."""
    if planned.volumes:
        return ""
    if not planned.site.posts:
        return _why_no_post(planned, options)
    return _why_none_asked_for(planned, options.selection(planned.config))


def require_volumes(planned: Planned, options: BuildOptions) -> None:
    """Do nothing when there is something to build.

    Raises:
        NothingToBuild: there is no post, none is public, or none is asked for.
    """
    reason = why_nothing(planned, options)
    if reason:
        raise NothingToBuild(reason)


def _why_no_post(planned: Planned, options: BuildOptions) -> str:
    found = planned.recognised
    kind = f"{found.kind}: {found.reason}" if found.reason else found.kind
    left_out = planned.totals.left_out
    if left_out:
        counts = ", ".join(f"{count} {reason}" for reason, count in left_out.items())
        return f"{options.site}: all posts are left out ({counts}); the site was taken for {kind}"
    foreign = sorted(name for name in FOREIGN_FOLDERS if (options.site / name).is_dir())
    unread = f" ({', '.join(f'{name}/' for name in foreign)} is not read)" if foreign else ""
    return (
        f"{options.site}: there are no posts; the site was taken for {kind}{unread}; "
        "'posts.folders' and 'kind' in gappon.yaml say otherwise (see docs/sites.md)"
    )


def _why_none_asked_for(planned: Planned, selection: Selection) -> str:
    posts = planned.site.posts
    categories = {name for post in posts for name in post.categories}
    tags = {name for post in posts for name in post.tags}
    for option, asked, known in (
        ("--category", selection.categories, categories),
        ("--tag", selection.tags, tags),
    ):
        missing = [name for name in asked if name not in known]
        if missing and len(missing) == len(asked):
            return f"{option} {missing[0]}: no post has it; {_nearest(missing[0], known)}"
    dates = sorted(post.date for post in posts if post.date)
    span = (
        f"posts are from {dates[0]:%Y-%m-%d} to {dates[-1]:%Y-%m-%d}" if dates else "none is dated"
    )
    return f"no post of {len(posts)} is asked for by the options; {span}"


def _nearest(name: str, known: Iterable[str]) -> str:
    """Return a remedy: the nearest name that there is, or some of them."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if near:
        return f"did you mean '{near[0]}'?"
    shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    return f"there are: {shown}" if names else "no post has any"


def _source_date() -> datetime | None:
    """Return the moment that SOURCE_DATE_EPOCH names (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else None
