"""Tasks of a batch arrive, and those of which that is not certain are named."""

from __future__ import annotations

import amqp
import celery
import pytest
from celery import Celery, group
from kombu import Queue
from kombu.exceptions import EncodeError, OperationalError

import celerykit
from celerykit.publishing.producer import ConfirmingProducer
from tests.publishing.shop import app_on, arrived, rabbit, send, unconfirmed
from tests.servers.certificates import Certificates
from tests.servers.process import free_port
from tests.servers.rabbitmq import RabbitServer

pytestmark = pytest.mark.oldest

# Celery before 5.5 has no workers for quorum queues, and the profile is refused.
PROFILES = ["rabbitmq-redis", "rabbitmq-rpc", *(["rabbitmq-quorum"] if celery.VERSION >= (5, 5) else [])]


def failing(app: Celery, error: Exception, **options: object) -> list[str]:
    """Sends tasks in a batch whose block fails with that error, and says which."""
    with celerykit.batch(app) as producer:
        sent = send(app, producer, 20, **options)
        error.args = (sent,)
        raise error


@pytest.mark.servers
@pytest.mark.parametrize("profile", PROFILES)
def test_all_tasks_arrive(rabbitmq_url: str, profile: str) -> None:
    app = app_on(profile, rabbitmq_url)
    assert app.conf.broker_transport_options["confirm_publish"]
    with celerykit.batch(app) as producer:
        sent = send(app, producer, 300)
    assert arrived(app) == set(sent)


@pytest.mark.servers
def test_all_tasks_arrive_by_tls(rabbitmq_tls_server: RabbitServer, server_certificates: Certificates) -> None:
    app = app_on("rabbitmq-rpc", rabbitmq_tls_server.tls_url(), {"tls_ca": str(server_certificates.ca)})
    with celerykit.batch(app) as producer:
        sent = send(app, producer, 20)
    assert arrived(app) == set(sent)


@pytest.mark.servers
def test_a_batch_finds_the_server_that_is_there(rabbitmq_url: str) -> None:
    app = rabbit(f"amqp://guest:guest@127.0.0.1:{free_port()}//;{rabbitmq_url}")
    with celerykit.batch(app) as producer:
        sent = send(app, producer, 20)
    assert arrived(app) == set(sent)


@pytest.mark.servers
def test_more_tasks_arrive_than_may_be_without_an_answer(rabbitmq_url: str) -> None:
    app = rabbit(rabbitmq_url)
    with celerykit.batch(app, outstanding=3) as producer:
        sent = send(app, producer, 50)
    assert arrived(app) == set(sent)


@pytest.mark.servers
def test_a_group_and_events_go_the_same_way(rabbitmq_url: str) -> None:
    app = rabbit(rabbitmq_url, task_send_sent_event=True)

    @app.task(name="work")
    def work(number: int = 0) -> int:
        return number

    with celerykit.batch(app) as producer:
        sent = group(work.si(number) for number in range(5)).apply_async(producer=producer)
        alone = work.apply_async(producer=producer)
    assert arrived(app) == {alone.id, *(result.id for result in sent.results)}


@pytest.mark.servers
def test_tasks_that_the_queue_refuses_are_named(rabbitmq_url: str) -> None:
    arguments = {"x-max-length": 5, "x-overflow": "reject-publish"}
    app = rabbit(rabbitmq_url, task_queues=[Queue("small", queue_arguments=arguments)], task_default_queue="small")
    with unconfirmed(app) as (producer, caught):
        sent = send(app, producer, 8)
    assert len(caught.ids()) == 3
    assert arrived(app, "small") == set(sent) - caught.ids()


@pytest.mark.servers
def test_a_task_that_must_be_routed_and_cannot_be_is_named(rabbitmq_url: str) -> None:
    app = rabbit(rabbitmq_url)
    with unconfirmed(app) as (producer, caught):
        send(app, producer, 2)
        (lost,) = send(app, producer, 1, exchange="amq.direct", routing_key="nowhere", mandatory=True)
    assert caught.ids() == {lost}


@pytest.mark.servers
def test_tasks_on_a_channel_that_the_broker_closes_are_named_and_others_arrive(rabbitmq_url: str) -> None:
    app = rabbit(rabbitmq_url)
    with unconfirmed(app) as (producer, caught):
        before = send(app, producer, 5)
        (lost,) = send(app, producer, 1, exchange="no-such-exchange", routing_key="x")
        with pytest.raises(amqp.NotFound, match="no-such-exchange"):
            send(app, producer, 10_000, task_id="told")
        after = send(app, producer, 5)
    named = caught.ids()
    assert lost in named
    assert not named & set(after)
    assert arrived(app) >= {*before, *after} - named


