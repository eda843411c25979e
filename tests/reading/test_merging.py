"""What loading told, beside what is written."""

from __future__ import annotations


def test_what_is_written_is_kept_where_another_value_is_loaded(project_of):
    text = 'broker_url = "memory://"\ntask_acks_late = True\nglobals().update(task_acks_late=False)\n'
    project = project_of({"celeryconfig.py": text}, "celeryconfig", static=False)
    entry = project.config.entry("task_acks_late")
    assert project.config.loaded
    assert (entry.value.value, entry.as_written.value) == (False, True)
    assert project.config.entry("broker_url").as_written is None


def test_nothing_else_is_written_without_loading(project_of):
    project = project_of({"celeryconfig.py": "task_acks_late = True\n"}, "celeryconfig")
    assert not project.config.loaded
    assert project.config.entry("task_acks_late").as_written is None


def test_a_module_that_the_environment_names_may_be_another_than_the_one_read(project_of, monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "proj.production")
    text = 'broker_url = "memory://"\ntask_acks_late = True\nglobals().update(task_acks_late=False)\n'
    project = project_of({"celeryconfig.py": text}, "celeryconfig", static=False)
    assert project.config.entry("task_acks_late").as_written is None
