package org.pellucid.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import org.pellucid.data.DataException;
import org.pellucid.gemm.GemmException;
import org.pellucid.model.ModelException;
import org.pellucid.spec.SpecException;
import org.pellucid.train.DivergedException;
import org.pellucid.train.TrainException;
import picocli.CommandLine.ParameterException;

/** What went wrong, in one line, and the exit code that says of what kind it is. */
final class Failures {
    static final int OK = 0;
    /** The work was done, or tried, and failed. */
    static final int FAILED = 1;
    /** What was given cannot be used. */
    static final int BAD_INPUT = 2;
    /** A fault of the program itself. */
    static final int BUG = 70;
    /** Ctrl-C, as shells count it. */
    static final int INTERRUPTED = 130;

    private Failures() {}

    /**
     * Reports a failure.
     *
     * @param debug whether to print the stack trace, too
     * @return the exit code
     */
    static int report(Throwable failure, PrintWriter err, boolean debug) {
        err.println("pellucid: " + line(failure));
        if (debug) {
            failure.printStackTrace(err);
        }
        err.flush();
        return code(failure);
    }

    /** What a command line that cannot be understood should be reported as: our own words where we refused it. */
    static Throwable ofParsing(ParameterException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (isOfInput(cause)) {
                return cause;
            }
        }
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return new UsageException(e.getMessage().lines().findFirst().orElse("") + ": see " + command + " --help");
    }

    private static int code(Throwable failure) {
        if (failure instanceof DivergedException || failure instanceof OutOfMemoryError) {
            return FAILED;
        }
        return isOfInput(failure) ? BAD_INPUT : BUG;
    }

    private static boolean isOfInput(Throwable failure) {
        return failure instanceof SpecException
                || failure instanceof DataException
                || failure instanceof ModelException
                || failure instanceof GemmException
                || failure instanceof TrainException
                || failure instanceof UsageException
                || failure instanceof InvalidPathException
                || failure instanceof IOException
                || failure instanceof UncheckedIOException;
    }

    private static String line(Throwable failure) {
        String text;
        if (failure instanceof OutOfMemoryError) {
            text = "out of memory (" + failure.getMessage() + "): lower --batch, or give the JVM more with"
                    + " PELLUCID_JVM_OPTIONS=-Xmx4g";
        } else if (failure instanceof UncheckedIOException io) {
            text = file(io.getCause());
        } else if (failure instanceof IOException io) {
            text = file(io);
        } else if (isOfInput(failure)) {
            text = failure.getMessage();
        } else {
            text = "internal error (" + failure + "): run again with --debug and report what it prints";
        }
        return text.replaceAll("\\s+", " ").strip();
    }

    private static String file(IOException e) {
        String name = e instanceof FileSystemException system ? system.getFile() : null;
        return name == null ? reason(e) : name + ": " + reason(e);
    }

    /** Why a file could not be read or written, without its name. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
