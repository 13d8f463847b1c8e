"""API keys of exchanges: what goes in comes out for the engine only, under the right key only, and is nowhere in between."""

from __future__ import annotations

import base64
import json
import subprocess
from typing import Any

import pytest

from schemactl.adapters.binaries import newest_dump
from schemactl.adapters.database import Database, connect
from schemactl.adapters.scratch import ScratchServer
from schemactl.errors import DatabaseError

from .conftest import Trading

DENIED = "42501"
NO_KEY = "TC001"
NOT_OPENED = "TC002"
NO_DATA = "P0002"

FIRST, SECOND = "first key " * 4, "second key " * 4
SECRETS = ("api-key-of-alice", "api-secret-of-alice", "api-key-of-bob", "api-secret-of-bob", "phrase-of-bob")
SET = "select set_exchange_credentials(md5(%s)::uuid, %s, %s)"
READ = "select * from read_exchange_credentials(md5(%s)::uuid)"
ROTATE = "select rotated, remaining from rotate_exchange_credentials(1)"
ALICES = "connection alice"
CALLS = {
    "set": "select set_exchange_credentials(md5('connection alice')::uuid, 'a-long-api-key', 'a-long-secret')",
    "revoke": "select revoke_exchange_credentials(md5('connection alice')::uuid)",
    "read": "select read_exchange_credentials(md5('connection alice')::uuid)",
    "rotate": "select rotate_exchange_credentials()",
    "look": "select from private.exchange_credentials",
    "ring": "select private.key_ring()",
}
MAY = {"anon": set[str](), "authenticated": {"set", "revoke"}, "service_role": {"read", "rotate"}}


@pytest.fixture(autouse=True)
def ring(trading: Trading) -> None:
    _ring(trading, {"1": FIRST})


def test_the_engine_reads_what_the_owner_set(trading: Trading) -> None:
    with trading.acting("authenticated", trading.alice) as database:
        database.execute(SET, (ALICES, "another-api-key", "another-secret"))
    assert _read(trading) == [("another-api-key", "another-secret", None)]
    assert _read(trading, "connection bob") == [("api-key-of-bob", "api-secret-of-bob", "phrase-of-bob")]


def test_the_owner_sees_the_end_of_the_key(trading: Trading) -> None:
    trading.database.execute("update exchange_connections set status = 'active', verified_at = now()")
    with trading.acting("authenticated", trading.alice) as database:
        assert database.rows("select api_key_hint, status::text from exchange_connections") == [("lice", "active")]
        database.execute(SET, (ALICES, "another-api-key", "another-secret"))
        assert database.rows("select api_key_hint, status::text from exchange_connections") == [("-key", "unverified")]


def test_a_revoked_key_is_gone(trading: Trading) -> None:
    with trading.acting("authenticated", trading.alice) as database:
        for _ in range(2):
            database.execute(CALLS["revoke"])
        assert database.rows("select api_key_hint, status::text from exchange_connections") == [(None, "revoked")]
    assert trading.count("private.exchange_credentials") == 1
    assert trading.refusal("service_role", None, CALLS["read"]) == NO_DATA


@pytest.mark.parametrize("call", ["set", "revoke"])
def test_another_users_connection_is_not_there(trading: Trading, call: str) -> None:
    assert trading.refusal("authenticated", trading.bob, CALLS[call]) == NO_DATA
    assert trading.refusal("authenticated", None, CALLS[call]) == NO_DATA
    assert _read(trading)[0][0] == "api-key-of-alice"


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("call", CALLS)
def test_a_role_calls_what_is_its_own(trading: Trading, role: str, call: str) -> None:
    assert trading.refusal(role, trading.alice, CALLS[call]) == ("" if call in MAY[role] else DENIED)


@pytest.mark.parametrize("ring", [None, "", "{", "[]", '{"1": "short"}', '{"2": "x"}', '"x"'])
def test_without_a_good_ring_nothing_opens(trading: Trading, ring: str | None) -> None:
    trading.database.execute("select set_config('app.exchange_credential_keys', %s, true)", (ring,))
    assert trading.refusal("service_role", None, CALLS["read"]) == NO_KEY
    assert trading.refusal("authenticated", trading.alice, CALLS["set"]) == NO_KEY


def test_no_error_quotes_the_ring_or_a_secret(trading: Trading) -> None:
    _ring(trading, {"1": SECOND})
    assert FIRST not in _message(trading, READ, (ALICES,))
    trading.database.execute("select set_config('app.exchange_credential_keys', %s, true)", ('{"1": ' + FIRST,))
    assert "first" not in _message(trading, READ, (ALICES,))
    _ring(trading, {"1": FIRST})
    with pytest.raises(DatabaseError) as caught, trading.acting("authenticated", trading.alice) as database:
        database.execute(SET, (ALICES, "api-key-of-alice", "too-short"))
    assert caught.value.sqlstate == "22023"
    assert "too-short" not in str(caught.value)


def test_the_wrong_key_opens_nothing(trading: Trading) -> None:
    _ring(trading, {"1": SECOND})
    assert trading.refusal("service_role", None, CALLS["read"]) == NOT_OPENED


