"""HTTP: schemas, routes and pages."""
