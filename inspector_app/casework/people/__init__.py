"""The bureau's own: workspaces, officers, keys, rights, the edition of forms in use."""
