package org.pellucid.report.derive;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.report.document.Block;
import org.pellucid.report.document.Document.Section;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.SqueezeExciteSpec;

/** The table of symbols, as far as this document needs them: rows of {@code docs/notation.md}, word for word. */
final class NotationPart {
    /** What a symbol belongs to. */
    private enum Topic {
        ALWAYS,
        CONV,
        DENSE,
        DROPOUT,
        GATE,
        MEAN,
        MOMENTS,
        NORM,
        PICTURE,
        VELOCITY,
        WINDOW
    }

    /** A row of the table. */
    record Row(Topic topic, String symbol, String identifier, String shape, String meaning) {
        List<String> cells() {
            return List.of(symbol, identifier, shape, meaning);
        }
    }

    /** All rows, in the order of the page. */
    static final List<Row> ROWS = List.of(
            new Row(Topic.ALWAYS, "$x$", "`x`", "[n, cIn, hIn, wIn] or [n, features]", "what goes into a layer"),
            new Row(Topic.ALWAYS, "$y$", "`y`", "[n, cOut, hOut, wOut] or [n, units]", "what comes out of it"),
            new Row(Topic.ALWAYS, "$w$", "`w`", "[cOut, cIn / groups, kH, kW] or [units, features]", "weights"),
            new Row(Topic.ALWAYS, "$b$", "`b`", "[cOut] or [units]", "bias"),
            new Row(Topic.ALWAYS, "$L$", "`loss`", "one number", "what training makes small"),
            new Row(Topic.ALWAYS, "$dx$", "`dx`", "as $x$", "$\\partial L / \\partial x$; overwritten by backward"),
            new Row(Topic.ALWAYS, "$dy$", "`dy`", "as $y$", "$\\partial L / \\partial y$; given to backward"),
            new Row(Topic.ALWAYS, "$dw$", "`dw`", "as $w$", "$\\partial L / \\partial w$; backward adds to it"),
            new Row(Topic.ALWAYS, "$db$", "`db`", "as $b$", "$\\partial L / \\partial b$; backward adds to it"),
            new Row(
                    Topic.NORM,
                    "$\\gamma, \\beta$",
                    "`gamma`, `beta`",
                    "[c]",
                    "scale and shift of batch normalisation"),
            new Row(
                    Topic.NORM,
                    "$\\mu, \\sigma^2$",
                    "`mean`, `variance`",
                    "[c]",
                    "statistics of a channel, without Bessel's correction"),
            new Row(Topic.NORM, "$\\hat x$", "`xHat`", "as $x$", "normalised $x$"),
            new Row(Topic.GATE, "$s$", "`gate`", "[n, c]", "gate of squeeze-and-excitation"),
            new Row(Topic.DROPOUT, "$k_i$", "`keep`", "as $x$", "1 where dropout keeps a value, else 0"),
            new Row(
                    Topic.CONV,
                    "$X$",
                    "`columns`",
                    "[cIn / groups · kH · kW, hOut · wOut]",
                    "matrix of columns (im2col); capitals are matrices"),
            new Row(Topic.ALWAYS, "$z$", "`z`, logits", "[n, k]", "scores before the softmax"),
            new Row(Topic.ALWAYS, "$p$", "`p`", "[n, k]", "probabilities after it; in optimisers: a parameter"),
            new Row(Topic.ALWAYS, "$t$", "`t`", "[n, k]", "targets; in optimisers: the number of the step"),
            new Row(Topic.ALWAYS, "$n$", "`n`", "whole number", "examples in the batch, or one of them"),
            new Row(
                    Topic.PICTURE,
                    "$c$",
                    "`c`",
                    "whole number",
                    "input channels, or one of them, counted inside a group"),
            new Row(Topic.CONV, "$o$", "`o`", "whole number", "one output channel"),
            new Row(Topic.CONV, "$c_{in}, c_{out}$", "`cIn`, `cOut`", "whole number", "input and output channels"),
            new Row(
                    Topic.PICTURE,
                    "$h, w$",
                    "`h`, `w`",
                    "whole number",
                    "rows and columns of a picture, or one of them"),
            new Row(Topic.WINDOW, "$k_H, k_W$", "`kH`, `kW`", "whole number", "rows and columns of the kernel"),
            new Row(
                    Topic.WINDOW,
                    "$h_{in}, w_{in}, h_{out}, w_{out}$",
                    "`hIn`, `wIn`, `hOut`, `wOut`",
                    "whole number",
                    "rows and columns going in and coming out"),
            new Row(Topic.WINDOW, "$kh, kw$", "`kh`, `kw`", "whole number", "row and column in the kernel"),
            new Row(Topic.WINDOW, "$oh, ow$", "`oh`, `ow`", "whole number", "row and column in the output"),
            new Row(
                    Topic.WINDOW,
                    "$ih, iw$",
                    "`ih`, `iw`",
                    "whole number",
                    "row and column in the input; may lie in the padding"),
            new Row(Topic.WINDOW, "$s_h, s_w$", "`strideH`, `strideW`", "whole number", "stride"),
            new Row(Topic.CONV, "$d_h, d_w$", "`dilationH`, `dilationW`", "whole number", "dilation"),
            new Row(Topic.WINDOW, "$p_h, p_w$", "`padTop`, `padLeft`", "whole number", "zeros above and to the left"),
            new Row(Topic.CONV, "$g$", "`groups`", "whole number", "groups of channels"),
            new Row(Topic.MEAN, "$m$", "`m`", "whole number", "values that a mean is taken over"),
            new Row(Topic.DENSE, "$f, u$", "`f`, `u`", "whole number", "one feature, one unit of a dense layer"),
            new Row(Topic.ALWAYS, "$k$", "`k`", "whole number", "classes; in im2col: rows of the matrix of columns"),
            new Row(
                    Topic.ALWAYS,
                    "$i, j$",
                    "`i`, `j`",
                    "whole number",
                    "example and class in the loss; any value elsewhere"),
            new Row(
                    Topic.ALWAYS,
                    "$\\varepsilon$",
                    "`epsilon`",
                    "number",
                    "keeps a denominator from 0; in the loss: the part that smoothing shares out"),
            new Row(
                    Topic.NORM,
                    "$\\alpha$",
                    "`momentum`, `alpha`",
                    "number",
                    "what running statistics take of a batch; in ELU: its depth"),
            new Row(Topic.DROPOUT, "$r$", "`rate`", "number in [0, 1)", "probability that dropout drops a value"),
            new Row(Topic.ALWAYS, "$\\eta$", "`rate`", "number", "learning rate of an optimiser"),
            new Row(Topic.ALWAYS, "$\\lambda$", "`decay`", "number", "weight decay"),
            new Row(Topic.VELOCITY, "$\\mu$", "`mu`", "number", "momentum of an optimiser, what its velocity keeps"),
            new Row(
                    Topic.MOMENTS,
                    "$v, s, m$",
                    "`v`, `s`, `m`",
                    "as the parameter",
                    "velocity (in the Adam family: mean of the squared gradients); mean of the squared gradients; mean of the gradients"),
            new Row(
                    Topic.MOMENTS,
                    "$\\rho, \\beta_1, \\beta_2$",
                    "`rho`, `beta1`, `beta2`",
                    "number",
                    "what running means keep"),
            new Row(Topic.ALWAYS, "$\\langle a, b \\rangle$", "`inner` (tests)", "number", "$\\sum_i a_i b_i$"),
            new Row(Topic.ALWAYS, "$[P]$", "–", "0 or 1", "1 where $P$ holds, else 0"));

