"""The clock and the browser of the tests of modes."""

from tests.modes.conftest import ada, challenge, clock, read, unspent_limits

__all__ = ["ada", "challenge", "clock", "read", "unspent_limits"]
