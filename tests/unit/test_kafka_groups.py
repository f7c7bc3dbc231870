"""A broker that has just started still reads its groups: who asks for them waits a little."""

import pytest
from kafka import errors

from shared.messaging.kafka import NOT_LOADED_YET
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_cluster import Cluster, once_loaded
from shared.messaging.log import LogUnavailable


class Starting:
    """An administrator's client of a broker that answers when it was asked often enough."""

    def __init__(self, *faults: type[Exception]) -> None:
        self.faults = list(faults)

    def list_groups(self) -> list[dict[str, str]]:
        if self.faults:
            raise self.faults.pop(0)
        return [{"group_id": "linli.ledger"}]


def cluster_with(admin: Starting) -> Cluster:
    cluster = Cluster(KafkaAccess(brokers=("nowhere:1",)))
    vars(cluster)["_admin"] = admin
    return cluster


def test_groups_are_asked_for_again_until_the_broker_has_read_them() -> None:
    admin = Starting(*NOT_LOADED_YET)
    assert cluster_with(admin).groups() == ["linli.ledger"]
    assert admin.faults == []


def test_another_fault_is_told_at_once() -> None:
    admin = Starting(errors.BrokerNotAvailableError, errors.BrokerNotAvailableError)
    with pytest.raises(LogUnavailable):
        cluster_with(admin).groups()
    assert len(admin.faults) == 1


def test_patience_has_an_end() -> None:
    admin = Starting(*[errors.CoordinatorLoadInProgressError] * 9)
    with pytest.raises(errors.CoordinatorLoadInProgressError):
        once_loaded(admin.list_groups, patience_seconds=0)
    assert len(admin.faults) == 8
