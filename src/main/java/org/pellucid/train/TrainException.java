package org.pellucid.train;

/** Settings that cannot be trained with, or a checkpoint that does not fit; the message is one line and says how to mend it. */
public class TrainException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrainException(String message) {
        super(message);
    }

    public TrainException(String message, Throwable cause) {
        super(message, cause);
    }
}
