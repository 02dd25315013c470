"""The verbs: one file per noun, one function per verb. Each runs in the caller's transaction and never commits."""
