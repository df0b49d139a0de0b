"""The journal: entries, chain, bundles and their pure fold. No SQL, no disk, no clock."""
