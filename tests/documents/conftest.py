"""Samples and readers by name: with importmode=importlib a folder of tests is no package."""

import importlib.util
import sys
from pathlib import Path


def _load(name: str, file: str) -> None:
    if name in sys.modules:
        return
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(file))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


_load("document_samples", "samples.py")
_load("document_reading", "reading.py")
