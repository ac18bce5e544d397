"""Other ways to do the same work: the file into the program's own tables of the mirror, indexes and search index last.

DuckDB (`duckdb` with the wheel of its SQLite extension, requirements-bench.txt) reads the unpacked file and writes to
the attached SQLite file. It makes do with its own letter folding for the keys that the program computes, and with
constants for hashes: a little less work than the import has. SQLAlchemy Core streams the program's own parsed records
into `executemany`, 1 000 companies a transaction, on SQLite or PostgreSQL.
"""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

TABLES: tuple[str, ...] = ("registry_company", "registry_hash", "registry_name", "registry_address", "registry_form")
TABLES += ("registry_situation", "registry_entry", "registry_postcode")
AT_ONCE = 1000  # companies of a transaction
RUN = 1  # key of the run that rows name

_NAME = 'STRUCT("name" VARCHAR, "type" VARCHAR, registrationDate DATE, endDate DATE, version INTEGER)[]'
_OFFICE = "STRUCT(city VARCHAR, languageCode VARCHAR, municipalityCode VARCHAR)[]"
_COLUMNS = {
    "businessId": 'STRUCT("value" VARCHAR, registrationDate DATE)',
    "euId": 'STRUCT("value" VARCHAR)',
    "names": _NAME,
    "mainBusinessLine": 'STRUCT("type" VARCHAR, typeCodeSet VARCHAR, registrationDate DATE)',
    "website": "STRUCT(url VARCHAR, registrationDate DATE)",
    "companyForms": 'STRUCT("type" VARCHAR, version INTEGER, registrationDate DATE, endDate DATE)[]',
    "companySituations": 'STRUCT("type" VARCHAR, registrationDate DATE, endDate DATE)[]',
    "registeredEntries": (
        'STRUCT("type" VARCHAR, register VARCHAR, authority VARCHAR, registrationDate DATE, endDate DATE)[]'
    ),
    "addresses": (
        'STRUCT("type" INTEGER, street VARCHAR, postCode VARCHAR, buildingNumber VARCHAR, entrance VARCHAR,'
        " apartmentNumber VARCHAR, postOfficeBox VARCHAR, freeAddressLine VARCHAR, co VARCHAR, country VARCHAR,"
        f" postOffices {_OFFICE}, registrationDate DATE)[]"
    ),
    "tradeRegisterStatus": "VARCHAR",
    "status": "VARCHAR",
    "registrationDate": "DATE",
    "endDate": "DATE",
    "lastModified": "VARCHAR",
}
_FOLD = "lower(strip_accents({}))"
_CITY = "coalesce(list_filter({}.postOffices, o -> o.languageCode = '{}')[1].city, '')"
_STREET = (
    "trim(concat_ws(' ', {0}.street, {0}.buildingNumber, {0}.entrance, {0}.apartmentNumber, {0}.postOfficeBox,"
    " {0}.freeAddressLine))"
)
_OPEN = "list_filter(companySituations, s -> s.endDate IS NULL)[1]"
_COMPANY = f"""
SELECT id, businessId.value, name, lower(name), coalesce(euId.value, ''), businessId.registrationDate, registrationDate,
  endDate, coalesce(list_filter(companyForms, f -> f.version = 1)[1].type, ''),
  (len(list_filter(registeredEntries, e -> e.register = '7' AND e.endDate IS NULL)) > 0)::INTEGER,
  coalesce(mainBusinessLine.type, ''), coalesce(mainBusinessLine.typeCodeSet, ''), mainBusinessLine.registrationDate,
  coalesce(website.url, ''), website.registrationDate, regexp_replace(coalesce(website.url, ''), '^www[.]', ''),
  tradeRegisterStatus, status, coalesce({_OPEN}.type, ''), {_OPEN}.registrationDate,
  coalesce(place.postOffices[1].municipalityCode, ''), coalesce(place.postCode, ''),
  {_CITY.format("place", 1)}, {_CITY.format("place", 2)}, {_STREET.format("place")},
  (tradeRegisterStatus = '1' AND coalesce({_OPEN}.type, '') NOT IN ('KONK', 'SELTILA'))::INTEGER, lastModified, {RUN}
FROM record"""
_COMPANY_COLUMNS = (
    "id, business_id, name, name_key, euid, id_registered, registered, ended, form_code, employer, industry_code,"
    " industry_set, industry_since, website, website_since, domain, trade_register_status, status, situation,"
    " situation_since, municipality_code, postcode, city_fi, city_sv, street, active, modified, changed_run_id"
)


def _list(field: str) -> str:
    return f"(SELECT id, unnest({field}) AS x, unnest(range(len({field}))) AS seq FROM record)"


