"""A Django site with the scenario as a flow of django-viewflow."""
