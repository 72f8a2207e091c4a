package org.pellucid.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.pellucid.model.AtomicFiles;

/**
 * What a report is written to.
 *
 * @param page of all
 * @param folder beside it, with its tables and charts as files
 */
record ReportFiles(Page page, Path folder) {
    Figures figures() {
        return new Figures(folder);
    }

    /** Shows a table and writes its files. */
    void table(DataTable table, String prefix) throws IOException {
        DataTable named =
                new DataTable(prefix + table.name(), table.caption(), table.alignment(), table.header(), table.rows());
        page.add(named.html());
        save(named);
    }

    void save(DataTable table) throws IOException {
        text(table.name() + ".csv", table.csv());
        text(table.name() + ".tex", table.latex());
    }

    void text(String name, String content) throws IOException {
        AtomicFiles.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }
}
