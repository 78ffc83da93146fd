"""Jobs: what takes its time, each in a process of its own that ends with the server."""
