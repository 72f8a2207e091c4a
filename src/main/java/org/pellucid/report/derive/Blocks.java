package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.List;
import org.pellucid.report.document.Block;
import org.pellucid.report.document.Document;
import org.pellucid.report.document.Tensor;

/** Collects the blocks of a section. */
final class Blocks {
    private final List<Block> blocks = new ArrayList<>();

    Blocks text(String text) {
        return add(new Block.Paragraph(text));
    }

    Blocks formula(String tex) {
        return add(new Block.Formula(tex));
    }

    /** Lines of a derivation: left, right, rule, and again. */
    Blocks lines(String... triples) {
        assert triples.length % 3 == 0 : "left, right and rule of each line";
        List<Block.Line> lines = new ArrayList<>();
        for (int i = 0; i < triples.length; i += 3) {
            lines.add(new Block.Line(triples[i], triples[i + 1], triples[i + 2]));
        }
        return add(new Block.Derivation(lines));
    }

    Blocks tensors(String id, Tensor... tensors) {
        return add(new Block.Tensors(id, List.of(tensors)));
    }

    Blocks tensors(String id, List<Tensor> tensors) {
        return add(new Block.Tensors(id, tensors));
    }

    Blocks add(Block block) {
        blocks.add(block);
        return this;
    }

    Document.Section section(int level, String title) {
        return new Document.Section(level, title, blocks);
    }
}
