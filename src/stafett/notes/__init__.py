"""Notes about a case, and every attempt to reach the person: contact is never dropped (A7)."""
