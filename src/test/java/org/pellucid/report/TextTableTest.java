package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void alignsItsColumns() {
        assertThat(new TextTable("lr").row("a", "10").rule().row("long", 5).lines())
                .containsExactly("a     10", "────────", "long   5");
    }

    @Test
    void aSignStandsCloseToItsNeighbours() {
        assertThat(new TextTable("r·r").row("2", "·", "10").row("12", "·", "3").lines("  "))
                .containsExactly("   2 · 10", "  12 ·  3");
    }

    @Test
    void aHatTakesNoRoomOfItsOwn() {
        assertThat(new TextTable("lr").row("x\u0302", 1).row("xy", 2).lines()).containsExactly("x\u0302   1", "xy  2");
    }

    @Test
    void anEmptyColumnTakesNoRoom() {
        assertThat(new TextTable("lll").row("a", "", "b").lines()).containsExactly("a  b");
    }

    @Test
    void showsATable() {
        DataTable data = new DataTable("t", "numbers", "lr", List.of("name", "n"), List.of(List.of("a", "1")));
        assertThat(TextTable.of(data).lines()).containsExactly("name  n", "───────", "a     1");
    }
}
