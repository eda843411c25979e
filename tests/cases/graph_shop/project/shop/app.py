from celery import Celery
from celery.schedules import crontab
from kombu import Exchange, Queue

app = Celery("shop", include=["shop.orders", "shop.media", "shop.mail"])
news = Exchange("news", "topic")
app.conf.update(
    broker_url="redis://:s3cret@cache:6379/0",
    result_backend="redis://:s3cret@cache:6379/0",
    task_queues=[
        Queue("celery"),
        Queue("media"),
        Queue("mail.all", news, routing_key="mail.#"),
        Queue("mail.urgent", news, routing_key="mail.urgent.*"),
    ],
    task_routes={
        "shop.media.*": {"queue": "media"},
        "shop.mail.newsletter": {"queue": "mail.all", "routing_key": "mail.bulk"},
        "shop.mail.alarm": {"exchange": "news", "routing_key": "mail.urgent.now"},
        "shop.orders.archive": {"queue": "archive"},
        "shop.ordrs.*": {"queue": "media"},
    },
    task_acks_late=True,
    task_time_limit=7200,
    beat_schedule={
        "nightly": {"task": "shop.orders.archive", "schedule": crontab(hour=3)},
        "pulse": {"task": "shop.orders.puls", "schedule": 30},
        "news": {"task": "shop.mail.newsletter", "schedule": crontab(minute=0, hour=8, day_of_week=1)},
    },
)
