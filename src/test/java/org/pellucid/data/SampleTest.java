package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SampleTest {
    @Test
    void theSampleIsWhatItsDataSheetSays() {
        DataSource sample = DataLoader.load(Path.of("data/sample.csv"), LoadOptions.defaults());

        assertThat(sample.sha256())
                .isEqualTo(SyntheticFaces.generate(49, 7, 14, 1).sha256());
    }
}
