//! Requests in, views out: customers.
