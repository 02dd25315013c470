"""The app that holds the flow."""
