package org.pellucid.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import java.util.zip.GZIPInputStream;

/** Reads a table byte by byte, plain or compressed by gzip, and knows at which line it is. */
final class ByteScanner implements Closeable {
    static final int END = -1;
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private int line = 1;

    /** Opens a file; that it is compressed is seen from its first two bytes, not from its name. */
    ByteScanner(Path file, DoubleConsumer progress) throws IOException {
        InputStream raw =
                new BufferedInputStream(new Counted(Files.newInputStream(file), Files.size(file), progress), BUFFER);
        raw.mark(2);
        boolean gzip = raw.read() == 0x1F && raw.read() == 0x8B;
        raw.reset();
        in = gzip ? open(raw) : raw;
    }

    private static InputStream open(InputStream raw) throws IOException {
        try {
            return new GZIPInputStream(raw, BUFFER);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** The next byte, 0…255, without taking it; or {@link #END}. */
    int peek() throws IOException {
        if (position == limit) {
            limit = in.read(buffer, 0, BUFFER);
            position = 0;
            if (limit <= 0) {
                limit = 0;
                return END;
            }
        }
        return buffer[position] & 0xFF;
    }

    /** Takes the next byte, 0…255; or {@link #END}. */
    int next() throws IOException {
        int b = peek();
        if (b != END) {
            position++;
            if (b == '\n') {
                line++;
            }
        }
        return b;
    }

    /** The number of the line of the next byte, from 1. */
    int line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Tells how much of the file is read. */
    private static final class Counted extends java.io.FilterInputStream {
        private final double size;
        private final DoubleConsumer progress;
        private long read;

        Counted(InputStream in, long size, DoubleConsumer progress) {
            super(in);
            this.size = size;
            this.progress = progress;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int n = super.read(to, offset, length);
            if (n > 0) {
                read += n;
                if (progress != null) {
                    progress.accept(Math.min(1, read / size));
                }
            }
            return n;
        }
    }
}
