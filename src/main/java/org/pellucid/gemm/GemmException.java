package org.pellucid.gemm;

/** A backend was asked for by name and cannot be had; the message says why and how to mend it. */
public final class GemmException extends RuntimeException {
    public GemmException(String message) {
        super(message);
    }
}
