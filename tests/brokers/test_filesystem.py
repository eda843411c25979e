from __future__ import annotations

from celerykit.brokers.filesystem import Filesystem
from celerykit.intents import Intents
from tests.brokers.contract import BrokerContract


class TestFilesystem(BrokerContract):
    broker = Filesystem()
    url = "filesystem://"

    def test_says_that_kombus_own_folders_never_meet(self) -> None:
        (need,) = self.broker.needs(Intents(), {})
        assert "written to data_out and read from data_in" in need

    def test_wants_the_one_folder_to_be_there(self) -> None:
        options = {"data_folder_in": "messages", "data_folder_out": "messages"}
        assert self.broker.needs(Intents(), {"broker_transport_options": options}) == ("a folder messages that exists",)

    def test_reads_the_options_that_kombu_reads(self) -> None:
        from kombu import Connection

        given = {
            "data_folder_in": "in",
            "data_folder_out": "out",
            "control_folder": "control",
            "processed_folder": "done",
            "store_processed": True,
            "polling_interval": 0.5,
        }
        assert set(given) < set(self.broker.options)
        with Connection(self.url, transport_options=given) as connection:
            channel = connection.default_channel
            assert (channel.data_folder_in, channel.data_folder_out) == ("in", "out")
            assert (channel.processed_folder, channel.store_processed) == ("done", True)
            assert (str(channel.control_folder), connection.transport.polling_interval) == ("control", 0.5)
