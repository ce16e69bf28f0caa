#!/usr/bin/env python3
"""The one door for commands: `run` starts the office, `test` tests it, the rest are Django's and our own.

This file is read by any Python 3, also one too old for the project, to say so.
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "需要 Python 3.11 或更新版本，当前是 {}.{}。Python 3.11 or later is needed.".format(*sys.version_info[:2])
    )
if os.name != "posix":
    sys.exit("请在 Linux 或 macOS 上运行。Linux or macOS is needed.")

from config import environment


def main():
    try:
        environment.enter(testing="test" in sys.argv[1:2])
        from config import launcher

        return launcher.main(sys.argv)
    except environment.Refused as refusal:
        return str(refusal)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
