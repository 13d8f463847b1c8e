"""Connection strings, and what of them is ever shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemactl.adapters.database import connect, connection_parts, describe, redact, with_parts
from schemactl.errors import ConnectionFailure, ConnectionLost, DatabaseError, UsageError
from workspace import Workspace

SECRET = "s3cret"
nasty = st.text(st.sampled_from("@/:?#%[]&='\"\\ ,;é1a"), max_size=4)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://postgres:s3cret@db.example:5433/app",
        "postgres://postgres:s3cret@db.example:5433/app",
        "postgresql+psycopg2://postgres:s3cret@db.example:5433/app",
        "postgresql:///app?host=db.example&port=5433&user=postgres&password=s3cret",
        "host=db.example port=5433 user=postgres dbname=app password=s3cret",
        " postgresql://postgres:s3cret@db.example:5433/app\n",
    ],
)
def test_one_connection_in_many_forms(text: str) -> None:
    assert connection_parts(text) == {"host": "db.example", "port": "5433", "user": "postgres", "dbname": "app", "password": SECRET}
    assert describe(text) == "postgres@db.example:5433/app"
    assert connection_parts(with_parts(text, dbname="other"))["dbname"] == "other"


@pytest.mark.parametrize("name", ["a@b", "a/b", "a?b"])
def test_a_database_may_have_any_name_where_it_is_encoded(name: str) -> None:
    encoded = name.replace("@", "%40").replace("/", "%2F").replace("?", "%3F")
    assert connection_parts(f"postgresql://u:{SECRET}@localhost/{encoded}")["dbname"] == name
    assert connection_parts(f"postgresql:///app?user={encoded}")["user"] == name


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://postgres:s3cret@@localhost/app",
        "postgresql://postgres:a/s3cret@localhost/app",
        "postgresql://postgres:1/s3cret@localhost/app",
        "postgresql://postgres:a@s3cret@localhost/app",
        "postgresql://postgres:100%s3cret@localhost/app",
        "host=localhost password=my s3cret user=postgres",
        "host=localhost password='s3cret",
        "mysql://root:s3cret@localhost/app",
        SECRET,
    ],
)
def test_what_cannot_be_read_is_not_repeated(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        connection_parts(text)
    assert SECRET not in str(caught.value) + caught.value.hint
    assert "percent-encoded" in caught.value.hint


@given(nasty, nasty, nasty)
def test_no_password_is_shown_however_it_was_typed(before: str, between: str, after: str) -> None:
    url = f"postgresql://postgres:{before}{SECRET}{between}{SECRET}{after}@localhost:1/app"
    try:
        shown = describe(url)
    except UsageError as error:
        shown = str(error) + error.hint
    assert SECRET not in shown


@pytest.mark.parametrize(
    "text",
    [
        "cannot reach postgresql://u:s3cret@h/d now",
        "user=u password=s3cret host=h",
        "password = 's3c\\'ret s3cret' x",
        "?password=s3cret&a=b",
    ],
)
def test_redact(text: str) -> None:
    assert SECRET not in redact(text)
    assert "***" in redact(text)


def test_a_refused_login_is_described_without_the_password(workspace: Workspace) -> None:
    with pytest.raises(ConnectionFailure, match="password authentication failed") as caught:
        connect(with_parts(workspace.url, password=SECRET))
    assert SECRET not in str(caught.value)
    assert "Check the password" in caught.value.hint


def test_a_refused_statement_has_its_code_and_place(workspace: Workspace) -> None:
    with connect(workspace.url) as database:
        with pytest.raises(DatabaseError) as caught:
            database.execute("select 1, nothing")
        assert (caught.value.sqlstate, caught.value.position) == ("42703", 11)
        assert not database.in_transaction


def test_a_failure_inside_rolls_back_and_a_savepoint_only_itself(workspace: Workspace) -> None:
    with connect(workspace.url) as database:
        with database.transaction():
            database.execute("create table kept ()")
            with pytest.raises(DatabaseError), database.savepoint():
                database.execute("create table lost (); select nothing")
            database.execute("create table too ()")
        with pytest.raises(ZeroDivisionError), database.transaction():
            database.execute("create table gone ()")
            raise ZeroDivisionError
        found = "select string_agg(relname, ' ' order by relname) from pg_class where relnamespace = 'public'::regnamespace"
        assert database.value(found) == "kept too"


def test_a_lost_connection_is_told_from_a_refusal(workspace: Workspace) -> None:
    with connect(workspace.url) as database, connect(workspace.url) as other:
        other.value("select pg_terminate_backend(%s, 5000)", (database.value("select pg_backend_pid()"),))
        with pytest.raises(ConnectionLost, match=rf"^the connection to postgres@.*/{workspace.database} was lost: ") as caught:
            database.value("select 1")
        assert caught.value.hint
        with pytest.raises(ConnectionLost):
            database.value("select 1")
