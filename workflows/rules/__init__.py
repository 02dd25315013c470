"""Law and local rules as pure functions: given facts, they answer; they read no table, no clock and no request."""
