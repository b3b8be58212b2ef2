"""Starts a command in one of the four settings that the jail claims to hold in; run as root.

    python confine.py root|user|docker|docker_bare COMMAND...

``docker`` and ``docker_bare`` put the command under the rules of Docker's default seccomp profile on x86-64 as uid 0,
with Docker's default capabilities or with none. ``user`` makes it an ordinary user for whom an interpreter in root's
home has been made reachable, as one in a home of their own would be.
"""

import ctypes
import json
import os
import struct
import sys
from pathlib import Path

HERE = Path(__file__).parent
USER = 12345

DEFAULT_CAPABILITIES = {
    "CAP_CHOWN": 0, "CAP_DAC_OVERRIDE": 1, "CAP_FOWNER": 3, "CAP_FSETID": 4, "CAP_KILL": 5, "CAP_SETGID": 6,
    "CAP_SETUID": 7, "CAP_SETPCAP": 8, "CAP_NET_BIND_SERVICE": 10, "CAP_NET_RAW": 13, "CAP_SYS_CHROOT": 18,
    "CAP_MKNOD": 27, "CAP_AUDIT_WRITE": 29, "CAP_SETFCAP": 31,
}  # fmt: skip
LAST_CAPABILITY = 40

ALLOWED, NOT_PERMITTED, NO_SUCH_CALL = 0x7FFF0000, 0x00050001, 0x00050026
NAMESPACES = 0x7E020000
FIRST_ARGUMENT = (0x20, 0, 0, 16)
CONDITIONS = {
    # Every family but AF_ALG and AF_VSOCK.
    "socket": [
        FIRST_ARGUMENT,
        (0x15, 1, 0, 38),
        (0x15, 0, 1, 40),
        (0x06, 0, 0, NOT_PERMITTED),
        (0x06, 0, 0, ALLOWED),
    ],
    # Linux as it is, with an older version's name or with 3 GB of addresses.
    "personality": [
        FIRST_ARGUMENT,
        *((0x15, 5 - position, 0, value) for position, value in enumerate((0x0, 0x8, 0x20000, 0x20008, 0xFFFFFFFF))),
        (0x06, 0, 0, NOT_PERMITTED),
        (0x06, 0, 0, ALLOWED),
    ],
    "clone": [FIRST_ARGUMENT, (0x45, 0, 1, NAMESPACES), (0x06, 0, 0, NOT_PERMITTED), (0x06, 0, 0, ALLOWED)],
    "clone3": [(0x06, 0, 0, NO_SUCH_CALL)],
}

libc = ctypes.CDLL(None, use_errno=True)


def checked(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def open_private_homes() -> None:
    """Let others pass through the folders above this interpreter and this checkout, in an own mount namespace."""
    checked(libc.unshare(0x00020000))
    checked(libc.mount(b"none", b"/", None, ctypes.c_ulong(0x4000 | 0x40000), None))
    for wanted in {os.path.realpath(path) for path in (sys.base_prefix, sys.prefix, str(HERE.parents[2]))}:
        for folder in reversed(Path(wanted).parents):
            if folder.stat().st_mode & 0o005 == 0o005:
                continue
            source = os.open(wanted, os.O_PATH)
            checked(libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", ctypes.c_ulong(0), b"mode=0755"))
            Path(wanted).mkdir(parents=True)
            inside = f"/proc/self/fd/{source}".encode()
            checked(libc.mount(inside, wanted.encode(), None, ctypes.c_ulong(0x1000 | 0x4000), None))
            os.close(source)
            break


def keep_capabilities(kept: set[int]) -> None:
    """Take all others out of the bounding set: what is executed next starts without them."""
    for capability in range(LAST_CAPABILITY + 1):
        if capability not in kept:
            checked(libc.prctl(24, ctypes.c_ulong(capability), 0, 0, 0))


def docker_filter(capabilities: set[str]) -> bytes:
    """What the profile lets through on x86-64: all known calls but the refused ones, four of them under conditions."""
    numbers: dict[str, int] = json.loads((HERE / "x86_64-syscalls.json").read_text())
    refused = set((HERE / "docker-refused-syscalls.txt").read_text().split()) - (
        {"chroot"} if "CAP_SYS_CHROOT" in capabilities else set()
    )
    code = [(0x20, 0, 0, 4), (0x15, 1, 0, 0xC000003E), (0x06, 0, 0, 0x80000000), (0x20, 0, 0, 0)]
    for name, number in numbers.items():
        if name in refused:
            continue
        block = CONDITIONS.get(name, [(0x06, 0, 0, ALLOWED)])
        code += [(0x15, 0, len(block), number), *block]
    code.append((0x06, 0, 0, NOT_PERMITTED))
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code)


def install(filter_code: bytes) -> None:
    buffer = ctypes.create_string_buffer(filter_code, len(filter_code))
    program = struct.pack("<HxxxxxxQ", len(filter_code) // 8, ctypes.addressof(buffer))
    checked(libc.prctl(22, ctypes.c_ulong(2), ctypes.create_string_buffer(program, len(program)), 0, 0))


def main(setting: str, command: list[str]) -> None:
    if setting == "user":
        open_private_homes()
        os.setgroups([])
        os.setresgid(USER, USER, USER)
        os.setresuid(USER, USER, USER)
    elif setting in {"docker", "docker_bare"}:
        if setting == "docker":
            open_private_homes()  # an image has its interpreter where everybody can read it
        capabilities = DEFAULT_CAPABILITIES if setting == "docker" else {}
        install(docker_filter(set(capabilities)))
        keep_capabilities(set(capabilities.values()))
    elif setting != "root":
        raise SystemExit(f"unknown setting {setting!r}")
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
