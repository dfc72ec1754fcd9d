"""One module a page: filters, query, empty state, figures."""
