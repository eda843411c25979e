"""Amazon SQS: kombu/transport/SQS/__init__.py (SQS.py before kombu 5.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import punctuation
from typing import ClassVar
from urllib.parse import urlsplit

from celerykit.brokers.base import Broker, acknowledgement, lost_workers, no_broadcasts, time_limits
from celerykit.brokers.publishing import publishing
from celerykit.brokers.stopping import stopping, stops_so
from celerykit.brokers.visibility import away, repeated, too_slow, visibility, visible_for
from celerykit.intents import Compiled, Intents, Option, Refusal, Remark
from celerykit.values.durations import in_words
from celerykit.values.patience import SOON

__all__ = ["Sqs", "on_sqs"]

# Limits of SQS (docs.aws.amazon.com, API_CreateQueue and the quotas): how long a message may be hidden, how long it may
# wait, how long a queue's name may be, and how large a message, of which kombu encodes all twice by base64.
_LONGEST_HIDDEN = 12 * 3600
_LONGEST_KEPT = 14 * 86400
_LONGEST_NAME = 80
_LARGEST = "SQS refuses a message over 1 MiB, which is about 580 KB of arguments: their sender gets an error"
# Seconds after the visibility timeout by which a worker has asked again: an empty answer is followed by a pause of 1 s.
_SWEEP = 1
# Seconds that SQS waits for a message, and that boto3 waits for SQS, where a publisher is in a hurry.
_WAIT, _ANSWER = 3, 5
_FIFO = ".fifo"
_TAKEN = re.compile(r"[A-Za-z0-9_-]+(\.fifo)?")
# What kombu calls (Channel). Queues that are predefined need neither the first nor the second.
_RIGHTS = (
    "sqs:ListQueues",
    "sqs:CreateQueue",
    "sqs:SendMessage",
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
)
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class Sqs(Broker):
    """SQS keeps each message in several data centres. What nobody deleted in time comes back.

    kombu makes queues as they are named, and gives them the visibility timeout when it makes them, not later.
    """

    name = "sqs"
    title = "SQS"
    schemes = ("sqs",)
    driver = ("boto3", 'pip install "celerykit[sqs]"')
    options: ClassVar[Mapping[str, Option]] = {
        "body_encoding": Option("string", "base64", "how message bodies are encoded"),
        "client-config": Option("mapping", None, "arguments of botocore's Config: timeouts, retries, proxies"),
        "deadletter_queue": Option("string", None, "where messages without a queue go"),
        "fetch_message_attributes": Option("any", None, "attributes to ask for with each message", since="5.5"),
        "is_secure": Option("bool", None, "whether a host in the URL is spoken to over TLS; Amazon always is"),
        "polling_interval": Option("seconds", 1, "seconds of pause after an empty answer"),
        "port": Option("int", None, "read by kombu, and used for nothing"),
        "predefined_exchanges": Option("mapping", {}, "SNS topics that exist, by exchange", secret=True, since="5.7"),
        "predefined_queues": Option("mapping", {}, "queues that exist, by name: url, credentials", secret=True),
        "queue_name_prefix": Option("string", "", "before the name of every queue"),
        "queue_tags": Option("mapping", None, "tags of the queues that kombu makes", since="5.6"),
        "region": Option("string", "us-east-1", "the region, where boto3's own configuration names none"),
        "regioninfo": Option("any", None, "read by kombu, and used for nothing"),
        "sqs-creation-attributes": Option("mapping", None, "attributes of the queues that kombu makes"),
        "sqs_base64_encoding": Option("bool", True, "whether messages are encoded once more"),
        "sts_role_arn": Option("string", None, "the role to take on, for queues that are predefined"),
        "sts_token_buffer_time": Option("seconds", 0, "seconds before its end that a token is renewed", since="5.6"),
        "sts_token_timeout": Option("seconds", 900, "seconds that a token of the role is good for"),
        "supports_fanout": Option("bool", False, "whether broadcasts go through SNS", since="5.7"),
        "visibility_timeout": Option("seconds", 1800, "seconds after which an unacknowledged message comes back"),
        "wait_time_seconds": Option(
            "int", 10, "seconds that SQS waits for a message to come; below 20, when kombu hangs up"
        ),
    }

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """SQS keeps at least once, replicated and encrypted; no priorities, and nothing hidden for over 12 hours."""
        soft, unstoppable = stopping(intents, celery)
        compiled = [*time_limits(intents), *acknowledgement(intents, celery), *_publishing(intents, celery), *soft]
        refused = [
            *unstoppable,
            *_hidden_too_long(intents),
            *_twice(intents),
            *_badly_named(intents),
            *_of_its_own(intents, url),
        ]
        if not {item.intent for item in refused} & {"longest_task", "longest_delay"}:
            compiled += visibility(intents)
            refused += too_slow(intents, self.title, _SWEEP)
        if intents.delivery == "at-least-once":
            kept = {"MessageRetentionPeriod": str(_LONGEST_KEPT)}
            compiled.append(Compiled(("broker_transport_options", "sqs-creation-attributes"), kept, "delivery"))
        if intents.tls and _host(url):
            compiled.append(Compiled(("broker_transport_options", "is_secure"), True, "tls"))
        if intents.priorities:
            fact = "SQS has no priorities: messages are delivered in about the order in which they were sent"
            refused.append(Refusal("priorities", fact, "leave priorities out, and give urgent tasks a queue of theirs"))
        return compiled, refused

    def priority(self, name: str, intents: Intents) -> int | None:
        """None: there are no priorities here."""
        return None

    def needs(self, intents: Intents, settings: Mapping[str, object]) -> tuple[str, ...]:
        """Rights, and attributes of queues that kombu did not make, or made under other intents."""
        hidden = visible_for(intents)
        attributes = {} if hidden is None else {"VisibilityTimeout": hidden}
        if intents.delivery == "at-least-once":
            attributes["MessageRetentionPeriod"] = _LONGEST_KEPT
        theirs = "on queues that exist already: kombu gives attributes to queues that it makes, and when it makes them"
        return (
            *(f"{name} {value} {theirs}" for name, value in attributes.items()),
            f"the rights {', '.join(_RIGHTS)}",
        )

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """How long a killed worker's tasks stay away, and what SQS does not do."""
        return (
            *away(self, intents, settings, _SWEEP),
            repeated(self, settings),
            Remark("broker_url", _LARGEST),
            *_hurried(intents),
            *_kept_for(intents),
            *_renamed(settings),
            *_replies(settings),
            *no_broadcasts(self.title, settings),
            *_encrypted(intents, settings),
            *lost_workers(intents, celery),
            *stops_so(intents, celery),
        )


