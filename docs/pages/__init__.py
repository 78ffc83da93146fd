"""The pages of the documentation that are derived from the code, the schema and the tests."""
