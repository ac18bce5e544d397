"""Sources without programming: a short file says where the companies of a page are and which pages follow."""

from importers.web.sources.crawl import Crawl, crawl
from importers.web.sources.expect import check_expect, make_expect
from importers.web.sources.learn import Example, learn
from importers.web.sources.paging import next_address
from importers.web.sources.read import read_spec
from importers.web.sources.reading import read_page
from importers.web.sources.spec import SourceSpec
from importers.web.sources.write import write_spec

__all__ = [
    "Crawl",
    "Example",
    "SourceSpec",
    "check_expect",
    "crawl",
    "learn",
    "make_expect",
    "next_address",
    "read_page",
    "read_spec",
    "write_spec",
]