_LISTS = {
    "registry_name (id, company_id, name, name_fold, link_key, kind, version, registered, ended)": (
        f"SELECT id * 1024 + seq, id, x.name, {_FOLD.format('x.name')}, {_FOLD.format('x.name')}, x.type, x.version,"
        f" x.registrationDate, x.endDate FROM {_list('names')}"
    ),
    "registry_address (company_id, seq, kind, street, street_key, postcode, city_fi, city_sv, municipality_code,"
    " care_of, country, registered)": (
        f"SELECT id, seq, x.type::VARCHAR, {_STREET.format('x')}, {_FOLD.format(_STREET.format('x'))},"
        f" coalesce(x.postCode, ''), {_CITY.format('x', 1)}, {_CITY.format('x', 2)},"
        " coalesce(x.postOffices[1].municipalityCode, ''), coalesce(x.co, ''), coalesce(x.country, ''),"
        f" x.registrationDate FROM {_list('addresses')}"
    ),
    "registry_form (company_id, seq, code, version, registered, ended)": (
        f"SELECT id, seq, x.type, x.version, x.registrationDate, x.endDate FROM {_list('companyForms')}"
    ),
    "registry_situation (company_id, seq, kind, registered, ended)": (
        f"SELECT id, seq, x.type, x.registrationDate, x.endDate FROM {_list('companySituations')}"
    ),
    "registry_entry (company_id, seq, register_code, code, authority, registered, ended)": (
        "SELECT id, seq, x.register, x.type, x.authority, x.registrationDate, x.endDate"
        f" FROM {_list('registeredEntries')}"
    ),
    "registry_hash (company_id, raw_hash, content_hash)": "SELECT id, id, id FROM record",
    "registry_postcode (postcode, municipality_code, city_fi, city_sv)": (
        f"SELECT x.postCode, first(x.postOffices[1].municipalityCode), first({_CITY.format('x', 1)}),"
        f" first({_CITY.format('x', 2)}) FROM {_list('addresses')} WHERE x.postCode IS NOT NULL GROUP BY x.postCode"
    ),
}


def start_duckdb() -> Any:
    """A connection with the extension that writes SQLite files."""
    inside = Path(next(iter(import_module("duckdb_extension_sqlite_scanner").__path__)))
    (extension,) = inside.rglob("sqlite_scanner.duckdb_extension")
    connection = import_module("duckdb").connect()
    connection.execute(f"LOAD '{extension.as_posix()}'")
    return connection


def duckdb_into_sqlite(database: Path, file: Path, threads: int) -> dict[str, Any]:
    """The file into a database that `start` has made ready."""
    with indexes_last(database):
        connection = start_duckdb()
        connection.execute(f"SET threads = {threads}")
        connection.execute("SET memory_limit = '6GB'")
        unpacked = database.with_suffix(".json")
        with zipfile.ZipFile(file) as archive, unpacked.open("wb") as out:
            shutil.copyfileobj(archive.open(archive.infolist()[0]), out, 1024 * 1024)
        columns = ", ".join(f"{name}: '{kind}'" for name, kind in _COLUMNS.items())
        connection.execute(
            "CREATE TEMP TABLE record AS SELECT *, replace(businessId.value, '-', '')::BIGINT AS id,"
            " list_filter(names, n -> n.type = '1' AND n.version = 1)[1].name AS name,"
            " coalesce(list_filter(addresses, a -> a.type = 1)[1], addresses[1]) AS place"
            f" FROM read_json('{unpacked.as_posix()}', format = 'array', columns = {{{columns}}})"
        )
        connection.execute(f"ATTACH '{database.as_posix()}' AS mirror (TYPE sqlite)")
        connection.execute("BEGIN")
        connection.execute(f"INSERT INTO mirror.registry_company ({_COMPANY_COLUMNS}) {_COMPANY}")
        for target, select in _LISTS.items():
            connection.execute(f"INSERT INTO mirror.{target} {select}")
        connection.execute("COMMIT")
        connection.close()
        unpacked.unlink()
    return {"rows": counts(database)}


