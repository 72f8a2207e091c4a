package org.pellucid.report.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Locale;
import org.pellucid.inspect.trace.LayerTrace;
import org.pellucid.report.Markup;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.Window;

/** The numbers of a convolution for the page's script, which computes y, dx and dw from them where the reader points. */
final class Explorer {
    private Explorer() {}

    /** How many numbers a layer's explorer needs; 0 of layers that have none. */
    static int numbers(LayerTrace layer) {
        if (!(layer.node().layer() instanceof Conv2dSpec)) {
            return 0;
        }
        return layer.tensor("x").orElseThrow().values().length
                + layer.tensor("w").orElseThrow().values().length
                + layer.tensor("dy").orElseThrow().values().length;
    }

    /** The place of the explorer, and its numbers. */
    static String of(LayerTrace layer) {
        Conv2dGeometry g =
                ((Conv2dSpec) layer.node().layer()).geometry(layer.node().input());
        Window w = g.window();
        String bias = layer.tensor("b").map(b -> base64(b.values())).orElse("");
        String json = String.format(
                Locale.ROOT,
                "{\"cIn\":%d,\"cOut\":%d,\"groups\":%d,\"hIn\":%d,\"wIn\":%d,\"hOut\":%d,\"wOut\":%d,\"kH\":%d,\"kW\":%d,"
                        + "\"sH\":%d,\"sW\":%d,\"dH\":%d,\"dW\":%d,\"pT\":%d,\"pL\":%d,"
                        + "\"x\":\"%s\",\"w\":\"%s\",\"b\":\"%s\",\"dy\":\"%s\"}",
                g.cIn(),
                g.cOut(),
                g.groups(),
                w.hIn(),
                w.wIn(),
                w.hOut(),
                w.wOut(),
                w.kH(),
                w.kW(),
                w.strideH(),
                w.strideW(),
                w.dilationH(),
                w.dilationW(),
                w.padTop(),
                w.padLeft(),
                base64(layer.tensor("x").orElseThrow().values()),
                base64(layer.tensor("w").orElseThrow().values()),
                bias,
                base64(layer.tensor("dy").orElseThrow().values()));
        return "<div class=\"explorer\" hidden data-layer=\""
                + Markup.escape(layer.node().name()) + "\"></div>"
                + "<script type=\"application/json\" class=\"cells\" data-layer=\""
                + Markup.escape(layer.node().name())
                + "\">" + json + "</script>";
    }

    /** Doubles, little-endian. */
    private static String base64(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
