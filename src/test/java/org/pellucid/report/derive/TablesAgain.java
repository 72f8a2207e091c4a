package org.pellucid.report.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.spec.Window;

/** Computes the tables of a printed document again, from the network alone. */
final class TablesAgain {
    private static final Pattern TIMES = Pattern.compile(" \\(×(\\d+)\\)");

    private final Printed printed;
    private final NetworkSpec spec;
    private final Map<String, Node> nodes = new HashMap<>();
    private int count;

    TablesAgain(Printed printed, NetworkSpec spec) {
        this.printed = printed;
        this.spec = spec;
        spec.nodes().forEach(top -> top.flatten().forEach(node -> nodes.put(node.name(), node)));
    }

    /** Asserts that all tables are right; the number of values computed again. */
    int all() {
        architecture();
        initialisation();
        if (printed.hasTable("im2col")) {
            im2col();
        }
        if (printed.hasTable("winograd")) {
            winograd();
        }
        return count;
    }

    private void is(String printedNumber, long value, String what) {
        assertThat(printedNumber).as(what).isEqualTo(String.format(Locale.ROOT, "%,d", value));
        count++;
    }

    private void architecture() {
        long parameters = 0;
        long macs = 0;
        String[] above = new String[8];
        int times = 1;
        List<List<String>> rows = printed.table("architecture");
        for (List<String> row : rows.subList(1, rows.size() - 1)) {
            String name = row.get(0).strip();
            int depth = (row.get(0).length() - name.length()) / 2;
            Matcher repeated = TIMES.matcher(name);
            if (depth == 0) {
                times = repeated.find() ? Integer.parseInt(repeated.group(1)) : 1;
            }
            name = TIMES.matcher(name).replaceAll("");
            above[depth] = depth == 0 ? name : above[depth - 1] + "." + name;
            Node node = nodes.get(above[depth]);
            assertThat(node).as(above[depth]).isNotNull();
            assertThat(row.get(2)).as(node.name()).isEqualTo(node.output().toString());
            is(row.get(3), parameters(node), node.name());
            is(row.get(4), macs(node), node.name());
            assertThat(row.get(5)).as("field of %s", node.name()).isEqualTo(field(node, times));
            count += 3;
            if (depth == 0) {
                parameters += times * parameters(node);
                macs += times * macs(node);
            }
        }
        List<String> total = rows.get(rows.size() - 1);
        is(total.get(3), parameters, "total");
        is(total.get(4), macs, "total");
        assertThat(parameters).isEqualTo(spec.cost().parameters());
        assertThat(macs).isEqualTo(spec.cost().macs());
    }

    private static long parameters(Node node) {
        return node.flatten().stream()
                .flatMap(part -> part.parameters().stream())
                .filter(p -> p.role().learned())
                .mapToLong(ParameterSpec::size)
                .sum();
    }

    private static long macs(Node node) {
        long sum = 0;
        for (Node part : node.flatten()) {
            if (part.layer() instanceof Conv2dSpec c) {
                sum += (long) part.output().size()
                        * (part.input().channels() / c.groups())
                        * c.kernel().height()
                        * c.kernel().width();
            } else if (part.layer() instanceof DenseSpec) {
                sum += (long) part.input().size() * part.output().size();
            } else if (part.layer() instanceof SqueezeExciteSpec) {
                sum += part.input().size();
            }
        }
        return sum;
    }

    /** By walking back from output 0 to the rows and columns of the picture that it touches, borders left aside. */
    private String field(Node node, int times) {
        String top = node.name().replaceFirst("\\..*", "");
        List<Node> chain = spec.nodes();
        int at = 0;
        while (!chain.get(at).name().equals(top)) {
            at++;
        }
        Node first = chain.get(at);
        String rest = node.name().substring(top.length());
        for (int left = times - 1; left > 0; ) {
            at++;
            Node next = chain.get(at);
            if (next.layer().equals(first.layer()) && next.input().equals(first.input())) {
                left--;
            }
        }
        Node last = nodes.get(chain.get(at).name() + rest);
        int[] range = {0, 0, 0, 0};
        boolean whole = rest.isEmpty() ? through(last, range) : within(chain.get(at), last, range);
        for (int i = at - 1; i >= 0; i--) {
            whole |= through(chain.get(i), range);
        }
        return whole ? "all" : (range[1] - range[0] + 1) + "×" + (range[3] - range[2] + 1);
    }

