"""A type → texts of its values: plain ones, each different, and edges: the least, the greatest, the empty, the long, the odd."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from .facts import Type
from .hints import hints

COUNT = 8
NAMES = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta")
LONG = "long text, " * 40
ODD = "ünïcødé — 漢字 🙂 'quoted' \\ \"double\"\ttab"
LAYERS = 4
"""How deep a type may be made of others; a composite cannot hold itself, an array of it in it can."""


@dataclass(frozen=True, slots=True)
class Values:
    """`plain` values are for any row, `edges` for one row or another."""

    plain: tuple[str, ...]
    edges: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.plain, *self.edges)))


def _numbered(text: str) -> tuple[str, ...]:
    return tuple(text.replace("#", str(i)) for i in range(1, COUNT + 1))


_INTEGER = _numbered("#")
_MOMENT = _numbered("2024-03-0# 12:30:00")
_OBJECT = ('{"a": 1}', '{"b": [1, 2]}', '{"c": null}', '{"d": {"e": "f"}}', "{}", *_numbered('{"n": #}'))
BY_NAME: Mapping[str, Values] = {
    "bool": Values(("true", "false")),
    "int2": Values(_INTEGER, ("-32768", "32767", "0", "-1")),
    "int4": Values(_INTEGER, ("-2147483648", "2147483647", "0", "-1")),
    "int8": Values(_INTEGER, ("-9223372036854775808", "9223372036854775807", "0", "-1")),
    "oid": Values(_INTEGER, ("0", "4294967295")),
    "float4": Values(_numbered("#.5"), ("-Infinity", "Infinity", "0", "NaN", "1e-30", "3.4e38", "0.25")),
    "float8": Values(_numbered("#.25"), ("-Infinity", "Infinity", "0", "NaN", "1e-300", "1.7e308", "0.1")),
    "numeric": Values(_numbered("#.25"), ("0", "-1", "NaN", "0.5", "123456789012345678901234567890.123456789")),
    "money": Values(_numbered("#.25"), ("-92233720368547758.08", "92233720368547758.07", "0")),
    "char": Values(tuple("abcdefgh"), ("",)),
    "name": Values(NAMES, ("", "n" * 63)),
    "bytea": Values(_numbered("\\x0#"), ("\\x", "\\x" + "00ff" * 50)),
    "date": Values(_numbered("2024-03-0#"), ("-infinity", "infinity", "0001-01-01", "9999-12-31", "2000-02-29")),
    "time": Values(_numbered("0#:30:00"), ("00:00:00", "24:00:00", "23:59:59.999999")),
    "timetz": Values(_numbered("0#:30:00+00"), ("00:00:00+15:59", "24:00:00-15:59")),
    "timestamp": Values(_MOMENT, ("-infinity", "infinity", "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999")),
    "timestamptz": Values(
        _numbered("2024-03-0# 12:30:00+00"), ("-infinity", "infinity", "0001-01-02 00:00:00+00", "9999-12-30 23:59:59.999999+00")
    ),
    "interval": Values(_numbered("# days"), ("0", "-1 mons -3 days 04:05:06.789", "178000000 years")),
    "uuid": Values(
        _numbered("00000000-0000-4000-8000-00000000000#"), ("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff")
    ),
    "json": Values(_OBJECT, ("[]", "null", '"text"', "1.50", "[1, {}]")),
    "jsonb": Values(_OBJECT, ("[]", "null", '"text"', "1.50", "[1, {}]")),
    "jsonpath": Values(_numbered("$.a[#]"), ("$",)),
    "xml": Values(_numbered('<a n="#">text</a>'), ("", "text")),
    "inet": Values(_numbered("192.168.0.#"), ("0.0.0.0/0", "::1", "2001:db8::1/64", "255.255.255.255")),
    "cidr": Values(_numbered("10.#.0.0/16"), ("0.0.0.0/0", "2001:db8::/32")),
    "macaddr": Values(_numbered("08:00:2b:01:02:0#"), ("ff:ff:ff:ff:ff:ff",)),
    "macaddr8": Values(_numbered("08:00:2b:01:02:03:04:0#"), ("ff:ff:ff:ff:ff:ff:ff:ff",)),
    "tsvector": Values(_numbered("'word#':1 'other':2"), ("",)),
    "tsquery": Values(_numbered("'word#' & 'other'"), ("!'a' | 'b'",)),
    "point": Values(_numbered("(#,1)"), ("(0,0)", "(-1e10,1e10)")),
    "line": Values(_numbered("{1,#,1}")),
    "lseg": Values(_numbered("[(0,0),(#,1)]")),
    "box": Values(_numbered("(#,#),(0,0)"), ("(0,0),(0,0)",)),
    "path": Values(_numbered("((0,0),(1,1),(#,0))"), ("[(0,0),(1,1)]",)),
    "polygon": Values(_numbered("((0,0),(1,1),(#,0))")),
    "circle": Values(_numbered("<(0,0),#>"), ("<(1,1),0>",)),
    "pg_lsn": Values(_numbered("0/#"), ("FFFFFFFF/FFFFFFFF",)),
    "xid": Values(_INTEGER),
    "xid8": Values(_INTEGER),
    "cid": Values(_INTEGER),
    "tid": Values(_numbered("(0,#)")),
    "txid_snapshot": Values(("1:2:",)),
    "pg_snapshot": Values(("1:2:",)),
    "regclass": Values(("pg_class", "pg_type", "pg_proc", "pg_attribute")),
    "regtype": Values(("integer", "text", "date", "uuid")),
    "regproc": Values(("now", "pg_backend_pid", "pi")),
    "regprocedure": Values(("now()", "pi()", "abs(integer)")),
    "regoper": Values(("!~~", "||/")),
    "regoperator": Values(("+(integer,integer)", "-(integer,integer)")),
    "regrole": Values(("pg_monitor", "pg_read_all_data", "pg_signal_backend")),
    "regnamespace": Values(("pg_catalog", "information_schema")),
    "regconfig": Values(("simple", "english")),
    "regdictionary": Values(("simple",)),
    "regcollation": Values(('"C"', '"POSIX"')),
    "int2vector": Values(_numbered("# 2")),
    "oidvector": Values(_numbered("# 2")),
    "hstore": Values(_numbered('"a"=>"#"'), ("", '"b"=>NULL')),
    "ltree": Values(_numbered("top.a#.b"), ("",)),
    "lquery": Values(_numbered("top.*{#}")),
    "cube": Values(_numbered("(1, 2, #)")),
    "seg": Values(_numbered("# .. 9")),
    "geometry": Values(_numbered("POINT(# 1)")),
    "geography": Values(_numbered("POINT(# 1)")),
}
_TEXT = Values(NAMES, ("", LONG, ODD, "ZETA"))
_ANY = Values((*_INTEGER, *NAMES, *_MOMENT[:2], "{}", '{"a": 1}', "(1,2)", "[1,2,3]", "1,2,3", "0"))
"""For a type that nobody knows here: whatever its input function takes."""


def bits(length: int) -> Values:
    """Values of bit(n) and bit varying(n); without a length of a few bits."""
    size = length if length > 0 else 4
    return Values(tuple(f"{i:b}".zfill(size)[-size:] for i in range(1, COUNT + 1)), ("0" * size, "1" * size))


def vectors(length: int) -> Values:
    """Values of an extension's vector of so many numbers."""
    return Values(tuple("[" + ",".join([str(i)] * max(length, 3)) + "]" for i in range(1, COUNT + 1)))


