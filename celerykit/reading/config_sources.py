"""What is given to `config_from_object`, and what it holds."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace

from celerykit.project import Failure
from celerykit.reading.choices import choices
from celerykit.reading.config_objects import alternatives, contents
from celerykit.reading.entries import Contents, entry, keyword_place
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.scopes import Scope
from celerykit.reading.setting_names import setting_of
from celerykit.reading.sources import Module
from celerykit.reading.things import Class, Expression, InModule, Outside, Thing

__all__ = ["ConfigSources", "text_of"]

# Arguments of load_profile that are no settings.
_NOT_SETTINGS = frozenset({"app_name", "env", "intent", "name"})


@dataclass(slots=True, repr=False)
class ConfigSources:
    """Reads config objects.

    judged: the modules in which they stand. failures: of those that do not parse.
    not_checked: a sentence for each profile that is loaded: it is judged by itself.
    """

    evaluator: Evaluator
    judged: set[Module] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)

    def read(self, node: ast.expr | None, scope: Scope, namespace: str) -> Contents:
        """What the object that an expression stands for holds."""
        if node is None:
            return Contents(complete=False)
        value = self.evaluator.value(node, scope)
        if value.known and isinstance(value.value, str):
            return self._held(self._named(value.value, scope), namespace)
        things = choices(node, scope, self.evaluator)
        # What is there for tests is not what is judged, unless there is nothing else.
        used = [thing for thing in things if not _for_tests(thing)] or things
        found = [self._held(thing, namespace) for thing in used]
        return alternatives(found) if found else Contents(complete=False)

    def _held(self, thing: Thing | None, namespace: str) -> Contents:
        if isinstance(thing, Outside):
            thing = self.evaluator.django if thing.dotted == "django.conf.settings" else None
        if isinstance(thing, Expression) and isinstance(thing.node, ast.Call) and self._is_profile(thing):
            return self._profile(thing.node, thing.scope)
        self._note(thing)
        found = contents(thing, self.evaluator, namespace)
        if isinstance(thing, InModule) and self._filled_elsewhere(thing):
            self.not_checked.append(f"the settings in {thing.module.path} are made when it runs, and were not read")
            return replace(found, complete=False)
        return found

    def _filled_elsewhere(self, thing: InModule) -> bool:
        """Whether a Django settings module is filled when it runs, by a class or a function: it names no apps then.

        One that neither calls nor declares anything is what it is: a part of one, or the least that works.
        """
        if thing != self.evaluator.django or self.evaluator.names.member(thing.module, "INSTALLED_APPS") is not None:
            return False
        return any(
            isinstance(node, (ast.ClassDef, ast.If, ast.Try, ast.With, ast.For))
            or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
            for node in thing.module.tree.body
        )

    def _note(self, thing: Thing | None) -> None:
        if isinstance(thing, InModule):
            self.judged.add(thing.module)
        elif isinstance(thing, (Class, Expression)):
            self.judged.add(thing.scope.module)

    def _named(self, text: str, scope: Scope) -> Thing | None:
        """What a text names: a module, or something in one (celery/loaders/base.py, _smart_import)."""
        names = self.evaluator.names
        module, _, attribute = text.partition(":")
        if module == "django.conf":
            return self.evaluator.django
        found = names.module(module, scope.module)
        file = names.program.find(module, scope.module.file)
        if file in names.program.failures and file not in names.program.newer:
            self.failures.append(names.program.failures[file])
        if not attribute and not isinstance(found, InModule):
            module, _, attribute = text.rpartition(".")
            found = names.module(module, scope.module) if module else found
        if not isinstance(found, InModule):
            return None
        return names.member(found.module, attribute) if attribute else found

    def _is_profile(self, thing: Expression) -> bool:
        assert isinstance(thing.node, ast.Call)
        dotted = self.evaluator.names.dotted(thing.node.func, thing.scope)
        return dotted.startswith("celerykit.") and dotted.endswith(".load_profile")

    def _profile(self, node: ast.Call, scope: Scope) -> Contents:
        """`load_profile("redis-redis", include=[…])`: the profile is not read here, its keyword settings are."""
        first = node.args[0] if node.args else next((word.value for word in node.keywords if word.arg == "name"), None)
        name = text_of(first, scope, self.evaluator)
        place = scope.module.place(node)
        which = f'the profile "{name}"' if name else "the profile"
        cure = f"; celerykit validate profile:{name} judges it" if name else ""
        self.not_checked.append(f"{which} that {place.path}:{place.line} loads was not read statically{cure}")
        entries = tuple(
            entry(
                word.arg,
                setting_of(word.arg),
                self.evaluator.value(word.value, scope),
                keyword_place(word, scope),
                "keyword",
            )
            for word in node.keywords
            if word.arg and word.arg not in _NOT_SETTINGS
        )
        return Contents(entries, complete=False)


def _for_tests(thing: Thing | None) -> bool:
    return isinstance(thing, Class) and "test" in thing.node.name.lower()


def text_of(node: ast.expr | None, scope: Scope, evaluator: Evaluator) -> str:
    """The text that an expression is, "" where it is none, or not known."""
    value = evaluator.value(node, scope) if node else None
    return value.value if value and value.known and isinstance(value.value, str) else ""