    /** Back from a layer inside a composite one to the composite's input. */
    private static boolean within(Node composite, Node inner, int[] range) {
        for (List<Node> path : List.of(composite.body(), composite.shortcut())) {
            for (int i = path.size() - 1; i >= 0; i--) {
                boolean here = path.get(i).equals(inner);
                if (here || inner.name().startsWith(path.get(i).name() + ".")) {
                    boolean whole = here ? through(inner, range) : within(path.get(i), inner, range);
                    return whole | back(path.subList(0, i), range);
                }
            }
        }
        throw new AssertionError(inner.name() + " is not in " + composite.name());
    }

    private static boolean back(List<Node> path, int[] range) {
        boolean whole = false;
        for (int i = path.size() - 1; i >= 0; i--) {
            whole |= through(path.get(i), range);
        }
        return whole;
    }

    private static boolean through(Node node, int[] range) {
        if (node.layer() instanceof SqueezeExciteSpec) {
            return false;
        }
        if (!node.body().isEmpty()) {
            int[] other = range.clone();
            boolean whole = back(node.body(), range) | back(node.shortcut(), other);
            for (int i = 0; i < 4; i += 2) {
                range[i] = Math.min(range[i], other[i]);
                range[i + 1] = Math.max(range[i + 1], other[i + 1]);
            }
            return whole;
        }
        Window w = null;
        if (node.layer() instanceof Conv2dSpec c) {
            w = c.geometry(node.input()).window();
        } else if (node.layer() instanceof MaxPool2dSpec p) {
            w = p.geometry(node.input()).window();
        } else if (node.layer() instanceof AvgPool2dSpec p) {
            w = p.geometry(node.input()).window();
        }
        if (w != null) {
            range[0] = range[0] * w.strideH() - w.padTop();
            range[1] = range[1] * w.strideH() - w.padTop() + (w.kH() - 1) * w.dilationH();
            range[2] = range[2] * w.strideW() - w.padLeft();
            range[3] = range[3] * w.strideW() - w.padLeft() + (w.kW() - 1) * w.dilationW();
        }
        return node.layer() instanceof DenseSpec || node.layer() instanceof GlobalAvgPoolSpec;
    }

    /** The layer that a row of several names first. */
    private Node first(List<String> row) {
        return nodes.get(row.get(0).replaceFirst("[, ].*", ""));
    }

    private void initialisation() {
        String last = spec.parameters().stream()
                .filter(p -> p.role() == ParameterSpec.Role.WEIGHT)
                .reduce((a, b) -> b)
                .orElseThrow()
                .name();
        for (List<String> row : printed.table("initialisation")) {
            Node node = first(row);
            ParameterSpec weight = node.parameters().get(0);
            int fanIn = 1;
            for (int d = 1; d < weight.shape().size(); d++) {
                fanIn *= weight.shape().get(d);
            }
            is(row.get(2), fanIn, node.name());
            is(row.get(3), weight.fanOut(), node.name());
            double deviation = Math.sqrt(2.0 / fanIn) * (weight.name().equals(last) ? 0.1 : 1);
            Printed.assertRounded(row.get(4), deviation, node.name());
            count++;
        }
    }

    private void im2col() {
        for (List<String> row : printed.table("im2col")) {
            Node node = first(row);
            Conv2dGeometry g = ((Conv2dSpec) node.layer()).geometry(node.input());
            int k = g.cIn() / g.groups() * g.window().kH() * g.window().kW();
            int places = g.window().hOut() * g.window().wOut();
            long size = (long) g.groups() * k * places;
            is(row.get(1), g.groups(), node.name());
            assertThat(row.get(2)).isEqualTo(g.cOut() / g.groups() + "×" + k);
            assertThat(row.get(3)).isEqualTo(k + "×" + places);
            is(row.get(4), macs(node), node.name());
            is(row.get(5), 4 * size, node.name());
            Printed.assertRounded(row.get(6), (double) size / node.input().size(), node.name());
            count += 5;
        }
    }

    private void winograd() {
        for (List<String> row : printed.table("winograd")) {
            Node node = first(row);
            long tiles = (long) Math.ceil(node.output().height() / 4.0)
                    * (long) Math.ceil(node.output().width() / 4.0);
            long pairs = (long) node.input().channels() * node.output().channels();
            is(row.get(1), tiles, node.name());
            is(row.get(2), macs(node), node.name());
            is(row.get(3), 36 * tiles * pairs, node.name());
            Printed.assertRounded(row.get(4), macs(node) / (36.0 * tiles * pairs), node.name());
            is(row.get(5), 9L * node.input().channels() + 1, node.name());
            is(row.get(6), node.input().channels() + 19L, node.name());
            count++;
        }
    }
}
