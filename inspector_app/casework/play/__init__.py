"""A case played through the main job, for training, demonstration and measuring."""
