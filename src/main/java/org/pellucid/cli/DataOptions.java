package org.pellucid.cli;

import java.nio.file.Path;
import java.util.List;
import org.pellucid.data.FerPlusMode;
import org.pellucid.train.DataChoice;
import picocli.CommandLine.Option;

/** Which pictures; what is not given stays as it was. */
final class DataOptions {
    @Option(
            names = {"-d", "--data"},
            paramLabel = "F|DIR",
            description = {
                "fer2013.csv or icml_face_data.csv, also .gz; or a folder with train, validation and test, each with a"
                        + " folder of PNG or JPEG pictures for each class; or synthetic:TRAIN,VALIDATION,TEST,SEED,"
                        + " faces drawn by the program (default: synthetic:4000,500,1000,1)"
            })
    String data;

    @Option(
            names = "--ferplus",
            paramLabel = "F",
            description = "fer2013new.csv: label the pictures of --data by the votes of FER+ (default: no)")
    Path ferPlus;

    @Option(
            names = "--ferplus-labels",
            paramLabel = "majority|soft",
            description = "one label where more than half of the votes agree, or the votes as probabilities"
                    + " (default: majority)")
    String ferPlusLabels;

    @Option(
            names = "--classes",
            split = ",",
            paramLabel = "NAME",
            description = "keep these classes only, in this order, such as angry,happy,sad (default: all)")
    List<String> classes;

    /** The choice, what was not given being taken from another. */
    DataChoice over(DataChoice base) {
        return new DataChoice(
                data == null ? base.location() : data,
                classes == null ? base.classes() : classes,
                ferPlus == null ? base.ferPlus() : ferPlus.toString(),
                ferPlusLabels == null
                        ? base.ferPlusMode()
                        : Choices.constant(FerPlusMode.class, "--ferplus-labels", ferPlusLabels));
    }
}
