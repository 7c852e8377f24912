#!/usr/bin/env python3
"""Prints the mutants of a Stryker report that no test noticed, and the score."""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as report:
    files = json.load(report)["files"]

noticed = survived = 0
for name, file in sorted(files.items()):
    lines = file["source"].splitlines()
    for mutant in sorted(file["mutants"], key=lambda m: m["location"]["start"]["line"]):
        if mutant["status"] in ("Killed", "Timeout"):
            noticed += 1
        elif mutant["status"] in ("Survived", "NoCoverage"):
            survived += 1
            start, end = mutant["location"]["start"], mutant["location"]["end"]
            line = lines[start["line"] - 1]
            changed = line[start["column"] - 1 : end["column"] - 1] if start["line"] == end["line"] else line.strip() + " …"
            print(f"{name}:{start['line']}: {mutant['status']}: {changed}  ->  {' '.join(mutant.get('replacement', '').split())}")

total = noticed + survived
print(f"{noticed} of {total} changes noticed: {100 * noticed / total if total else 0:.1f} %")
