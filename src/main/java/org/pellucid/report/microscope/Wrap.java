package org.pellucid.report.microscope;

import java.util.ArrayList;
import java.util.List;

/** Words into lines that fit a terminal. */
final class Wrap {
    private static final int WIDTH = 80;

    private Wrap() {}

    static List<String> lines(String text, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : List.of(text.split(" ", -1))) {
            if (!line.isEmpty() && indent.length() + line.length() + 1 + word.length() > WIDTH) {
                lines.add(indent + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(indent + line);
        return lines;
    }
}