    private NotationPart() {}

    static Section section(Inventory inventory, OptimizerSpec optimizer) {
        Set<Topic> topics = topics(inventory, optimizer);
        List<List<String>> rows = ROWS.stream()
                .filter(row -> topics.contains(row.topic()))
                .map(Row::cells)
                .toList();
        return new Blocks()
                .text(
                        "What a formula calls a thing and what the code calls it. Arrays are row-major, pictures are stored as"
                                + " [example, channel, row, column], and all indices start at 0. A derivative of the loss $L$ by a"
                                + " tensor is written as $d$ before its name: $dx = \\partial L / \\partial x$. Symbols of one section"
                                + " alone are explained there.")
                .add(new Block.Table(
                        "notation", "Symbols.", "llsP", List.of("symbol", "identifier", "shape", "meaning"), rows))
                .text(
                        "Three rules carry all derivations. **Chain rule.** If $L$ depends on $x$ only through $y = y(x)$, then"
                                + " $dx_p = \\sum_q dy_q \\cdot \\partial y_q / \\partial x_p$. **Several paths.** If $x$ reaches $L$ along"
                                + " several paths, the gradients of the paths add. **Adjoint.** If $y = A x$ is linear, then"
                                + " $dx = A^{\\mathsf T} dy$, that is $\\langle A x, u \\rangle = \\langle x, A^{\\mathsf T} u \\rangle$"
                                + " for all $x$ and $u$.")
                .section(1, "Notation");
    }

    private static Set<Topic> topics(Inventory inventory, OptimizerSpec optimizer) {
        Set<Topic> topics = EnumSet.of(Topic.ALWAYS);
        boolean conv = inventory.has(Conv2dSpec.class);
        boolean pool = inventory.has(MaxPool2dSpec.class) || inventory.has(AvgPool2dSpec.class);
        boolean norm = inventory.has(BatchNormSpec.class);
        boolean gate = inventory.has(SqueezeExciteSpec.class);
        add(topics, conv, Topic.CONV);
        add(topics, conv || pool, Topic.WINDOW);
        add(topics, conv || pool || norm || inventory.has(GlobalAvgPoolSpec.class), Topic.PICTURE);
        add(topics, norm || inventory.has(AvgPool2dSpec.class), Topic.MEAN);
        add(topics, norm, Topic.NORM);
        add(topics, gate, Topic.GATE);
        add(topics, inventory.has(DropoutSpec.class), Topic.DROPOUT);
        add(topics, inventory.has(DenseSpec.class), Topic.DENSE);
        switch (optimizer.kind()) {
            case SGD -> {}
            case MOMENTUM, NESTEROV -> {
                topics.add(Topic.VELOCITY);
                topics.add(Topic.MOMENTS);
            }
            case RMSPROP, ADAM, ADAMW, NADAM -> topics.add(Topic.MOMENTS);
        }
        return topics;
    }

    private static void add(Set<Topic> topics, boolean present, Topic topic) {
        if (present) {
            topics.add(topic);
        }
    }
}
