"""Makes the two type files of the charts from Liberation Sans 2.1 (Debian: fonts-liberation2; fontTools 4.38).

Run from the project's root:  /usr/bin/python3 src/test/python/make_typeface.py FOLDER-OF-LIBERATION-SANS

Kept are Latin, Greek, Cyrillic, punctuation, arrows and signs; hints go. The SIL Open Font License reserves the name "Liberation", so
the result bears another.
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = [(0x20, 0x17F), (0x384, 0x3CE), (0x400, 0x45F), (0x1E00, 0x1EFF), (0x2010, 0x203A), (0x20AC, 0x20AC), (0x2122, 0x2122),
          (0x2190, 0x2195), (0x2200, 0x2265), (0x25A0, 0x25E6)]

for style in ("Regular", "Bold"):
    font = TTFont(f"{sys.argv[1]}/LiberationSans-{style}.ttf", recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, name_IDs=[0, 1, 2, 4, 5, 6, 13, 14])
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "FFTM", "kern", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[u for first, last in RANGES for u in range(first, last + 1)])
    subsetter.subset(font)
    for record in font["name"].names:
        name = {1: "Pellucid Sans", 4: f"Pellucid Sans {style}", 6: f"PellucidSans-{style}"}.get(record.nameID)
        if name:
            font["name"].setName(name, record.nameID, record.platformID, record.platEncID, record.langID)
    font.save(f"src/main/resources/org/pellucid/report/PellucidSans-{style}.ttf")
