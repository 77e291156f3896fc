"""Times pages beside the bare SQL they ask, in one process and in turn, on one database or several.

The readings are for the eye: nothing here passes or fails.
"""

import gc
import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count
from django.test import Client
from django.urls import NoReverseMatch, reverse

from lhl_portal.access.models import User
from municipalities.models import Municipality
from reform_phases.models import StatusEntry


@dataclass(frozen=True)
class Page:
    """`of_one` is the page of one municipality: the one that most is known of where the adviser works."""

    title: str
    url: str
    query: str = ""
    of_one: bool = False


PAGES = (
    Page("list", "overview:list"),
    Page("list, all rows", "overview:list", "?antall=500"),
    Page("matrix", "reform_phases:matrix"),
    Page("matrix, then", "reform_phases:matrix", "?dato=2021-12-31"),
    Page("map", "overview:map"),
    Page("municipality", "overview:municipality", of_one=True),
)
ADVISER = "demo.raadgiver.vestland@example.no"
READERS = {"analyst": "demo.analytiker@example.no", "adviser": ADVISER}
WARM_UP = 3

Query = tuple[str, Any]


@dataclass
class Series:
    """A page as one reader gets it from one database. Times are in milliseconds, one for each repetition."""

    database: BaseDatabaseWrapper
    client: Client
    address: str
    queries: list[Query] = field(default_factory=list)
    size: int = 0
    packed: int = 0
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)

    @property
    def over_sql(self) -> float:
        """How many times as long as its own SQL the page takes."""
        return median(page / sql for page, sql in zip(self.wall, self.sql, strict=True))

    def warm_up(self) -> int:
        """Answers with the status of the page; what it asks and sends is noted on the way."""
        connections["default"] = self.database
        for _n in range(WARM_UP):
            response = self.client.get(self.address)
        with self.database.execute_wrapper(self._note):
            content = self.client.get(self.address).content
        self.size, self.packed = len(content), len(gzip.compress(content, mtime=0))
        return response.status_code

    def time(self) -> None:
        """The page once, and what it asks once more with nothing around it."""
        connections["default"] = self.database
        gc.collect()  # or one page would always pay for what those before it left
        cpu, wall = process_time(), perf_counter()
        self.client.get(self.address)
        self.wall.append(1000 * (perf_counter() - wall))
        self.cpu.append(1000 * (process_time() - cpu))
        wall = perf_counter()
        self._ask()
        self.sql.append(1000 * (perf_counter() - wall))

    def _ask(self) -> None:
        with self.database.connection.cursor() as cursor:
            for sql, params in self.queries:
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()

    def _note(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.queries.append((sql, params))
        return execute(sql, params, many, context)


@dataclass(frozen=True)
class Reading:
    """One page for one reader, with its series on each database; `missing` says why there are none."""

    page: Page
    reader: str
    series: Sequence[Series] = ()
    missing: str = ""


def read(databases: Sequence[str], repetitions: int) -> list[Reading]:
    """`databases` are names of databases beside the default one, with the same people and municipalities in each."""
    opened = [_opened(name) for name in databases]
    readings = [_reading(page, reader, opened) for page in PAGES for reader in READERS]
    gc.freeze()
    for _n in range(repetitions):
        for reading in readings:
            for series in reading.series:
                series.time()
    for database in opened:
        database.close()
    return readings


def _opened(name: str) -> BaseDatabaseWrapper:
    default = connections["default"]
    return type(default)({**default.settings_dict, "NAME": name}, "default")


def _reading(page: Page, reader: str, databases: Iterable[BaseDatabaseWrapper]) -> Reading:
    series = []
    for database in databases:
        connections["default"] = database
        try:
            address = reverse(page.url, args=[_much_known()] if page.of_one else []) + page.query
        except NoReverseMatch:
            return Reading(page, reader, missing="not there")
        client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
        client.force_login(User.objects.get(email=READERS[reader]))
        one = Series(database, client, address)
        status = one.warm_up()
        if status != 200:
            return Reading(page, reader, missing=f"answers {status}")
        series.append(one)
    return Reading(page, reader, series)


def _much_known() -> int:
    about = StatusEntry.objects.filter(act__by__email=ADVISER).values("municipality")
    known = Municipality.objects.filter(pk__in=about, valid_to=None).values_list("pk")
    entries = StatusEntry.objects.filter(municipality__in=known).order_by().values("municipality")
    return entries.annotate(number=Count("pk")).order_by("-number", "municipality__code")[0]["municipality"]
