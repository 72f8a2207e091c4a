package org.pellucid.inspect.microscope;

/** A question about a number that is not there; the message says which there are. */
public final class QuestionException extends RuntimeException {
    public QuestionException(String message) {
        super(message);
    }
}
