print("no task queue here")
