package org.pellucid.spec;

/** A network that cannot be: the message says who, what was expected, what it got and how to mend it. */
public final class SpecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SpecException(String message) {
        super(message);
    }
}
