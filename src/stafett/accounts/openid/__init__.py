"""Logging in with an identity provider (OpenID Connect): what is asked of it, and what is believed."""
