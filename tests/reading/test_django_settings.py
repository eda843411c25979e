"""Where Django takes its settings from, and what it says beside Celery's."""

from __future__ import annotations

import pytest

CELERY = """
import os
from celery import Celery
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{module}")
app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
"""


def _files(settings="INSTALLED_APPS = []\n", module="shop.settings", **others):
    files = {"shop/__init__.py": "", "shop/celery.py": CELERY.format(module=module), "shop/settings.py": settings}
    return files | {name.replace("__", "/") + ".py": text for name, text in others.items()}


def test_reads_settings_in_a_package_with_stars(project_of):
    files = {
        "shop/__init__.py": "",
        "shop/celery.py": CELERY.format(module="shop.settings"),
        "shop/settings/__init__.py": "from .base import *\nfrom .queues import *\n",
        "shop/settings/base.py": "INSTALLED_APPS = []\nREDIS = 'redis://h'\nCELERY_BROKER_URL = REDIS + '/0'\n",
        "shop/settings/queues.py": "from .base import REDIS\nCELERY_RESULT_BACKEND = f'{REDIS}/1'\n",
    }
    config = project_of(files).config
    assert (config["broker_url"].value, config["result_backend"].value) == ("redis://h/0", "redis://h/1")


def test_reads_the_environment_s_own_module(project_of):
    files = {
        "shop/__init__.py": "",
        "shop/celery.py": CELERY.format(module="shop.settings.production"),
        "shop/settings/__init__.py": "",
        "shop/settings/base.py": (
            "INSTALLED_APPS = []\nCELERY_BROKER_URL = 'redis://h'\nCELERY_TASK_ALWAYS_EAGER = True\n"
        ),
        "shop/settings/test.py": "from .base import *\nCELERY_BROKER_URL = 'memory://'\n",
        "shop/settings/production.py": "from .base import *\nCELERY_TASK_ALWAYS_EAGER = False\n",
    }
    config = project_of(files).config
    assert config["broker_url"].value == "redis://h"
    assert config["task_always_eager"].value is False


def test_a_star_at_the_end_beats_what_stands_above(project_of):
    settings = "INSTALLED_APPS = []\nCELERY_TIMEZONE = 'UTC'\nCELERY_BROKER_URL = 'redis://a'\nfrom .local import *\n"
    config = project_of(_files(settings, shop__local="CELERY_BROKER_URL = 'redis://b'\n")).config
    assert config["broker_url"].value == "redis://b"
    assert config["timezone"].value == "UTC"


def test_a_star_that_is_imported_in_some_cases_only_is_not_certain(project_of):
    settings = "INSTALLED_APPS = []\nCELERY_BROKER_URL = 'redis://a'\nif unheard_of:\n    from .local import *\n"
    config = project_of(_files(settings, shop__local="CELERY_BROKER_URL = 'redis://b'\n")).config
    assert config["broker_url"].unknown


def test_a_developer_s_own_module_that_is_not_there_changes_nothing(project_of):
    settings = (
        "INSTALLED_APPS = []\nCELERY_BROKER_URL = 'redis://a'\n"
        "try:\n    from .local import *\nexcept ImportError:\n    pass\n"
    )
    assert project_of(_files(settings)).config["broker_url"].value == "redis://a"


def test_takes_manage_py_s_word_where_the_app_says_nothing(project_of):
    files = _files("INSTALLED_APPS = []\nCELERY_BROKER_URL = 'redis://h'\n")
    files["shop/celery.py"] = files["shop/celery.py"].replace("os.environ", "dict()")
    manage = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n"
    below = {f"backend/{name}": text for name, text in (files | {"manage.py": manage}).items()}
    assert project_of(below).config["broker_url"].value == "redis://h"


def test_takes_the_settings_of_the_program_rather_than_of_its_tests(project_of):
    files = _files(
        "INSTALLED_APPS = []\nCELERY_BROKER_URL = 'redis://h'\n", shop__test_settings="INSTALLED_APPS = []\n"
    )
    files["shop/celery.py"] = CELERY.format(module="shop.settings").replace(
        "os.environ",
        "import sys\nif sys.argv:\n    os.environ['DJANGO_SETTINGS_MODULE'] = 'shop.test_settings'\nos.environ",
        1,
    )
    assert project_of(files).config["broker_url"].value == "redis://h"


CONFIGURATIONS = """
from configurations import Configuration, values
class Base(Configuration):
    INSTALLED_APPS = []
    CELERY_BROKER_URL = values.Value("redis://h", environ_name="BROKER", environ_prefix=None)
    CELERY_RESULT_BACKEND = values.Value("redis://r")
    CELERY_TASK_TIME_LIMIT = values.PositiveIntegerValue(30, environ_prefix="SHOP")
    CELERY_TIMEZONE = values.SecretValue()
class Test(Base):
    CELERY_TASK_ALWAYS_EAGER = True
class Production(Base):
    CELERY_ENABLE_UTC = True
"""


