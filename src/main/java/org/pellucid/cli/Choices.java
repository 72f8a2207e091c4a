package org.pellucid.cli;

import java.util.Locale;
import org.pellucid.data.Augmentation;
import org.pellucid.train.Schedule;
import picocli.CommandLine.ITypeConverter;

/** How words on the command line become values. */
final class Choices {
    private Choices() {}

    /** {@code none}, {@code standard}, or pairs on top of one of them. */
    static final class AugmentationConverter implements ITypeConverter<Augmentation> {
        @Override
        public Augmentation convert(String text) {
            int comma = text.indexOf(',');
            String first = comma < 0 ? text : text.substring(0, comma);
            Augmentation base = first.equals("standard") ? Augmentation.standard() : Augmentation.none();
            boolean word = first.equals("standard") || first.equals("none");
            Pairs p = new Pairs("--augment", !word ? text : comma < 0 ? "" : text.substring(comma + 1));
            Augmentation result = new Augmentation(
                    p.get("flip", base.flip()),
                    p.get("moved", base.moved()),
                    p.get("shift", base.shift()),
                    p.flag("whole-pixels", base.wholePixels()),
                    p.get("rotate", base.rotate()),
                    p.get("zoom", base.zoom()),
                    p.get("shear", base.shear()),
                    p.whole("crop", base.crop()),
                    p.get("brightness", base.brightness()),
                    p.get("contrast", base.contrast()),
                    p.get("erase", base.erase()),
                    p.get("mixup", base.mixup()));
            p.refuseOthers();
            return result;
        }
    }

    /** The kind, and pairs after a colon. */
    static final class ScheduleConverter implements ITypeConverter<Schedule> {
        @Override
        public Schedule convert(String text) {
            int colon = text.indexOf(':');
            String kind = colon < 0 ? text : text.substring(0, colon);
            Pairs p = new Pairs("--schedule " + kind, colon < 0 ? "" : text.substring(colon + 1));
            Schedule schedule = switch (kind) {
                case "constant" -> new Schedule.Constant();
                case "step" -> new Schedule.Step(p.whole("every", 10), p.get("factor", 0.5));
                case "plateau" ->
                    new Schedule.Plateau(p.whole("patience", 3), p.get("factor", 0.5), p.get("floor", 0.01));
                case "cosine" -> new Schedule.Cosine(p.get("warmup", 1), p.get("floor", 0));
                default ->
                    throw new UsageException(
                            "--schedule expects constant, step, plateau or cosine but gets '" + kind + "'");
            };
            p.refuseOthers();
            return schedule;
        }
    }

    /** A constant by its name on the command line: {@code he-normal} for {@code HE_NORMAL}. */
    static <E extends Enum<E>> E constant(Class<E> type, String option, String text) {
        StringBuilder expected = new StringBuilder();
        for (E constant : type.getEnumConstants()) {
            if (label(constant).equals(text.toLowerCase(Locale.ROOT))) {
                return constant;
            }
            expected.append(expected.isEmpty() ? "" : ", ").append(label(constant));
        }
        throw new UsageException(option + " expects one of " + expected + " but gets '" + text + "'");
    }

    /** A constant's name on the command line. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
