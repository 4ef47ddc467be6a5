"""Flask plumbing: access, one transaction a request, error pages, forms, filters, headers."""
