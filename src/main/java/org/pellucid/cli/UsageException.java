package org.pellucid.cli;

/** The command was asked for something that cannot be; the message is one line. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