def test_a_changed_ciphertext_opens_nothing(trading: Trading) -> None:
    trading.database.execute(
        "update private.exchange_credentials set ciphertext = set_byte(ciphertext, 40, 255 - get_byte(ciphertext, 40))"
    )
    assert trading.refusal("service_role", None, CALLS["read"]) == NOT_OPENED


def test_a_ciphertext_of_another_connection_opens_nothing(trading: Trading) -> None:
    theirs = "(select ciphertext from private.exchange_credentials where connection_id = md5('connection bob')::uuid)"
    trading.database.execute(f"update private.exchange_credentials set ciphertext = {theirs}")
    assert trading.refusal("service_role", None, CALLS["read"]) == NOT_OPENED
    assert _read(trading, "connection bob")


def test_two_seals_of_one_secret_differ(trading: Trading) -> None:
    seal = "select private.seal_credentials(md5('x')::uuid, '{\"api_key\": \"x\"}', 1)"
    assert bytes(trading.database.value(seal)) != bytes(trading.database.value(seal))


def test_a_rotation_goes_on_until_nothing_remains(trading: Trading) -> None:
    _ring(trading, {"1": FIRST, "2": SECOND})
    with trading.acting("service_role") as database:
        assert [database.rows(ROTATE)[0] for _ in range(3)] == [(1, 1), (1, 0), (0, 0)]
    _ring(trading, {"2": SECOND})
    assert _read(trading)[0][:2] == ("api-key-of-alice", "api-secret-of-alice")
    assert _read(trading, "connection bob")[0][:2] == ("api-key-of-bob", "api-secret-of-bob")
    _ring(trading, {"1": FIRST})
    assert trading.refusal("service_role", None, CALLS["read"]) == NO_KEY


def test_a_rotation_passes_over_what_another_holds(trading: Trading, server: ScratchServer, built: Database) -> None:
    with connect(server.url(built.name)) as other, other.transaction():
        other.execute("select from private.exchange_credentials where connection_id = md5('connection bob')::uuid for update")
        _ring(trading, {"1": FIRST, "2": SECOND})
        assert [trading.database.rows(ROTATE)[0] for _ in range(2)] == [(1, 1), (0, 1)]
    assert trading.database.rows(ROTATE) == [(1, 0)]


def test_vault_keeps_the_ring_where_it_exists(trading: Trading) -> None:
    assert _read(trading)[0][0] == "api-key-of-alice"
    secret = json.dumps({"1": SECOND})
    trading.database.execute("select vault.create_secret(%s, 'exchange_credential_keys')", (secret,))
    assert trading.refusal("service_role", None, CALLS["read"]) == NOT_OPENED
    trading.database.execute("select vault.update_secret(id, %s) from vault.secrets", (json.dumps({"1": FIRST}),))
    trading.database.execute("set local app.exchange_credential_keys = ''")
    assert _read(trading)[0][0] == "api-key-of-alice"


def test_a_server_that_logs_every_statement_logs_no_secret(trading: Trading) -> None:
    """Values come from settings, as they come from parameters in a request: what is logged of them is what the functions make known."""
    values = (("a", "a-very-secret-key"), ("b", "a-very-secret-secret"), ("c", "a-very-secret-phrase"))
    for name, value in values:
        trading.database.execute("select set_config('given.' || %s, %s, true)", (name, value))
    calls = (
        f"""select set_exchange_credentials(
                md5('{ALICES}')::uuid, current_setting('given.a'), current_setting('given.b'), current_setting('given.c'))""",
        "update private.exchange_credentials set key_version = key_version",
        f"do $$ begin perform read_exchange_credentials(md5('{ALICES}')::uuid); end $$",
        "set constraints all immediate",
    )
    trading.database.take_notices()
    trading.database.execute(
        "set local client_min_messages = log; set local log_statement = 'all'; set local log_min_duration_statement = 0"
    )
    trading.database.execute("select set_config('request.jwt.claims', %s, true)", (json.dumps({"sub": str(trading.alice)}),))
    for call in calls:
        trading.database.execute(call)
    trading.database.execute("set local client_min_messages = notice")
    logged = "".join(trading.database.take_notices())
    assert all(call in logged for call in calls)
    assert "a-very-secret" not in logged


def test_a_dump_of_everything_holds_no_secret(server: ScratchServer, built: Database) -> None:
    command = [newest_dump(17).program("pg_dump"), f"--dbname={server.url(built.name)}"]
    dump = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "COPY private.exchange_credentials" in dump
    assert str(built.value("select connection_id from private.exchange_credentials limit 1")) in dump
    for secret in (*SECRETS, FIRST):
        raw = secret.encode()
        assert not [form for form in (secret, raw.hex(), base64.b64encode(raw).decode().rstrip("=")) if form in dump]


def _ring(trading: Trading, keys: dict[str, str]) -> None:
    trading.database.execute("select set_config('app.exchange_credential_keys', %s, true)", (json.dumps(keys),))


def _read(trading: Trading, connection: str = ALICES) -> list[tuple[Any, ...]]:
    with trading.acting("service_role") as database:
        return database.rows(READ, (connection,))


def _message(trading: Trading, sql: str, params: tuple[str, ...]) -> str:
    with pytest.raises(DatabaseError) as caught, trading.acting("service_role") as database:
        database.rows(sql, params)
    return str(caught.value)
