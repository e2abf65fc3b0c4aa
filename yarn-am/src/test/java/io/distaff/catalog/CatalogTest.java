package io.distaff.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.distaff.catalog.TableHandle.ParquetTable;
import io.distaff.catalog.TableHandle.TpchTable;
import io.distaff.error.DistaffException;
import io.distaff.plan.FileFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private final Catalog catalog = new TpchFixture(1).catalog();

  @Test
  void findsTablesWithoutRegardToCase() {
    assertThat(catalog.find(List.of("NATION"))).get().isInstanceOf(ParquetTable.class);
    assertThat(catalog.find(List.of("Tpch", "SF0.1", "Lineitem")))
        .get()
        .isInstanceOfSatisfying(
            TpchTable.class, t -> assertThat(t.scale()).isEqualTo(0.1, within(1e-9)));
    assertThat(catalog.find(List.of("PARQUET", "/tpch/nation"))).isPresent();
  }

  @Test
  void doesNotFindWhatIsNotThere() {
    assertThat(catalog.find(List.of("tpch", "sf0", "lineitem"))).isEmpty();
    assertThat(catalog.find(List.of("tpch", "sf1", "nope"))).isEmpty();
    assertThat(catalog.find(List.of("a", "b"))).isEmpty();
    assertThatThrownBy(() -> catalog.require(List.of("natoin")))
        .isInstanceOf(DistaffException.class)
        .hasMessage("table natoin not found; did you mean nation?");
  }

  @Test
  void failsWhereATableIsRegistered() {
    assertThatThrownBy(() -> catalog.registerFiles("x", FileFormat.PARQUET, "/nope", Map.of()))
        .hasMessageContaining("/nope");
    assertThat(catalog.hasView("x")).isFalse();
  }

  @Test
  void summarisesStatistics() {
    TableStatistics lineitem = TableStatistics.of(catalog.find(List.of("lineitem")).orElseThrow());
    assertThat(lineitem.rows()).isEqualTo(6_001_215);
    assertThat(lineitem.distinctValues("l_linenumber")).isEqualTo(7);
    assertThat(lineitem.distinctValues("l_returnflag")).isBetween(2.0, 5.0);
    assertThat(lineitem.distinctValues("l_comment")).isEqualTo(6_001_215);
    assertThat(lineitem.smallest("l_quantity")).hasValue(1.0);
    assertThat(lineitem.sizeBytes(List.of("l_tax"))).isBetween(17_000_000L, 19_000_000L);
  }
}
