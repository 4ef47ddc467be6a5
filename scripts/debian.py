"""Packages of the operating system that the tests need: installed when root on Debian."""

import os
import subprocess
from pathlib import Path


def can_install() -> bool:
    """Only root, and only where apt-get is the way."""
    return os.name == "posix" and os.geteuid() == 0 and Path("/etc/debian_version").exists()


def install(*packages: str) -> None:
    """Fetch packages without asking anything. Raises CalledProcessError."""
    print(f"Installing Debian's {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        subprocess.run(
            command, env=quiet, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