def _publishing(intents: Intents, celery: tuple[int, ...]) -> list[Compiled]:
    """What every broker compiles; in a hurry, boto3 too, which else tries five times and waits a minute each time.

    The same client asks for messages where a worker has no event loop, so an answer must take longer than it waits.
    """
    compiled = publishing(intents, celery)
    if intents.manner()[0] == "fail-fast":
        client = {"connect_timeout": SOON, "read_timeout": _ANSWER, "retries": {"total_max_attempts": 2}}
        options = {"client-config": client, "wait_time_seconds": _WAIT}
        compiled += [Compiled(("broker_transport_options", key), value, "publish") for key, value in options.items()]
    return compiled


def _hurried(intents: Intents) -> Iterator[Remark]:
    if intents.manner()[0] == "fail-fast":
        text = (
            f'with publish = "fail-fast" a worker asks SQS every {_WAIT + _SWEEP} s, which costs more: say it in the '
            "processes that need it (CELERYKIT_INTENT__PUBLISH)"
        )
        yield Remark("publish", text)


def _hidden_too_long(intents: Intents) -> Iterator[Refusal]:
    if (visible_for(intents) or 0) <= _LONGEST_HIDDEN:
        return
    most = in_words(_LONGEST_HIDDEN)
    why = f"SQS hides a message for {most} at most, and it is hidden while it is delayed and while it runs"
    task_alone = visible_for(Intents(longest_task=intents.longest_task)) or 0
    if task_alone > _LONGEST_HIDDEN:
        fact = f"{why}; a task may run {in_words(intents.longest_task or 0)}"
        yield Refusal("longest_task", fact, f"shorten longest_task, so that it stays well below {most}")
    if intents.longest_delay is not None and (task_alone <= _LONGEST_HIDDEN or intents.longest_delay > _LONGEST_HIDDEN):
        fact = f"{why}; a delay may be {in_words(intents.longest_delay)}"
        yield Refusal("longest_delay", fact, f"shorten longest_delay: with longest_task it must stay below {most}")


