"""Megabytes that `pip install lightgbm pandas scikit-learn` puts on the disk, without Python itself."""

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

found = {}
waiting = ["lightgbm", "pandas", "scikit-learn"]
while waiting:
    name = waiting.pop()
    try:
        package = distribution(name)
    except PackageNotFoundError:
        continue
    if package.name in found:
        continue
    files = (Path(package.locate_file(file)) for file in package.files or [])
    found[package.name] = sum(file.stat().st_size for file in files if file.is_file())
    required = (line for line in package.requires or [] if "extra ==" not in line)
    waiting += [re.match(r"[\w.-]+", line).group() for line in required]

print(json.dumps({"mb": sum(found.values()) / 1e6, "packages": sorted(found)}))
