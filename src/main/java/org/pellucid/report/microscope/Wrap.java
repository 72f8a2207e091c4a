package org.pellucid.report.microscope;

import java.util.ArrayList;
import java.util.List;

/** Words into lines that fit a terminal. */
final class Wrap {
    private static final int WIDTH = 80;

    private Wrap() {}

    static List<String> lines(String text, String indent) {
        return hanging(text, indent, indent);
    }

    /** @param further indent of all lines but the first */
    static List<String> hanging(String text, String indent, String further) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : List.of(text.split(" ", -1))) {
            String before = lines.isEmpty() ? indent : further;
            if (!line.isEmpty() && before.length() + line.length() + 1 + word.length() > WIDTH) {
                lines.add(before + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add((lines.isEmpty() ? indent : further) + line);
        return lines;
    }

    static boolean fits(String line) {
        return line.length() <= WIDTH;
    }
}
