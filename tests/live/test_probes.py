from __future__ import annotations

import pytest
from celery.utils.nodenames import default_nodename, host_format

from celerykit.live.probes import node_name


@pytest.mark.parametrize(
    "given", ["", "mail@%h", "mail@%n", "mail@%d", "%n@%h", "mail@box", "box", "%h", "@box", "w%i@%h"]
)
def test_a_node_is_called_as_celery_calls_it(given: str) -> None:
    assert node_name(given) == host_format(default_nodename(given))