def values(oid: int, modifier: int, types: Mapping[int, Type], depth: int = 0) -> Values:
    """Candidates for a column of this type."""
    type_ = types.get(oid)
    if type_ is None or depth > LAYERS:
        return _ANY
    if made := _MADE.get("array" if type_.category == "A" and type_.parts and type_.kind == "b" else type_.kind):
        return made(type_, types, depth, modifier)
    if type_.name in ("bit", "varbit"):
        return bits(modifier)
    if type_.name in ("vector", "halfvec"):
        return vectors(modifier)
    return BY_NAME.get(type_.name) or (_TEXT if type_.category == "S" else _ANY)


def _domain(type_: Type, types: Mapping[int, Type], depth: int, _: int) -> Values:
    base = values(type_.parts[0], type_.modifier, types, depth + 1)
    meant = tuple(hint for check in type_.checks for hint in hints(check))
    return Values((*base.plain, *meant), base.edges)


def _enum(type_: Type, types: Mapping[int, Type], depth: int, modifier: int) -> Values:  # noqa: ARG001
    return Values(type_.labels)


def _array(type_: Type, types: Mapping[int, Type], depth: int, modifier: int) -> Values:
    items = values(type_.parts[0], modifier, types, depth + 1).plain[:COUNT]
    delimiter = ";" if type_.name == "_box" else ","
    some = [f"{{{delimiter.join(_in_array(i) for i in items[k : k + 2])}}}" for k in range(len(items))]
    return Values(tuple(some), ("{}", "{NULL}"))


def _composite(type_: Type, types: Mapping[int, Type], depth: int, _: int) -> Values:
    parts = [values(part, -1, types, depth + 1).plain or ("",) for part in type_.parts]
    return Values(tuple(_row(p[i % len(p)] for p in parts) for i in range(COUNT)), (_row(None for _ in parts),))


def _range(type_: Type, types: Mapping[int, Type], depth: int, _: int) -> Values:
    ends = values(type_.parts[0], -1, types, depth + 1).plain
    pairs = [f"[{_in_row(a)},{_in_row(b)})" for a, b in zip(ends, islice(ends, 1, None), strict=False)]
    return Values(tuple(pairs), ("empty", "(,)"))


def _multirange(type_: Type, types: Mapping[int, Type], depth: int, _: int) -> Values:
    inner = values(type_.parts[0], -1, types, depth + 1).plain
    return Values(tuple(f"{{{r}}}" for r in inner), ("{}",))


Maker = Callable[[Type, Mapping[int, Type], int, int], Values]
_MADE: Mapping[str, Maker] = {"array": _array, "d": _domain, "e": _enum, "c": _composite, "r": _range, "m": _multirange}


def _row(fields: Iterator[str | None]) -> str:
    return f"({','.join('' if f is None else _in_row(f) for f in fields)})"


def _in_array(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _in_row(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '""') + '"'
