"""The texts a member agrees to at sign-up. A changed text gets a new version."""

DOCUMENTS = {"terms": "2026-11", "privacy": "2026-11"}
