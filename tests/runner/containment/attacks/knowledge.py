"""Learning what is not the snippet's to know, and fooling whoever watches; true means the attack got through."""

import builtins
import ctypes
import gc
import json
import os
import sys

CANARY: dict[str, str] = {}
libc = ctypes.CDLL(None, use_errno=True)

EXPECTED = {
    "replaces_print_for_the_next_run": "raised",
    "forges_a_report_and_leaves": "silent",
    "pretends_its_jail_failed": "raised",
    "finds_the_canary_exists": "hidden",
    "finds_the_canary_exists_by_chdir": "hidden",
    "finds_a_home_exists": "hidden",
    "finds_a_process_exists": "hidden",
}


def sees_the_environment_of_the_supervisor() -> bool:
    return any(CANARY["secret"] in value for value in os.environ.values())


def finds_the_secret_in_its_memory() -> bool:
    parts = CANARY["secret"][:8], CANARY["secret"][8:]
    others = (each for each in gc.get_objects() if isinstance(each, dict) and each is not CANARY)
    return any(
        isinstance(value, str) and value.startswith(parts[0]) and value.endswith(parts[1])
        for each in list(others)
        if each is not globals()
        for value in list(each.values())
    )


def finds_the_secret_in_its_native_environment() -> bool:
    environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
    found, index = [], 0
    while environ[index]:
        found.append(environ[index])
        index += 1
    return any(CANARY["secret"].encode() in (each or b"") for each in found)


def inherits_a_descriptor() -> bool:
    for number in range(4, 1024):
        try:
            os.fstat(number)
        except OSError:
            continue
        return True
    return False


def inherits_the_socket_of_its_zygote() -> bool:
    return any(libc.send(number, b"{}", 2, 0) >= 0 for number in range(3, 64))


def reads_requests_from_its_own_channel() -> bool:
    return any(bool(os.read(number, 1)) for number in (3, 4))


def finds_our_modules_loaded() -> bool:
    return any(name.split(".")[0] in {"runner", "quizapp", "django", "celery"} for name in sys.modules)


def finds_the_canary_exists() -> bool:
    return os.path.exists(CANARY["file"])


def finds_the_canary_exists_by_chdir() -> bool:
    os.chdir(os.path.dirname(CANARY["file"]))
    return True


def finds_a_home_exists() -> bool:
    return os.path.exists("/root") and os.path.exists("/etc/passwd")


def finds_a_process_exists() -> bool:
    return os.path.exists(f"/proc/{CANARY['pid']}")


def forges_a_report_and_leaves() -> bool:
    forged = {"status": 0, "exception": None, "warnings": [], "stand_ins": [], "layers": ["none"]}
    os.write(3, json.dumps(forged).encode())
    os._exit(0)


def forges_the_word_that_it_is_in_its_jail() -> bool:
    return any(libc.write(number, b"E", 1) > 0 for number in range(4, 64))


def pretends_its_jail_failed() -> bool:
    print("JailFault", file=sys.stderr)
    os._exit(120)


def replaces_print_for_the_next_run() -> bool:
    builtins.print = lambda *_: None  # type: ignore[assignment]
    return False


def poisons_a_module_for_the_next_run() -> bool:
    json.dumps = lambda *_, **__: "poisoned"
    os.environ["POISON"] = "1"
    return False


def reads_the_hash_seed_of_other_runs() -> bool:
    return "PYTHONHASHSEED" in os.environ and CANARY["secret"] in os.environ["PYTHONHASHSEED"]
