package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VotesTest {
    @TempDir
    private Path folder;

    private Votes votes;

    @BeforeEach
    void readThree() {
        votes = Votes.read(Tables.write(
                folder,
                "votes.csv",
                "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n"
                        + "Training,fer0.png,4,0,1,0,3,0,0,0,2,0\n"
                        + "Training,,0,0,0,0,0,0,0,0,0,0\n"
                        + "PublicTest,fer2.png,0,0,0,0,0,0,0,0,0,8\n"));
    }

    @Test
    void allThatWasAnsweredCounts() {
        assertThat(Votes.ANSWERS).hasSize(10).startsWith("neutral").endsWith("unknown", "not a face");
        assertThat(votes.shares("row 0")).containsExactly(0.4, 0, 0.1, 0, 0.3, 0, 0, 0, 0.2, 0);
        assertThat(votes.shares("row 2")).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    }

    @Test
    void nobodyMayHaveVoted() {
        assertThat(votes.shares("row 1")).containsOnly(0).hasSize(10);
    }

    @Test
    void aPictureThatIsNoRowIsRefused() {
        for (String id : new String[] {"row 3", "faces/17.png", "row 99999999999"}) {
            assertThatThrownBy(() -> votes.shares(id))
                    .isInstanceOf(DataException.class)
                    .hasMessage(
                            "votes.csv: expected votes on the picture '" + id
                                    + "' but there are those on row 0 to row 2: take the table of FER2013 that the votes are about");
        }
    }
}
