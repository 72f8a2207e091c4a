package org.pellucid.report.document;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A document: what it says, not how it looks.
 *
 * @param title above all
 * @param summary a paragraph under the title, in the markup of {@link Inline}
 * @param sections in order
 * @param references all that may be cited; only what is cited is printed
 */
public record Document(String title, String summary, List<Section> sections, List<Reference> references) {
    /** @throws IllegalArgumentException if something is cited that is not among the references */
    public Document {
        sections = List.copyOf(sections);
        references = List.copyOf(references);
        Set<String> known = new LinkedHashSet<>();
        references.forEach(reference -> known.add(reference.key()));
        for (String key : cited(summary, sections)) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(
                        "document cites '" + key + "' but knows only " + known + ": add the reference");
            }
        }
    }

    /**
     * A part of it.
     *
     * @param level 1 for a section, 2 for a subsection
     * @param title in the markup of {@link Inline}
     * @param blocks in order
     */
    public record Section(int level, String title, List<Block> blocks) {
        public Section {
            blocks = List.copyOf(blocks);
        }
    }

    /** What is cited, in the order of the references. */
    List<Reference> cited() {
        Set<String> keys = cited(summary, sections);
        return references.stream().filter(r -> keys.contains(r.key())).toList();
    }

    private static Set<String> cited(String summary, List<Section> sections) {
        Set<String> keys = new LinkedHashSet<>(Inline.citations(summary));
        for (Section section : sections) {
            keys.addAll(Inline.citations(section.title()));
            for (Block block : section.blocks()) {
                block.texts().forEach(text -> keys.addAll(Inline.citations(text)));
            }
        }
        return keys;
    }
}
