"""From which folder a program is run."""

from __future__ import annotations

import pytest

from celerykit.reading.tops import Tops
from tests.reading.conftest import write


@pytest.fixture
def tops(tmp_path):
    def of(files):
        write(tmp_path, files)
        return Tops(tmp_path, lambda file: file.read_bytes())

    return of


def test_goes_by_what_files_import(tops, tmp_path):
    found = tops({"api/jobs/a.py": "import jobs.b\nfrom jobs import c\n", "api/jobs/b.py": "from jobs.a import x\n"})
    assert found.run_from(tmp_path / "api/jobs") == tmp_path / "api"


def test_goes_by_the_most(tops, tmp_path):
    files = {"api/a.py": "import api.b\n", "api/b.py": "import helper, api\n", "api/helper.py": ""}
    assert tops(files).run_from(tmp_path / "api") == tmp_path


def test_goes_by_the_folder_s_own_files_first(tops, tmp_path):
    files = {
        "lib/__init__.py": "",
        "examples/one/main.py": "app.config_from_object('conf')\n",
        "examples/one/conf.py": "",
        "examples/two/a.py": "import lib\n",
        "examples/two/b.py": "import lib\n",
        "examples/three/c.py": "",
    }
    found = tops(files)
    assert found.run_from(tmp_path / "examples/one") == tmp_path / "examples/one"
    assert found.run_from(tmp_path / "examples/three") == tmp_path


@pytest.mark.parametrize("text", ["", "import os\n", "import a\n"])
def test_does_not_know_where_nothing_tells(text, tops, tmp_path):
    # `a` is in both folders: it says nothing.
    found = tops({"api/x.py": text, "api/a.py": "", "a.py": ""})
    assert found.run_from(tmp_path / "api") is None


def test_says_nothing_of_the_root_and_of_folders_outside(tops, tmp_path):
    found = tops({"a.py": "import a\n"})
    assert found.run_from(tmp_path) is None
    assert found.run_from(tmp_path.parent) is None


MANAGE = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n"


@pytest.mark.parametrize(
    ("files", "managed"),
    [
        ({"api/manage.py": MANAGE, "api/shop/settings.py": ""}, True),
        ({"api/manage.py": MANAGE}, False),
        ({"api/manage.py": "print(1)\n", "api/shop/settings.py": ""}, False),
        ({"manage.py": MANAGE, "shop/settings.py": "", "api/x.py": ""}, False),
    ],
)
def test_goes_by_the_file_that_manages_it(files, managed, tops, tmp_path):
    found = tops(files).managed_from(tmp_path / "api" / "shop", tmp_path)
    assert found == (tmp_path / "api" if managed else None)