@pytest.mark.servers
def test_an_error_of_the_blocks_own_is_passed_on_after_the_wait(rabbitmq_url: str) -> None:
    app = rabbit(rabbitmq_url)
    with pytest.raises(LookupError) as caught:
        failing(app, LookupError())
    assert not hasattr(caught.value, "__notes__")
    assert arrived(app) == set(caught.value.args[0])


@pytest.mark.servers
def test_an_error_of_the_blocks_own_has_a_note_on_what_is_not_confirmed(rabbitmq_url: str) -> None:
    app = rabbit(rabbitmq_url)
    with pytest.raises(LookupError) as caught:
        failing(app, LookupError(), exchange="amq.direct", routing_key="nowhere", mandatory=True)
    assert "20 tasks of the batch (20 returned" in "".join(caught.value.__notes__)
    assert caught.value.args[0][0] in "".join(caught.value.__notes__)


@pytest.mark.servers
def test_a_payload_that_cannot_be_written_stops_neither_the_tasks_before_nor_after(rabbitmq_url: str) -> None:
    app = rabbit(rabbitmq_url)
    with unconfirmed(app) as (producer, caught):
        before = send(app, producer, 3)
        with pytest.raises(EncodeError):
            app.send_task("work", (object(),), producer=producer, task_id="unwritable")
        after = send(app, producer, 3)
    assert caught.ids() == {"unwritable"}
    assert arrived(app) == {*before, *after}


@pytest.mark.servers
def test_a_producer_that_is_given_its_connection_again_goes_on_counting(rabbitmq_url: str) -> None:
    app = rabbit(rabbitmq_url)
    with celerykit.batch(app) as producer:
        sent = send(app, producer, 3)
        producer.revive(producer.connection)
        sent += send(app, producer, 3)
    assert arrived(app) == set(sent)


@pytest.mark.servers
def test_tasks_on_their_way_when_the_connection_is_closed_are_named(rabbitmq_url: str) -> None:
    app = rabbit(rabbitmq_url)
    with unconfirmed(app) as (producer, caught):
        *_, last = send(app, producer, 10)
        producer.connection.collect()
    assert last in caught.ids()


@pytest.mark.servers
def test_publishing_goes_on_after_the_connection_is_closed(rabbitmq_url: str) -> None:
    app = rabbit(rabbitmq_url)
    with unconfirmed(app) as (producer, caught):
        *_, last = send(app, producer, 10)
        producer.connection.collect()
        after = send(app, producer, 10)
    assert last in caught.ids()
    assert not caught.ids() & set(after)
    assert arrived(app) >= set(after)


@pytest.mark.parametrize("retry", [True, False])
def test_a_broker_that_is_away_is_an_error_as_soon_as_the_app_gives_up(retry: bool) -> None:
    app = Celery(broker=f"amqp://127.0.0.1:{free_port()}")
    app.conf.update(task_publish_retry=retry, broker_connection_timeout=0.1)
    with pytest.raises(OperationalError), celerykit.batch(app):
        pass


@pytest.mark.servers
def test_the_producer_is_of_no_use_after_the_block(rabbitmq_url: str) -> None:
    app = rabbit(rabbitmq_url)
    with celerykit.batch(app) as producer:
        pass
    with pytest.raises(celerykit.UsageError, match="the batch has ended"):
        send(app, producer, 1)


@pytest.mark.servers
def test_on_redis_it_is_an_ordinary_producer(redis_url: str) -> None:
    app = app_on("redis-redis", redis_url)
    with celerykit.batch(app) as producer:
        assert not isinstance(producer, ConfirmingProducer)
        sent = send(app, producer, 20)
    assert arrived(app) == set(sent)


def test_at_least_one_task_must_be_on_its_way() -> None:
    with pytest.raises(celerykit.UsageError, match="outstanding = 0"), celerykit.batch(Celery(), outstanding=0):
        pass


def test_the_error_shows_how_many_why_and_some_ids() -> None:
    error = celerykit.TasksNotConfirmed({**{f"id-{number}": "refused" for number in range(7)}, "last": "lost"})
    assert error.task_ids[-1] == "last"
    assert "8 tasks of the batch (7 refused, 1 lost)" in str(error)
    assert "id-4 and 3 more" in str(error)
