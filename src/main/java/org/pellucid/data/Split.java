package org.pellucid.data;

/** The three parts of a data set, and the names FER2013 gives them in its column {@code Usage}. */
public enum Split {
    TRAIN("Training"),
    VALIDATION("PublicTest"),
    TEST("PrivateTest");

    private final String usage;

    Split(String usage) {
        this.usage = usage;
    }

    /** FER2013's name: {@code Training}, {@code PublicTest} or {@code PrivateTest}. */
    public String usage() {
        return usage;
    }

    /**
     * The split of FER2013's name.
     *
     * @throws DataException if there is none of that name
     */
    public static Split ofUsage(String usage) {
        for (Split split : values()) {
            if (split.usage.equals(usage)) {
                return split;
            }
        }
        throw new DataException("expected the usage Training, PublicTest or PrivateTest but got \"" + usage + "\"");
    }
}
