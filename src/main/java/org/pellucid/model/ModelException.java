package org.pellucid.model;

/**
 * A model or file that cannot be used or written; the message is one line and says which file, what was expected, what
 * was got and how to mend it.
 */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(oneLine(message));
    }

    public ModelException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    /** Messages quote foreign files, which may hold line breaks and worse. */
    private static String oneLine(String message) {
        return message.replaceAll("\\p{Cntrl}+", " ");
    }
}