class indexes_last:  # noqa: N801 - reads as a statement
    """Takes the indexes of the mirror away and, at the end, makes them again, and the search index."""

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(database, isolation_level=None)

    def __enter__(self) -> None:
        marks = ", ".join(f"'{table}'" for table in TABLES)
        found = self._connection.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"
        ).fetchall()
        self._statements = [statement for _, statement in found]
        for name, _ in found:
            self._connection.execute(f'DROP INDEX "{name}"')
        add_run = "INSERT INTO import_run (id, kind, source, state, started_at, complete, content_hash, read, created,"
        add_run += " changed, unchanged, vanished, rejected, linked, review, resume, notes, quality) VALUES"
        self._connection.execute(
            f"{add_run} (?, 'ytj-bulk', 'baseline', 'done', ?, 1, '', 0, 0, 0, 0, 0, 0, 0, 0, '{{}}', '[]', '{{}}')",
            (RUN, datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")),
        )

    def __exit__(self, *_: object) -> None:
        self._connection.execute("PRAGMA cache_size = -64000")
        self._connection.execute("BEGIN")
        for statement in self._statements:
            self._connection.execute(statement)
        self._connection.execute("INSERT INTO registry_name_search(registry_name_search) VALUES ('rebuild')")
        self._connection.execute("COMMIT")
        self._connection.close()


def counts(database: Path) -> dict[str, int]:
    connection = sqlite3.connect(database)
    try:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
    finally:
        connection.close()


def core(url: str, file: Path) -> dict[str, Any]:
    """SQLAlchemy Core into a database that `start` has made ready; an SQLite file gets its indexes last."""
    from db.engine import open_database
    from db.models import ImportRun, metadata

    database = open_database(url)
    tables = {name: metadata.tables[name] for name in TABLES}
    if database.path is None:
        now = datetime.now(UTC)
        with database.write(now=now) as uow:
            uow.session.add(ImportRun(id=RUN, kind="ytj-bulk", source="baseline", state="done", started_at=now))
        _insert(database.engine, tables, file)
    else:
        with indexes_last(database.path):
            _insert(database.engine, tables, file)
    database.close()
    return {"rows": counts(database.path) if database.path else {}}


def _insert(engine: Any, tables: dict[str, Any], file: Path) -> None:
    postcodes: dict[str, dict[str, Any]] = {}
    for rows in _batches(file, postcodes):
        with engine.begin() as connection:
            for name, table in tables.items():
                if rows.get(name):
                    connection.execute(table.insert(), rows[name])
    with engine.begin() as connection:
        connection.execute(tables["registry_postcode"].insert(), list(postcodes.values()))


def _batches(file: Path, postcodes: dict[str, dict[str, Any]]) -> Iterator[dict[str, list[dict[str, Any]]]]:
    from importers.ytj.bulk import batches
    from importers.ytj.record import parse_record
    from outreach.rules.registry import raw_hash
    from outreach.terms.candidate import RegisterCompany

    rows: dict[str, list[dict[str, Any]]] = {}
    for batch in batches(file):
        for piece in batch.pieces:
            company = parse_record(batch.head + piece)
            if isinstance(company, RegisterCompany):
                for table, added in _rows(company, raw_hash(piece), postcodes).items():
                    rows.setdefault(table, []).extend(added)
            if len(rows.get("registry_company", ())) == AT_ONCE:
                yield rows
                rows = {}
    if rows:
        yield rows


def _rows(company: Any, raw: int, postcodes: dict[str, dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    from outreach.rules.identity import base_domain, domain_of, street_key
    from outreach.rules.linkage.names import link_key
    from outreach.rules.registry import is_active, key_of, main_address, municipality_of
    from outreach.rules.text import name_fold, name_key

    key, place = key_of(company.business_id), main_address(company.addresses)
    situation = next((one for one in company.situations if one.ended is None), None)
    kept: tuple[str, ...] = ("business_id", "name", "euid", "id_registered", "registered", "ended", "form_code")
    kept += ("employer", "website", "website_since", "industry_code", "industry_since", "trade_register_status")
    kept += ("status", "modified")
    own = {name: getattr(company, name) for name in kept} | {
        "id": key,
        "name_key": name_key(company.name),
        "industry_set": company.industry_set or "",
        "domain": base_domain(domain_of(company.website)) if company.website else "",
        "situation": situation.kind if situation else "",
        "situation_since": situation.registered if situation else None,
        "municipality_code": municipality_of(company.addresses),
        **{name: getattr(place, name, "") for name in ("postcode", "city_fi", "city_sv", "street")},
        "active": is_active(company),
        "changed_run_id": RUN,
    }

    def listed(items: Any) -> list[dict[str, Any]]:
        return [{"company_id": key, "seq": seq, **item._asdict()} for seq, item in enumerate(items)]

    names = listed(company.names)
    for row in names:
        row |= {"name_fold": name_fold(row["name"]), "link_key": link_key(row["name"])}
        row["id"] = key * 1024 + row.pop("seq")
    entries = listed(company.entries)
    for row in entries:
        row["register_code"] = row.pop("register")
    addresses = [{**row, "street_key": street_key(row["street"])} for row in listed(company.addresses)]
    for row in addresses:
        if row["postcode"]:
            columns = ("postcode", "municipality_code", "city_fi", "city_sv")
            postcodes.setdefault(row["postcode"], {name: row[name] for name in columns})
    return {
        "registry_company": [own],
        "registry_hash": [{"company_id": key, "raw_hash": raw, "content_hash": raw}],
        "registry_name": names,
        "registry_address": addresses,
        "registry_form": listed(company.forms),
        "registry_situation": listed(company.situations),
        "registry_entry": entries,
    }
