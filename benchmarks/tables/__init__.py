"""Reading and checking large tables: seconds and memory for each format."""
