package org.pellucid.data;

/** Data that cannot be used; the message is one line and says where, what was expected, what was got, how to mend it. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
