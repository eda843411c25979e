from __future__ import annotations

from dataclasses import replace

from tests.rules.build import found, only, task

MAIL = replace(task("proj.mail.send"), name="send")
LETTER = replace(task("proj.letters.send", line=7), name="send")


def test_two_functions_of_one_name() -> None:
    finding = only("CK504", tasks=[MAIL, LETTER], imported=["proj.mail", "proj.letters"])
    assert finding.message == (
        "2 functions are tasks of the name send: proj.mail.send, proj.letters.send; "
        "the one imported first is run for all"
    )
    assert finding.place == LETTER.place


def test_in_one_module() -> None:
    other = replace(MAIL, function="send_letter")
    assert "proj.mail.send_letter" in only("CK504", tasks=[MAIL, other], imported=["proj.mail"]).message


def test_is_silent_about_a_module_that_no_worker_imports() -> None:
    assert found("CK504", tasks=[MAIL, LETTER], imported=["proj.mail"]) == []


def test_is_silent_about_one_function_in_two_branches() -> None:
    assert found("CK504", tasks=[MAIL, replace(MAIL, place=None)], imported=["proj.mail"]) == []


def test_is_silent_about_names_that_are_not_known() -> None:
    tasks = [replace(MAIL, name=None), replace(LETTER, name=None)]
    assert found("CK504", tasks=tasks, imported=["proj.mail", "proj.letters"]) == []


def test_is_silent_about_different_names() -> None:
    tasks = [MAIL, replace(LETTER, name="send-letter")]
    assert found("CK504", tasks=tasks, imported=["proj.mail", "proj.letters"]) == []
