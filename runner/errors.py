"""The runner's one tree of errors: every leaf is a fault of ours, never an outcome of a snippet.

RunnerError
├── RequestRefused          the request itself cannot be run; retrying is useless
│   ├── UnknownRuntime
│   └── UnknownDevice
├── MessageInvalid          bytes from a peer that are not a valid protocol message
├── ConfigurationError      an environment variable or option that makes no sense
├── BankInvalid             a folder of questions, a file of it or its mapping that cannot be read
├── WeightsUnavailable      pre-trained weights that are unknown, cannot be fetched or are not what was published
└── SandboxFault            the machinery failed; the same request may succeed later
    ├── SupervisorUnavailable
    ├── ZygoteFault
    └── JailFault
"""

from __future__ import annotations


class RunnerError(Exception):
    """Base of all runner faults; ``retryable`` says whether sending the same request again can help."""

    retryable = False


class RequestRefused(RunnerError):
    """The request can never be run as it stands."""


class UnknownRuntime(RequestRefused):
    """The request names a runtime that this host has not installed."""


class UnknownDevice(RequestRefused):
    """The request names a device that this host does not have."""


class MessageInvalid(RunnerError):
    """A peer sent something that is not a message of the protocol."""


class ConfigurationError(RunnerError):
    """A setting of the runner host is missing or makes no sense."""


class BankInvalid(RunnerError):
    """Other people's questions are not in a form that can be read."""


class WeightsUnavailable(RunnerError):
    """Pre-trained weights cannot be had."""


class SandboxFault(RunnerError):
    """The sandbox machinery failed before or beside the snippet."""

    retryable = True


class SupervisorUnavailable(SandboxFault):
    """Nothing answers on the supervisor's socket, or it went away in the middle of a run."""


class ZygoteFault(SandboxFault):
    """A zygote did not start, or died."""


class JailFault(SandboxFault):
    """A child died before it reported that it had entered its jail."""
