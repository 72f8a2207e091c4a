package org.pellucid.spec;

/** The mean of each channel over the whole picture: c × h × w becomes a vector of c. */
public record GlobalAvgPoolSpec() implements LayerSpec {
    @Override
    public String type() {
        return "global-avg-pool";
    }

    @Override
    public String prefix() {
        return "gap";
    }

    @Override
    public Shape output(Shape in) {
        return Shape.flat(in.channels());
    }
}
