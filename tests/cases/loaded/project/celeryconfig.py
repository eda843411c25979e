broker_url = "redis://cache:6379/" + str(len("x") - 1)
result_backend = "".join(["redis://", "cache:6379/0"])
print("noise on stdout")
