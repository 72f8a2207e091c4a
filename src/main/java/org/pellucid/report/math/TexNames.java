package org.pellucid.report.math;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pellucid.report.math.Piece.Big;
import org.pellucid.report.math.Piece.Function;
import org.pellucid.report.math.Piece.Name;
import org.pellucid.report.math.Piece.Sign;
import org.pellucid.report.math.Piece.Space;

/** The commands of TeX that stand for a thing by themselves. */
final class TexNames {
    private static final Map<String, String> LETTERS = Map.ofEntries(
            Map.entry("alpha", "α"),
            Map.entry("beta", "β"),
            Map.entry("gamma", "γ"),
            Map.entry("delta", "δ"),
            Map.entry("varepsilon", "ε"),
            Map.entry("eta", "η"),
            Map.entry("lambda", "λ"),
            Map.entry("mu", "μ"),
            Map.entry("rho", "ρ"),
            Map.entry("theta", "θ"),
            Map.entry("sigma", "σ"),
            Map.entry("varphi", "φ"),
            Map.entry("infty", "∞"),
            Map.entry("partial", "∂"));

    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("cdot", "·"),
            Map.entry("times", "×"),
            Map.entry("odot", "⊙"),
            Map.entry("le", "≤"),
            Map.entry("ge", "≥"),
            Map.entry("approx", "≈"),
            Map.entry("in", "∈"),
            Map.entry("pm", "±"),
            Map.entry("mid", "∣"),
            Map.entry("leftarrow", "←"),
            Map.entry("dots", "…"),
            Map.entry("lfloor", "⌊"),
            Map.entry("lceil", "⌈"),
            Map.entry("langle", "⟨"),
            Map.entry("rfloor", "⌋"),
            Map.entry("rceil", "⌉"),
            Map.entry("rangle", "⟩"));

    private static final Map<String, String> BIG = Map.of("sum", "∑", "prod", "∏", "max", "max");
    private static final List<String> FUNCTIONS = List.of("log", "exp", "tanh", "cosh", "sinh", "arg");
    private static final Map<String, Double> SPACES =
            Map.of(",", 0.17, " ", 0.25, ";", 0.28, "quad", 1.0, "qquad", 2.0, "!", -0.17);

    private TexNames() {}

    /** What a command stands for, if it is known and takes no argument. */
    static Optional<Piece> piece(String command) {
        if (LETTERS.containsKey(command)) {
            return Optional.of(new Name(LETTERS.get(command)));
        }
        if (SIGNS.containsKey(command)) {
            return Optional.of(new Sign(SIGNS.get(command)));
        }
        if (BIG.containsKey(command)) {
            return Optional.of(new Big(BIG.get(command), Piece.NONE, Piece.NONE));
        }
        if (FUNCTIONS.contains(command)) {
            return Optional.of(new Function(command));
        }
        return Optional.ofNullable(SPACES.get(command)).map(Space::new);
    }
}
