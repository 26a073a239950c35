//! Requests in, views out: search.
