package org.pellucid.spec;

/** Writes a picture as one vector, channel by channel, row by row. */
public record FlattenSpec() implements LayerSpec {
    @Override
    public String type() {
        return "flatten";
    }

    @Override
    public String prefix() {
        return "flatten";
    }

    @Override
    public Shape output(Shape in) {
        return Shape.flat(in.size());
    }
}
