"""Run as a script, says by its exit status whether PostgreSQL and Redis answer where the suite would use them."""

from __future__ import annotations

import os
import sys

import psycopg
import redis

DATABASE_URL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS_URL = os.environ.get("TEST_BROKER_URL", "redis://127.0.0.1:6379/9")


def missing() -> str:
    """What is missing, in words; empty when both servers answer."""
    try:
        psycopg.connect(DATABASE_URL, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        return f"PostgreSQL does not answer: {str(error).splitlines()[0]}"
    client = redis.Redis.from_url(REDIS_URL, socket_timeout=3, socket_connect_timeout=3)
    try:
        client.ping()
    except redis.RedisError as error:
        return f"Redis does not answer: {error}"
    finally:
        client.close()
    return ""


if __name__ == "__main__":
    if fault := missing():
        sys.exit(f"skipping the suite on PostgreSQL and Redis: {fault}")
