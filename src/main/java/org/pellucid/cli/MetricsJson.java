package org.pellucid.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.evaluate.ClassScore;
import org.pellucid.evaluate.Metrics;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Objects for machines to read. */
final class MetricsJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private MetricsJson() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The numbers under the names of the contract: {@code accuracy}, {@code macro_f1}, {@code n} and so on. */
    static Map<String, Object> of(Metrics m) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("n", m.n());
        all.put("accuracy", m.accuracy());
        all.put("accuracy_low", m.accuracyInterval().low());
        all.put("accuracy_high", m.accuracyInterval().high());
        all.put("accuracy_level", m.accuracyInterval().level());
        all.put("macro_f1", m.macroF1());
        all.put("loss", m.loss());
        all.put("brier", m.brier());
        all.put("top2", m.top2());
        List<Map<String, Object>> classes = new ArrayList<>();
        for (ClassScore score : m.perClass()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("class", score.name());
            one.put("n", score.support());
            one.put("precision", score.precision());
            one.put("recall", score.recall());
            one.put("f1", score.f1());
            classes.add(one);
        }
        all.put("per_class", classes);
        all.put("confusion", m.confusion());
        all.put("confusion_rates", m.confusionRates());
        return all;
    }
}
