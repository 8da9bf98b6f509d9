"""How people write what they type into forms, by language; Django asks here first."""
