"""What every result backend keeps to, whatever it is."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import entry_points

import pytest
from celery.app.backends import BACKEND_ALIASES

from celerykit import backends
from celerykit.backends.base import Backend
from celerykit.catalogue import SETTINGS
from celerykit.intents import NAMES, Compiled, Intents, Refusal

CELERY = (5, 7, 0)
# What a backend sets whatever is wanted: a verified server, connections that are checked before use. What it takes for
# results to be stored right is set where nobody said what is wanted of them too.
OF_ITSELF = {"tls", "connections", "results"}
EVERYTHING = Intents(
    delivery="at-least-once",
    longest_task=600,
    results="poll",
    keep_results=86400,
    tls=True,
    tls_ca="/ca.pem",
    tls_certificate="/client.pem",
    tls_key="/client.key",
)
THOUSANDS_OF_YEARS = 3000 * 365 * 86400


class BackendContract:
    """url: a full one. takes_poll: any process may ask. secret_url: one with a password, "" where there is none."""

    backend: Backend
    url: str
    secret_url: str = ""
    takes_poll: bool = True

    def compiled(self, intents: Intents, celery: tuple[int, ...] = CELERY) -> tuple[list[Compiled], list[Refusal]]:
        return self.backend.compile(intents, celery=celery, url=self.url)

    def values(self, intents: Intents) -> dict[str, object]:
        return {".".join(item.path): item.value for item in self.compiled(intents)[0]}

    def test_is_found_by_its_url_and_by_its_name(self) -> None:
        found, named = backends.for_url(self.url), backends.by_name(self.backend.name)
        assert type(found) is type(self.backend)
        assert named is not None
        assert isinstance(found, type(named))

    def test_its_name_is_listed(self) -> None:
        assert self.backend.name in backends.NAMES

    def test_celery_takes_the_scheme_too(self) -> None:
        """Its own, or one that an installed package brings (celery/app/backends.py, by_name)."""
        brought = {point.name for point in entry_points(group="celery.result_backends")}
        assert set(self.backend.schemes) <= {*BACKEND_ALIASES, *brought}

    def test_compiles_into_settings_that_celery_knows(self) -> None:
        assert {item.path[0] for item in self.compiled(EVERYTHING)[0]} <= set(SETTINGS)

    def test_says_each_thing_once(self) -> None:
        paths = [item.path for item in self.compiled(EVERYTHING)[0]]
        assert len(set(paths)) == len(paths)

    def test_names_the_intents_that_values_come_from(self) -> None:
        compiled, refused = self.compiled(EVERYTHING)
        named = {name for item in compiled for name in item.intent.split(", ")} | {item.intent for item in refused}
        assert named <= {*NAMES, *OF_ITSELF}

    def test_where_nothing_is_wanted_it_says_only_what_it_needs_itself(self) -> None:
        compiled, refused = self.compiled(Intents())
        assert not refused
        assert {item.intent for item in compiled} <= OF_ITSELF
        assert {item.path[0] for item in compiled}.isdisjoint({"task_ignore_result", "result_expires"})

    def test_a_refusal_says_why_and_what_to_change_and_names_no_other_backend(self) -> None:
        _, refused = self.compiled(replace(EVERYTHING, keep_results=THOUSANDS_OF_YEARS))
        assert all(item.fact and item.cure for item in refused)
        assert [item.cure for item in refused if "redis" in item.cure.lower()] == []

    def test_any_process_may_ask_or_that_is_refused(self) -> None:
        _, refused = self.compiled(Intents(results="poll"))
        assert [item.intent for item in refused] == ([] if self.takes_poll else ["results"])

    @pytest.mark.parametrize("results", ["caller", "none", None])
    def test_the_sender_may_always_ask(self, results: str | None) -> None:
        assert self.compiled(Intents(results=results))[1] == []  # type: ignore[arg-type]

    def test_results_are_stored_unless_nobody_asks(self) -> None:
        assert self.values(Intents(results="poll"))["task_ignore_result"] is False
        assert self.values(Intents(results="none"))["task_ignore_result"] is True

    def test_results_are_kept_as_long_as_is_wanted(self) -> None:
        assert self.values(Intents(keep_results=3600))["result_expires"] == 3600

    def test_what_does_not_expire_by_itself_takes_beat(self) -> None:
        needs = self.backend.needs(Intents(results="poll", keep_results=3600))
        assert any("beat" in need for need in needs) is not self.backend.expires

    def test_where_nobody_asks_nothing_has_to_run_or_be_known(self) -> None:
        nobody = Intents(results="none", keep_results=3600)
        assert self.backend.needs(nobody) == ()
        assert self.backend.tells(nobody, {"result_backend": self.url}, celery=CELERY) == ()

    def test_a_service_holds_no_password(self) -> None:
        for url in (self.url, self.secret_url):
            service = self.backend.service(EVERYTHING, {"result_backend": url})
            assert "hunter2" not in repr(service)

    def test_keeps_settings_of_a_later_celery_from_an_earlier_one(self) -> None:
        compiled, _ = self.compiled(EVERYTHING, celery=(5, 4, 0))
        later = {name for name, setting in SETTINGS.items() if setting.since in {"5.5", "5.6", "5.7"}}
        assert not {item.path[0] for item in compiled} & later
