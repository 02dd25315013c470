"""The questions that pages ask. Answers are frozen dataclasses; nothing is changed."""
