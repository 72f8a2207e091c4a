package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

class VectorsTest {
    private static final List<Curve> CURVES = List.of(
            new Curve("training", new double[] {1, 2, 3}, new double[] {0.2, 0.4, 0.6}),
            new Curve("validation", new double[] {1, 2, 3}, new double[] {0.3, 0.5, 0.4}));

    @TempDir
    Path folder;

    @Test
    void svgHoldsTheTextsAsTexts() throws Exception {
        Path svg = folder.resolve("accuracy.svg");
        Charts.curves(svg, "seed & co. – ≥ 1", "accuracy", CURVES, OptionalInt.of(2));

        NodeList texts = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(svg.toFile())
                .getElementsByTagName("text");
        List<String> found = new ArrayList<>();
        for (int i = 0; i < texts.getLength(); i++) {
            found.add(texts.item(i).getTextContent());
        }
        assertThat(found).contains("seed & co. – ≥ 1", "accuracy", "epoch", "training", "validation", "best epoch 2");
    }

    @Test
    void pdfHoldsTheTextsAsTextsInTypeOfItsOwn() throws IOException {
        Path pdf = folder.resolve("accuracy.pdf");
        Charts.curves(pdf, "seed & co. – ≥ 1", "accuracy", CURVES, OptionalInt.of(2));

        byte[] bytes = Files.readAllBytes(pdf);
        String file = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(file).startsWith("%PDF-1.4").endsWith("%%EOF\n").contains("/FontFile2", "/BaseFont /PellucidSans");
        List<String> streams = streams(bytes, file);
        assertThat(texts(streams))
                .contains("seed & co. – ≥ 1", "accuracy", "epoch", "training", "validation", "best epoch 2");
    }

    @Test
    void everyObjectOfThePdfIsWhereItsTableSays() throws IOException {
        Path pdf = folder.resolve("confusion.pdf");
        Charts.confusion(pdf, "Confusion", List.of("happy", "sad"), new int[][] {{3, 1}, {0, 2}});

        String file = Files.readString(pdf, StandardCharsets.ISO_8859_1);
        Matcher start = Pattern.compile("startxref\n(\\d+)").matcher(file);
        assertThat(start.find()).isTrue();
        String table = file.substring(Integer.parseInt(start.group(1)));
        assertThat(table).startsWith("xref");
        Matcher entries = Pattern.compile("(\\d{10}) 00000 n ").matcher(table);
        int number = 0;
        while (entries.find()) {
            assertThat(file.substring(Integer.parseInt(entries.group(1)))).startsWith(++number + " 0 obj");
        }
        assertThat(number).isGreaterThan(8);
    }

    @Test
    void theSameDrawingGivesTheSameBytes() throws IOException {
        Path a = folder.resolve("a.pdf");
        Path b = folder.resolve("b.pdf");
        Charts.curves(a, "title", "loss", CURVES, OptionalInt.empty());
        Charts.curves(b, "title", "loss", CURVES, OptionalInt.empty());
        assertThat(a).hasSameBinaryContentAs(b);
    }

    private static List<String> streams(byte[] bytes, String file) throws IOException {
        List<String> streams = new ArrayList<>();
        Matcher m = Pattern.compile("/Length (\\d+)[^>]*>>\nstream\n").matcher(file);
        while (m.find()) {
            ByteArrayInputStream packed = new ByteArrayInputStream(bytes, m.end(), Integer.parseInt(m.group(1)));
            streams.add(new String(new InflaterInputStream(packed).readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        return streams;
    }

    /** What is shown, glyph by glyph, through the fonts' own tables; glyphs of both fonts that meet have the same character. */
    private static List<String> texts(List<String> streams) {
        Map<String, String> characters = new HashMap<>();
        streams.forEach(stream -> {
            Matcher m = Pattern.compile("beginbfchar <(\\w+)> <(\\w+)>").matcher(stream);
            while (m.find()) {
                characters.put(m.group(1), Character.toString(Integer.parseInt(m.group(2), 16)));
            }
        });
        List<String> texts = new ArrayList<>();
        Matcher shown = Pattern.compile("<(\\w+)> Tj").matcher(streams.get(0));
        while (shown.find()) {
            StringBuilder text = new StringBuilder();
            for (int at = 0; at < shown.group(1).length(); at += 4) {
                text.append(characters.get(shown.group(1).substring(at, at + 4)));
            }
            texts.add(text.toString());
        }
        return texts;
    }
}
