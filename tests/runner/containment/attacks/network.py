"""Reaching anybody: sockets of every family, names, requests; true means the attack got through."""

import asyncio
import ctypes
import os
import socket
import urllib.request

CANARY: dict[str, str] = {}
libc = ctypes.CDLL(None, use_errno=True)


def _socket(family: int, kind: int = 1, protocol: int = 0) -> bool:
    return libc.socket(family, kind, protocol) >= 0


def opens_an_internet_socket() -> bool:
    return _socket(socket.AF_INET)


def opens_a_datagram_socket() -> bool:
    return _socket(socket.AF_INET, 2)


def opens_an_ipv6_socket() -> bool:
    return _socket(socket.AF_INET6)


def opens_a_raw_socket() -> bool:
    return _socket(socket.AF_INET, 3, 1)


def opens_a_packet_socket() -> bool:
    return _socket(17, 3, 0x0300)


def opens_a_netlink_socket() -> bool:
    return _socket(16, 3)


def opens_a_unix_socket() -> bool:
    return _socket(socket.AF_UNIX)


def opens_a_socket_to_the_hypervisor() -> bool:
    return _socket(40)


def opens_a_socket_to_kernel_ciphers() -> bool:
    return _socket(38, 5)


def opens_a_bluetooth_socket() -> bool:
    return _socket(31, 3, 1)


def opens_a_can_socket() -> bool:
    return _socket(29, 3, 1)


def opens_an_express_data_socket() -> bool:
    return _socket(44, 3)


def makes_a_pair_of_internet_sockets() -> bool:
    return bool(socket.socketpair(socket.AF_INET))


def connects_to_the_canary_port() -> bool:
    socket.create_connection(("127.0.0.1", int(CANARY["port"])), timeout=2).close()
    return True


def connects_to_the_canary_socket() -> bool:
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(CANARY["socket"])
    return True


def connects_to_the_canary_by_an_abstract_name() -> bool:
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect("\0" + CANARY["abstract"])
    return True


def connects_a_pair_elsewhere() -> bool:
    left, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    left.connect("\0" + CANARY["abstract"])
    return True


def sends_from_a_pair_to_elsewhere() -> bool:
    left, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    return left.sendto(b"x", "\0" + CANARY["abstract"]) > 0


def sends_a_message_with_an_address() -> bool:
    left, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    return left.sendmsg([b"x"], [], 0, "\0" + CANARY["abstract"]) > 0


def sends_a_descriptor() -> bool:
    left, right = socket.socketpair()
    socket.send_fds(left, [b"x"], [0])
    return bool(socket.recv_fds(right, 1, 1)[1])


def binds_a_port() -> bool:
    socket.create_server(("127.0.0.1", 0)).close()
    return True


def resolves_a_name() -> bool:
    return bool(socket.gethostbyname("example.org"))


def fetches_an_address() -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{CANARY['port']}/", timeout=2) as response:
        return bool(response.status)


def fetches_instance_data() -> bool:
    with urllib.request.urlopen("http://169.254.169.254/latest/meta-data/", timeout=2) as response:
        return bool(response.status)


def serves_with_an_event_loop() -> bool:
    async def serve() -> bool:
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        return bool(server.sockets)

    return asyncio.run(serve())


def reads_the_names_of_interfaces() -> bool:
    return len(socket.if_nameindex()) > 1


def reads_network_tables() -> bool:
    with open("/proc/net/tcp") as table:
        return bool(table.read())


def talks_to_the_supervisor() -> bool:
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(CANARY["supervisor"])
    return True


def writes_to_a_socket_it_inherited() -> bool:
    for number in range(4, 64):
        try:
            if os.write(number, b"x"):
                return True
        except OSError:
            continue
    return False
