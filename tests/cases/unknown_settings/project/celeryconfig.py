import os

broker_url = os.environ["BROKER_URL"]
result_backend = os.environ["RESULTS_URL"]
timezone = "UTC"
