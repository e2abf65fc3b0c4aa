package io.distaff.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.codec.RecordCodec;
import io.distaff.expression.Literal;
import io.distaff.ids.StageFingerprint;
import io.distaff.plan.Split;
import io.distaff.plan.Split.ParquetSplit;
import io.distaff.plan.Split.TextSplit;
import io.distaff.types.DataType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitFingerprintTest {
  private static final Map<String, Literal> NONE = Map.of();

  private static StageFingerprint of(Split split) {
    StageFingerprint.Builder fingerprint = new StageFingerprint.Builder();
    SplitFingerprint.addTo(fingerprint, split, RecordCodec.cbor());
    return fingerprint.build();
  }

  private static Literal text(String text) {
    return new Literal(DataType.STRING, text);
  }

  /** A part of a file whose fields are all these. */
  @FunctionalInterface
  private interface Part {
    Split of(
        String path, long size, long modified, long start, long length, Map<String, Literal> of);
  }

  @Test
  void differsInEveryField() {
    for (Part part : List.<Part>of(ParquetSplit::new, TextSplit::new)) {
      List<Split> splits =
          List.of(
              part.of("/t/a", 100, 200, 0, 50, NONE),
              part.of("/t/b", 100, 200, 0, 50, NONE),
              part.of("/t/a", 101, 200, 0, 50, NONE),
              part.of("/t/a", 100, 201, 0, 50, NONE),
              part.of("/t/a", 100, 200, 1, 50, NONE),
              part.of("/t/a", 100, 200, 0, 51, NONE),
              part.of("/t/a", 100, 200, 0, 50, Map.of("p", text("1"))),
              part.of("/t/a", 100, 200, 0, 50, Map.of("p", text("2"))),
              part.of("/t/a", 100, 200, 0, 50, Map.of("q", text("1"))),
              part.of("/t/a", 100, 200, 0, 50, Map.of("p", text(null))),
              part.of("/t/a", 100, 200, 0, 50, Map.of("p", new Literal(DataType.INT, "1"))));
      assertThat(new HashSet<>(splits.stream().map(SplitFingerprintTest::of).toList()))
          .hasSameSizeAs(splits);
    }
    assertThat(of(new ParquetSplit("/t/a", 100, 200, 0, 50, NONE)))
        .isNotEqualTo(of(new TextSplit("/t/a", 100, 200, 0, 50, NONE)));
  }

  @Test
  void takesEveryFieldThatThereIs() {
    assertThat(ParquetSplit.class.getRecordComponents()).hasSize(6);
    assertThat(TextSplit.class.getRecordComponents()).hasSize(6);
  }

  @Test
  void doesNotDependOnTheOrderOfPartitionColumns() {
    // Of equal hash codes, so that a map gives them in the order in which they were put.
    Map<String, Literal> one = new LinkedHashMap<>();
    one.put("Aa", text("1"));
    one.put("BB", text("2"));
    Map<String, Literal> other = new LinkedHashMap<>();
    other.put("BB", text("2"));
    other.put("Aa", text("1"));
    assertThat(of(new ParquetSplit("/t/a", 100, 200, 0, 50, one)))
        .isEqualTo(of(new ParquetSplit("/t/a", 100, 200, 0, 50, other)));
  }

  @Test
  void tellsRowsThemselvesApart() {
    assertThat(of(new Split.LocalSplit(new byte[] {1})))
        .isNotEqualTo(of(new Split.LocalSplit(new byte[] {2})));
  }
}
