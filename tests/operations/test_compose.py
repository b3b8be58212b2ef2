from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEMA = Path(__file__).parent / "compose_schema"

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name in SERVICES if name not in {"db", "redis"}]
SECRETS = re.compile("SECRET|PASSWORD|DATABASE|BROKER|CACHE|EMAIL")


def networks(name: str) -> set[str]:
    return set(SERVICES[name].get("networks", []))


def test_the_schema_is_the_one_its_readme_names() -> None:
    digest = hashlib.sha256((SCHEMA / "compose-spec.json").read_bytes()).hexdigest()
    assert digest in (SCHEMA / "README.md").read_text()


def test_the_file_keeps_the_compose_specification() -> None:
    schema = json.loads((SCHEMA / "compose-spec.json").read_text())
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    assert [error.message for error in validator(schema).iter_errors(COMPOSE)] == []


def test_the_schema_would_notice_a_mistake() -> None:
    schema = json.loads((SCHEMA / "compose-spec.json").read_text())
    broken = {"services": {"web": {"image": "x", "comand": ["misspelt"]}}}
    assert not jsonschema.validators.validator_for(schema)(schema).is_valid(broken)


def test_all_parts_are_there_and_the_gpu_ones_only_when_asked_for() -> None:
    assert {"web", "reports", "sweeper", "runner", "supervisor", "db", "redis"} <= set(SERVICES)
    assert {name for name, service in SERVICES.items() if service.get("profiles") == ["gpu"]} == {
        "runner-gpu",
        "supervisor-gpu",
    }


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"prepare"}))
def test_every_lasting_service_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_whoever_is_waited_for_exists(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        assert other in SERVICES
        if how["condition"] == "service_healthy":
            assert not SERVICES[other]["healthcheck"].get("disable")


@pytest.mark.parametrize("name", ["supervisor", "supervisor-gpu"])
def test_a_supervisor_has_no_network_no_secret_no_capability_and_bounds(name: str) -> None:
    service = SERVICES[name]
    assert service["network_mode"] == "none"
    assert "networks" not in service
    assert not [variable for variable in service["environment"] if SECRETS.search(variable)]
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert {"mem_limit", "pids_limit", "tmpfs"} <= set(service)


@pytest.mark.parametrize("name", ["runner", "runner-gpu"])
def test_a_runner_knows_the_broker_and_the_socket_only(name: str) -> None:
    service = SERVICES[name]
    assert networks(name) == {"queue"}
    assert {variable for variable in service["environment"] if SECRETS.search(variable)} == {"RUNNER_BROKER_URL"}
    supervisor = SERVICES[name.replace("runner", "supervisor")]
    assert service["volumes"] == supervisor["volumes"]
    assert service["environment"]["RUNNER_SOCKET"] == supervisor["environment"]["RUNNER_SOCKET"]


def test_the_database_is_out_of_the_runners_reach_and_only_the_web_is_published() -> None:
    assert networks("db") == {"data"}
    assert COMPOSE["networks"]["data"]["internal"] is True
    assert COMPOSE["networks"]["queue"]["internal"] is True
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert SERVICES["web"]["ports"][0].startswith("${PUBLISH:-127.0.0.1:")


@pytest.mark.parametrize("name", OURS)
def test_our_containers_are_read_only_and_unprivileged(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "privileged" not in service
    assert "user" not in service


def test_no_secret_stands_in_the_file() -> None:
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if re.search("SECRET|PASSWORD", variable):
                assert str(value).startswith("${"), f"{name}: {variable}"


@pytest.mark.parametrize("side", ["quizapp", "runner"])
def test_images_end_as_an_ordinary_user_with_exact_versions(side: str) -> None:
    lines = (ROOT / side / "Dockerfile").read_text().splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users
    assert "root" not in users
    assert any("--constraint constraints.txt" in line for line in lines)


def test_the_runner_image_holds_neither_django_nor_quizapp() -> None:
    copied = [line for line in (ROOT / "runner" / "Dockerfile").read_text().splitlines() if line.startswith("COPY")]
    assert not [line for line in copied if "quizapp" in line]


def test_the_web_image_holds_of_the_runner_only_what_the_web_may_import() -> None:
    copied = [line for line in (ROOT / "quizapp" / "Dockerfile").read_text().splitlines() if line.startswith("COPY")]
    assert not [line for line in copied if re.search(r"runner/?( |$)(?!.*__init__)", line) and "__init__" not in line]