def test_reads_the_class_that_is_named(project_of):
    files = _files(CONFIGURATIONS)
    files["shop/celery.py"] += "\nos.environ.setdefault('DJANGO_CONFIGURATION', 'Production')\n"
    config = project_of(files).config
    told = {name: (config[name].value, config[name].variable) for name in ("broker_url", "result_backend")}
    assert told == {
        "broker_url": ("redis://h", "BROKER"),
        "result_backend": ("redis://r", "DJANGO_CELERY_RESULT_BACKEND"),
    }
    limit = config["task_time_limit"]
    assert (limit.value, limit.type, limit.variable) == (30, int, "SHOP_CELERY_TASK_TIME_LIMIT")
    assert config["timezone"].unknown
    assert config["enable_utc"].value is True
    assert not config.written("task_always_eager")


def test_reads_a_class_that_exports_itself(project_of):
    settings = """
from ours.loading import Settings
class Base(Settings):
    HOST = "base"
    CELERY_TASK_ALWAYS_EAGER = False
    @property
    def INSTALLED_APPS(self):
        return ["shop.orders"]
    @property
    def CELERY_BROKER_URL(self):
        return f"redis://{self.HOST}/0"
class Production(Base):
    HOST = "h"
Production.load_settings(__name__)
"""
    project = project_of(_files(settings))
    assert project.config["broker_url"].value == "redis://h/0"
    assert project.config["task_always_eager"].value is False
    assert project.django["INSTALLED_APPS"].value == ["shop.orders"]


def test_tells_what_django_is_told(project_of):
    settings = """
INSTALLED_APPS = ["shop.orders"]
CACHES = {"default": {"LOCATION": "redis://h/1"}}
TIME_ZONE = "Europe/Oslo"
"""
    django = project_of(_files(settings)).django
    assert django["CACHES"].value == {"default": {"LOCATION": "redis://h/1"}}
    assert django["TIME_ZONE"].value == "Europe/Oslo"
    assert not django["LOGGING"].known
    assert django.package == "shop"
    assert django.place.path == "shop/__init__.py"
    assert django.complete


@pytest.mark.parametrize(
    ("files", "loads"),
    [
        ({}, False),
        ({"shop/__init__.py": "from .celery import app as celery_app\n"}, True),
        ({"shop/__init__.py": "from shop import celery\n"}, True),
        ({"shop/orders/__init__.py": "", "shop/orders/apps.py": "from shop.celery import app\n"}, True),
        ({"shop/settings.py": "INSTALLED_APPS = []\nfrom .celery import app\n"}, True),
        ({"shop/settings.py": "INSTALLED_APPS = unheard_of\n"}, None),
    ],
)
def test_knows_whether_django_loads_the_app(files, loads, project_of):
    assert project_of(_files("INSTALLED_APPS = ['shop.orders']\n") | files).django.loads_app is loads


def test_there_is_no_django_where_there_is_none(app_of):
    assert app_of("from celery import Celery\napp = Celery()\n").django is None


def test_reads_settings_that_are_put_together_from_files(project_of):
    files = _files("", module="shop.settings") | {
        "shop/settings/__init__.py": (
            "from split_settings.tools import include, optional\n"
            "include('components/base.py', 'components/queues.py', optional('local.py'))\n"
        ),
        "shop/settings/components/base.py": "INSTALLED_APPS = []\nCELERY_BROKER_URL = 'redis://h'\n",
        "shop/settings/components/queues.py": "CELERY_TASK_DEFAULT_QUEUE = 'shop'\n",
    }
    del files["shop/settings.py"]
    config = project_of(files).config
    assert (config["broker_url"].value, config["task_default_queue"].value) == ("redis://h", "shop")


def test_settings_that_a_pattern_includes_are_not_all_seen(project_of):
    settings = "from split_settings.tools import include\nINSTALLED_APPS = []\ninclude('components/*.py')\n"
    assert not project_of(_files(settings)).config.complete


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, True),
        ({"shop/tests/settings.py": ""}, True),
        ({"other/settings.py": ""}, False),
        ({"manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'gone.settings')\n"}, False),
    ],
)
def test_where_nothing_says_which_the_only_settings_are_taken(more, found, read_files):
    files = {
        "shop/__init__.py": "",
        "shop/celery.py": (
            "from celery import Celery\napp = Celery('shop')\n"
            "app.config_from_object('django.conf:settings', namespace='CELERY')\n"
        ),
        "shop/settings.py": "CELERY_BROKER_URL = 'redis://h'\n",
    }
    [project] = [each for each in read_files(files | more).projects if each.app]
    assert project.config.written("broker_url") is found
