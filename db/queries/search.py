"""Finding organisations while somebody types: by the beginnings of the words of any of their names, by Business ID.

`by_name` hides the engine: FTS5 on SQLite, a tsvector index on PostgreSQL. Words come folded, letters and digits only
(`rules.text.search_words`). Results are actor numbers, at most `limit`, in no order that means anything: whoever ranks
them ranks at most so many, since a word such as "asunto" is in a hundred thousand names.
"""
# ruff: noqa: S608 - statements are put together from the pieces below; what somebody typed is always a bound value

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from db.models import NAME_SLOTS

# Reading one company with its names takes as long as this many hits of the word index (5 and 1.2 microseconds).
_COMPANY_IN_HITS = 4
_FEW_COMPANIES = 20_000
_NAMES_OF_ONE = 2  # of one company among the hits; where there are more, all hits are read
_LONGEST_PREFIX = 3  # letters; beginnings of words up to this long are in the index of SQLite themselves


@dataclass(frozen=True, slots=True)
class Scope:
    """Which organisations count: a town's (seat, own value or site), those of ours, those that are active."""

    municipality_code: str = ""
    mine_only: bool = False
    active_only: bool = False


class Way(StrEnum):
    """Where a search begins: at the word index, or at the companies of the town or of ours when they are fewer."""

    WORDS_SQLITE = "sqlite"
    WORDS_POSTGRESQL = "postgresql"
    COMPANIES = "companies"


def by_name(session: Session, words: Sequence[str], scope: Scope, limit: int) -> list[int]:
    """Actors of which one name, the register's or one that we know, has every word at the beginning of a word."""
    if not words:
        return []
    values = {**values_of(words, scope), "limit": limit, "names": limit * _NAMES_OF_ONE}
    way = _way(session, scope, values)
    if way is Way.WORDS_POSTGRESQL:
        found = _first_of_many(session, scope, words, values)
    else:
        found = _whole_words(session, scope, words, values) if way is Way.WORDS_SQLITE else []
        if len(found) < limit:
            found += _keys(session, statement(way, scope, words), values)
    if len(found) < limit:
        found += _keys(session, _own(scope, words), values)
    return list(dict.fromkeys(found))[:limit]


def by_number(session: Session, digits: str, scope: Scope, limit: int) -> list[int]:
    """Actors whose Business ID begins with these digits, 4 to 8 of them, by number."""
    values = {"low": int(digits.ljust(8, "0")), "high": int(digits.ljust(8, "9")), "limit": limit}
    return _keys(session, number_statement(scope), {**values, "town": scope.municipality_code})


def number_statement(scope: Scope) -> str:
    mine = "JOIN organisation o ON o.actor_id = c.id" if scope.mine_only else ""
    return (
        f"SELECT c.id FROM registry_company c {mine} WHERE c.id BETWEEN :low AND :high {_of_register(scope)} UNION"
        " SELECT o.actor_id FROM organisation o LEFT JOIN registry_company c ON c.id = o.actor_id"
        f" WHERE o.actor_id BETWEEN :low AND :high {_of_ours(scope)} ORDER BY 1 LIMIT :limit"
    )


def statement(way: Way, scope: Scope, words: Sequence[str]) -> str:
    """The statement that looks through the register's names; its values are `values_of` and a `limit`."""
    company = scope.municipality_code or scope.active_only
    if way is Way.COMPANIES:
        likes = _likes("n.name_fold", words)
        return (
            f"SELECT DISTINCT n.company_id FROM ({_companies(scope)}) d JOIN registry_name n ON n.company_id = d.id"
            f" WHERE {likes} LIMIT :limit"
        )
    if way is Way.WORDS_SQLITE:
        # CROSS JOIN keeps the order of the tables: left to itself SQLite begins with the town and takes seconds.
        actor = f"s.rowid / {NAME_SLOTS}"
        mine = f"CROSS JOIN organisation o ON o.actor_id = {actor}" if scope.mine_only else ""
        joined = f"CROSS JOIN registry_company c ON c.id = {actor}" if company else ""
        return (
            f"SELECT DISTINCT {actor} FROM registry_name_search s {mine} {joined}"
            f" WHERE s.registry_name_search MATCH :match {_of_register(scope)} LIMIT :limit"
        )
    return f"SELECT DISTINCT company_id FROM ({hits(scope)}) h LIMIT :limit"


def hits(scope: Scope) -> str:
    """Companies of the names that PostgreSQL finds, once for each name."""
    mine = "JOIN organisation o ON o.actor_id = n.company_id" if scope.mine_only else ""
    joined = "JOIN registry_company c ON c.id = n.company_id" if scope.municipality_code or scope.active_only else ""
    return (
        f"SELECT n.company_id FROM registry_name n {mine} {joined}"
        f" WHERE to_tsvector('simple', n.name_fold) @@ to_tsquery('simple', :query) {_of_register(scope)}"
    )


def first_hits(scope: Scope) -> str:
    """Companies of the first names that PostgreSQL finds, with how many of these each has."""
    return f"SELECT company_id, count(*) FROM ({hits(scope)} LIMIT :names) h GROUP BY company_id LIMIT :limit"


