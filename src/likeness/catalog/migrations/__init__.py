"""The history of the schema, run by `likeness.catalog.migrate`."""
