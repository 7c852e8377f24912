#!/usr/bin/env python3
"""survivors.py REPORT [LEAST]: the mutants of a Stryker report that no test noticed, and the score; ends with 1 when it is below LEAST per cent.

What is made once in a process (a static field) was made before the runner switches a change on: such survivors say nothing about the tests and are listed apart.
"""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as report:
    files = json.load(report)["files"]

noticed, survivors, once = 0, [], []
for name, file in sorted(files.items()):
    lines = file["source"].splitlines()
    for mutant in sorted(file["mutants"], key=lambda m: m["location"]["start"]["line"]):
        if mutant["status"] in ("Killed", "Timeout"):
            noticed += 1
        elif mutant["status"] in ("Survived", "NoCoverage"):
            start, end = mutant["location"]["start"], mutant["location"]["end"]
            line = lines[start["line"] - 1]
            changed = line[start["column"] - 1 : end["column"] - 1] if start["line"] == end["line"] else line.strip() + " …"
            told = f"{name}:{start['line']}: {mutant['status']}: {changed}  ->  {' '.join(mutant.get('replacement', '').split())}"
            (once if mutant.get("static") else survivors).append(told)

if once:
    print("Made once in a process, so that the change was never seen:", *once, "", sep="\n")
print(*survivors, sep="\n")
total = noticed + len(survivors)
score = 100 * noticed / total if total else 0
print(f"{noticed} of {total} changes noticed: {score:.1f} %; {len(once)} more were never seen")
sys.exit(score < float(sys.argv[2]) if len(sys.argv) > 2 else 0)
