"""What a generated paper is about, and the sentences that say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dossier.sample import phrases


@dataclass(frozen=True, slots=True)
class Subject:
    """One paper's matter: who writes, about which topic, on which day, with which luck."""

    unit: str
    topic: str
    day: date
    luck: Random


def luck_for(*parts: object) -> Random:
    """A random source that depends on nothing but ``parts``, the same on every machine."""
    label = "\x1f".join(str(part) for part in parts)
    return Random(label)  # noqa: S311 - it chooses phrases and colours, not secrets


def chinese_date(day: date) -> str:
    """2026年3月12日, as GB/T 9704 writes a date."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(day: date) -> str:
    """2026年3月."""
    return f"{day.year}年{day.month}月"


def sentence(template: str, subject: Subject) -> str:
    """The template with the subject and freshly drawn figures, dates and places filled in."""
    return template.format(**_names(subject), **_figures(subject.luck), **_days(subject))


def sentences(templates: tuple[str, ...], count: int, subject: Subject) -> list[str]:
    """Up to ``count`` different templates, filled."""
    chosen = subject.luck.sample(templates, min(count, len(templates)))
    return [sentence(template, subject) for template in chosen]


def visible_length(text: str) -> int:
    """Characters without white space: how offices count the length of a report."""
    return len("".join(text.split()))


def _names(subject: Subject) -> dict[str, str]:
    luck = subject.luck
    people, other = luck.sample(phrases.PEOPLE, 2)
    return {
        "unit": subject.unit,
        "topic": subject.topic,
        "place": luck.choice(phrases.PLACES),
        "people": people,
        "other": other,
        "grade": luck.choice(phrases.GRADES),
    }


def _figures(luck: Random) -> dict[str, str]:
    part = luck.randint(21, 58)
    return {
        "few": str(luck.randint(2, 9)),
        "few2": str(luck.randint(2, 9)),
        "small": str(luck.randint(10, 38)),
        "mid": str(luck.randint(60, 480)),
        "large": str(luck.randint(1200, 9800)),
        "large2": str(luck.randint(1200, 9800)),
        "percent": f"{luck.randint(905, 999) / 10}",
        "money": f"{luck.randint(30, 480) / 10}",
        "part": str(part),
        "part2": str(luck.randint(10, 99 - part)),
    }


def _days(subject: Subject) -> dict[str, str]:
    luck, day = subject.luck, subject.day
    return {
        "date": chinese_date(day - timedelta(days=luck.randint(1, 60))),
        "month": chinese_month(day - timedelta(days=luck.randint(90, 200))),
        "month2": f"{luck.randint(1, 12)}月",
    }
