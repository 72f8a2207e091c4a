package org.pellucid.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads labelled pictures: FER2013's table, plain or compressed, or a folder of pictures; it sees itself which. */
public final class DataLoader {
    private DataLoader() {}

    /**
     * Loads and checks everything, or nothing.
     *
     * @throws DataException that names file and line, what was expected, what was got and how to mend it
     */
    public static DataSource load(Path fileOrDirectory, LoadOptions options) throws DataException {
        if (Files.isDirectory(fileOrDirectory)) {
            return PictureFolder.read(fileOrDirectory, options);
        }
        if (!Files.exists(fileOrDirectory)) {
            throw new DataException(fileOrDirectory
                    + ": no such file or folder: expected fer2013.csv, fer2013.csv.gz or a folder of pictures");
        }
        try {
            if (Files.size(fileOrDirectory) == 0) {
                throw new DataException(fileOrDirectory.getFileName()
                        + " is empty: expected a header emotion,pixels,Usage and rows: download it again");
            }
        } catch (IOException e) {
            throw new DataException(fileOrDirectory + ": cannot be read: " + e, e);
        }
        return FerCsv.read(fileOrDirectory, options);
    }
}
