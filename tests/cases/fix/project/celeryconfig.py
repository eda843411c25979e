# the shop
broker_url = "redis://cache:6379/0"
task_ack_late = True  # after its end
result_expire = 3600