def _twice(intents: Intents) -> Iterator[Refusal]:
    """At most once is what SQS itself promises of FIFO queues alone."""
    if intents.delivery != "at-most-once" or (intents.queues and all(name.endswith(_FIFO) for name in intents.queues)):
        return
    fact = 'delivery = "at-most-once", but SQS may deliver a message of a standard queue more than once'
    cure = f'end the names of all [queues] in "{_FIFO}"; such a queue gives the tasks of a MessageGroupId to one worker'
    yield Refusal("delivery", fact, cure)


def _badly_named(intents: Intents) -> Iterator[Refusal]:
    names: dict[str, str] = {}
    for name in intents.queues:
        if len(on_sqs(name)) > _LONGEST_NAME:
            fact = f"the name of queue {name!r} is longer than SQS takes: {len(name)} of {_LONGEST_NAME} characters"
            yield Refusal("queues", fact, "shorten it")
        if not _TAKEN.fullmatch(on_sqs(name)):
            fact = (
                f"SQS takes letters from a to z, digits, hyphens and underscores in the name of a queue: not {name!r}"
            )
            yield Refusal("queues", fact, "rename it")
        other = names.setdefault(on_sqs(name), name)
        if other != name:
            fact = f"queues {other!r} and {name!r} are one queue on SQS, {on_sqs(name)!r}"
            yield Refusal("queues", fact, "rename one: dots become hyphens there, other signs underscores")


def _of_its_own(intents: Intents, url: str) -> Iterator[Refusal]:
    """A server of one's own, whose certificate neither boto3 nor pycurl can be told by kombu to verify."""
    if intents.tls_ca and _host(url):
        fact = (
            "tls_ca cannot be used for the host in the SQS URL: kombu verifies it against the usual authorities alone"
        )
        yield Refusal("tls_ca", fact, "give the host a certificate of a public authority, or leave the host out")


def _kept_for(intents: Intents) -> Iterator[Remark]:
    if intents.delivery == "at-least-once":
        yield Remark("delivery", f"SQS deletes a task that waits for more than {in_words(_LONGEST_KEPT)}")


def _renamed(settings: Mapping[str, object]) -> Iterator[Remark]:
    name = settings.get("task_default_queue")
    if isinstance(name, str) and on_sqs(name) != name:
        yield Remark("task_default_queue", f"queue {name!r} is called {on_sqs(name)!r} on SQS")


def _replies(settings: Mapping[str, object]) -> Iterator[Remark]:
    if str(settings.get("result_backend") or "").startswith("rpc"):
        text = "rpc:// makes an SQS queue for each process that sends tasks, and nothing ever deletes it"
        yield Remark("result_backend", text, "warning")


def _encrypted(intents: Intents, settings: Mapping[str, object]) -> Iterator[Remark]:
    """Without a host in the URL, SQS is always spoken to over TLS; with one, kombu's default is plain HTTP."""
    host, options = _host(str(settings.get("broker_url") or "")), settings.get("broker_transport_options")
    secure = isinstance(options, Mapping) and options.get("is_secure")
    if host and host not in _HERE and not secure:
        text = f"what is sent to {host} is not encrypted: kombu speaks HTTP to a host in an SQS URL"
        yield Remark("tls", f"{text}; say tls = true", "warning")
    if not host and (intents.tls_ca or intents.tls_certificate):
        yield Remark("tls", "SQS is verified against the usual authorities, and takes no certificate of ours")


def on_sqs(name: str) -> str:
    """The name under which kombu makes a queue (Channel.entity_name): dots become hyphens, the rest underscores."""
    stem, ending = (name[: -len(_FIFO)], _FIFO) if name.endswith(_FIFO) else (name, "")
    return "".join("-" if sign in "-." else "_" if sign in punctuation else sign for sign in stem) + ending


def _host(url: str) -> str:
    """The host in the URL, a server of one's own: Amazon's are found by the region, and need none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