def values_of(words: Sequence[str], scope: Scope) -> dict[str, Any]:
    """Bound values of a search. Each word is quoted, lest an engine take it for syntax, and open at its end."""
    return {
        "match": " ".join(f'"{word}"*' for word in words),
        "query": " & ".join(f"'{word}':*" for word in words),
        "town": scope.municipality_code,
        **{f"like{i}": f"% {word}%" for i, word in enumerate(words)},
    }


def _whole_words(session: Session, scope: Scope, words: Sequence[str], values: dict[str, Any]) -> list[int]:
    """What SQLite finds by the words as they stand, where that is enough: it reads the hits of a whole word one by one,
    but those of a beginning all before the first, and a word may be in a hundred thousand names."""
    if all(len(word) <= _LONGEST_PREFIX for word in words):
        return []
    whole = " ".join(f'"{word}"' + ("*" if len(word) <= _LONGEST_PREFIX else "") for word in words)
    found = _keys(session, statement(Way.WORDS_SQLITE, scope, words), {**values, "match": whole})
    return found if len(found) == values["limit"] else []


def _first_of_many(session: Session, scope: Scope, words: Sequence[str], values: dict[str, Any]) -> list[int]:
    """What PostgreSQL finds in the first names, where these are of as many companies as wanted; else in all. To make
    each company come once it would read all hits, and a bound on the names lets it stop."""
    found = session.execute(text(first_hits(scope)), values).all()
    if len(found) < values["limit"] and sum(count for _, count in found) >= values["names"]:
        return _keys(session, statement(Way.WORDS_POSTGRESQL, scope, words), values)
    return [int(key) for key, _ in found]


def _way(session: Session, scope: Scope, values: dict[str, Any]) -> Way:
    words = Way(session.get_bind().dialect.name)
    if not (scope.municipality_code or scope.mine_only):
        return words
    ours = "SELECT count(*) FROM organisation"
    town = "SELECT count(*) FROM registry_company WHERE municipality_code = :town"
    companies = _number(session, ours if scope.mine_only else town, values)
    if words is Way.WORDS_POSTGRESQL:  # it reads all hits before the first, so that counting them gains nothing
        return Way.COMPANIES if companies <= _FEW_COMPANIES else words
    enough = companies * _COMPANY_IN_HITS
    found = "SELECT 1 FROM registry_name_search WHERE registry_name_search MATCH :match LIMIT :enough"
    if _number(session, f"SELECT count(*) FROM ({found})", {**values, "enough": enough}) < enough:
        return words
    # Words that are in very many names fill the page soon when the companies are many too.
    everything = _number(session, "SELECT count(*) FROM registry_company", {})
    until_full = values["limit"] * everything // max(companies, 1)
    return words if until_full < enough else Way.COMPANIES


def _companies(scope: Scope) -> str:
    """Keys of the register's companies in the scope; some may come twice."""
    active = "AND c.active" if scope.active_only else ""
    if scope.mine_only:
        where = _of_register(scope)
        return f"SELECT c.id FROM organisation o JOIN registry_company c ON c.id = o.actor_id WHERE c.id > 0 {where}"
    return (
        f"SELECT c.id FROM registry_company c WHERE c.municipality_code = :town {active} UNION ALL"
        f" SELECT c.id FROM ({_SET_IN_TOWN}) m JOIN registry_company c ON c.id = m.actor_id WHERE c.id > 0 {active}"
    )


_SET_IN_TOWN = (
    "SELECT o.actor_id FROM organisation o WHERE o.municipality_code = :town UNION"
    " SELECT o.actor_id FROM site s JOIN organisation o ON o.id = s.organisation_id WHERE s.municipality_code = :town"
)


def _of_register(scope: Scope) -> str:
    """Further conditions on a company `c` of the register."""
    active = " AND c.active" if scope.active_only else ""
    town = f" AND (c.municipality_code = :town OR c.id IN ({_SET_IN_TOWN}))" if scope.municipality_code else ""
    return active + town


def _of_ours(scope: Scope) -> str:
    """Further conditions on an organisation `o` of ours with its company `c`, if any."""
    active = " AND (c.id IS NULL OR c.active)" if scope.active_only else ""
    town = f" AND (c.municipality_code = :town OR o.actor_id IN ({_SET_IN_TOWN}))" if scope.municipality_code else ""
    return active + town


def _own(scope: Scope, words: Sequence[str]) -> str:
    return (
        "SELECT DISTINCT o.actor_id FROM organisation_alias a JOIN organisation o ON o.id = a.organisation_id"
        " LEFT JOIN registry_company c ON c.id = o.actor_id"
        f" WHERE o.merged_into IS NULL AND {_likes('a.name_fold', words)} {_of_ours(scope)} ORDER BY 1 LIMIT :limit"
    )


def _likes(column: str, words: Sequence[str]) -> str:
    return " AND ".join(f"(' ' || {column}) LIKE :like{i}" for i in range(len(words)))


def _number(session: Session, sql: str, values: dict[str, Any]) -> int:
    return int(session.execute(text(sql), values).scalar_one())


def _keys(session: Session, sql: str, values: dict[str, Any]) -> list[int]:
    return [int(key) for key in session.execute(text(sql), values).scalars()]
