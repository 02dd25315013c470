"""Finished dossiers played again by other diagrams and tables: what was recorded of them, and how they would have gone.

Nothing is written and no operation is called: people's answers, operations and facts are taken from the record.
"""
