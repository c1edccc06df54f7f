"""The event log: its days, what waits to be written, and what the browser tells."""
