"""Look-alikes of other servers' APIs."""
