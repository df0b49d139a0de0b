"""An inspection from its beginning to its end: findings, photos, marks, checklists, phrases."""
