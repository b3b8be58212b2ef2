"""Using up what is shared: memory, processor, output, descriptors; the outcome says which bound held."""

import array
import ctypes
import mmap
import os
import resource
import signal
import socket
import sys
import threading
import time
import zlib

CANARY: dict[str, str] = {}
libc = ctypes.CDLL(None, use_errno=True)

EXPECTED = {
    "takes_memory_at_once": "memory",
    "takes_memory_in_pieces": "memory",
    "takes_memory_as_an_array": "memory",
    "takes_memory_by_repeating_a_string": "memory",
    "takes_memory_from_a_compressed_bomb": "memory",
    "takes_memory_with_big_numbers": "memory",
    "loops": "timeout",
    "loops_in_native_code": "timeout",
    "loops_in_a_thread_at_exit": "timeout",
    "loops_in_an_exit_handler": "timeout",
    "loops_when_its_objects_go": "timeout",
    "sleeps": "timeout",
    "waits_for_input_that_ends": "held",
    "ignores_every_signal": "timeout",
    "prints_without_end": "output_limit",
    "prints_errors_without_end": "output_limit",
    "prints_bytes_that_are_no_text": "output_limit",
    "prints_one_line_that_is_too_long": "output_limit",
    "warns_without_end": "output_limit",
    "recurses_in_native_code": "killed",
    "nests_a_source_too_deep": "held",
    "evaluates_a_nest_of_brackets": "memory",
}


def takes_memory_at_once() -> bool:
    return bool(bytearray(1 << 36))


def takes_memory_in_pieces() -> bool:
    pieces = []
    while True:
        pieces.append(bytes(1 << 28))


def takes_memory_as_an_array() -> bool:
    return bool(array.array("d", [0.0]) * (1 << 34))


def takes_memory_by_repeating_a_string() -> bool:
    return bool("x" * (1 << 36))


def takes_memory_from_a_compressed_bomb() -> bool:
    packed = zlib.compress(bytes(1 << 24), 9)
    return bool(zlib.decompress(packed, bufsize=1 << 35))


def takes_memory_with_big_numbers() -> bool:
    return bool(1 << (1 << 40))


def takes_memory_by_mapping() -> bool:
    return bool(mmap.mmap(-1, 1 << 36))


def takes_memory_by_sharing() -> bool:
    return bool(mmap.mmap(-1, 1 << 36, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS))


def takes_memory_without_a_name() -> bool:
    return libc.syscall(319, b"x", 0) >= 0


def takes_memory_of_system_v() -> bool:
    return libc.shmget(0, 1 << 20, 0o1600) >= 0


def takes_memory_by_pipes() -> bool:
    pipes = [os.pipe() for _ in range(100)]
    return bool(pipes)


def takes_memory_by_pairs() -> bool:
    return bool([socket.socketpair() for _ in range(100)])


def enlarges_a_pipe() -> bool:
    return libc.fcntl(os.pipe()[0], 1031, 1 << 20) >= 0


def locks_its_memory() -> bool:
    return libc.mlockall(3) == 0


def loops() -> bool:
    while True:
        pass


def loops_in_native_code() -> bool:
    return bool(sum(range(10**14)))


def loops_in_a_thread_at_exit() -> bool:
    threading.Thread(target=loops).start()
    return False


def loops_in_an_exit_handler() -> bool:
    import atexit

    atexit.register(loops)
    return False


def loops_when_its_objects_go() -> bool:
    class Stubborn:
        def __del__(self) -> None:
            while True:
                pass

    globals()["stubborn"] = Stubborn()
    return False


def sleeps() -> bool:
    time.sleep(1000)
    return True


def waits_for_input_that_ends() -> bool:
    return bool(sys.stdin.read())


def ignores_every_signal() -> bool:
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    loops()
    return True


def raises_its_processor_limit() -> bool:
    resource.setrlimit(resource.RLIMIT_CPU, (1000, 1000))
    return True


def raises_its_memory_limit() -> bool:
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return True


def raises_its_priority() -> bool:
    os.nice(-5)
    return True


def takes_the_processor_for_itself() -> bool:
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    return True


def prints_without_end() -> bool:
    while True:
        print("x" * 1000)


def prints_errors_without_end() -> bool:
    while True:
        print("x" * 1000, file=sys.stderr)


def prints_bytes_that_are_no_text() -> bool:
    while True:
        os.write(1, b"\xff\xfe\x80" * 1000)


def prints_one_line_that_is_too_long() -> bool:
    print("x" * (1 << 24))
    return True


def warns_without_end() -> bool:
    import warnings

    warnings.simplefilter("always")
    while True:
        warnings.warn("again " * 100, stacklevel=1)


def opens_more_files_than_it_may() -> bool:
    return bool([open("/dev/null") for _ in range(100)])


def dumps_its_core() -> bool:
    return resource.getrlimit(resource.RLIMIT_CORE)[1] != 0


def recurses_in_native_code() -> bool:
    callback_type = ctypes.CFUNCTYPE(None)
    holder: list[object] = []

    def again() -> None:
        holder[0]()  # type: ignore[operator]

    holder.append(callback_type(again))
    sys.setrecursionlimit(10**6)
    again()
    return True


def nests_a_source_too_deep() -> bool:
    return bool(compile("(" * 1000 + ")" * 1000, "x", "eval"))


def evaluates_a_nest_of_brackets() -> bool:
    return bool(eval("-" * 100_000 + "1"))


def writes_a_flood_into_the_report() -> bool:
    for _ in range(1000):
        os.write(3, b"x" * 65536)
    return False


def holds_a_hundred_timers() -> bool:
    return bool([libc.syscall(283, 1, 0) for _ in range(100) if libc.syscall(283, 1, 0) >= 0])
