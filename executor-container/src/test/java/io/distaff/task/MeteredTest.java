package io.distaff.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.operator.Operator;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeteredTest {
  private final List<String> calls = new ArrayList<>();

  /** Gives five rows, then two selected ones of five, then fails once, then ends. */
  private final class Source implements Operator {
    private int next;

    @Override
    public VectorBatch next() {
      calls.add("next");
      ColumnVector column = Vectors.of(DataType.BIGINT, List.of(1L, 2L, 3L, 4L, 5L));
      return switch (next++) {
        case 0 -> new VectorBatch(5, column);
        case 1 -> new VectorBatch(5, new SelectionVector(new int[] {1, 4}, 2), column);
        case 2 -> throw new IllegalStateException("on purpose");
        default -> null;
      };
    }

    @Override
    public void release() {
      calls.add("release");
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }

  @Test
  void countsSelectedRowsAndPassesEveryCallOn() {
    Metered metered = new Metered(3, new Source());
    assertThat(metered.node()).isEqualTo(3);
    assertThat(metered.next().numSelected()).isEqualTo(5);
    metered.release();
    assertThat(metered.next().numSelected()).isEqualTo(2);
    assertThat(metered.rows()).isEqualTo(7);
    long nanos = metered.nanos();
    assertThat(nanos).isPositive();
    assertThatThrownBy(metered::next).hasMessage("on purpose");
    assertThat(metered.rows()).isEqualTo(7);
    assertThat(metered.nanos()).as("a call that failed took its time too").isGreaterThan(nanos);
    assertThat(metered.next()).isNull();
    assertThat(metered.rows()).isEqualTo(7);
    metered.close();
    metered.close();
    assertThat(calls).containsExactly("next", "release", "next", "next", "next", "close", "close");
  }

  /** What an operator takes is at least what its input takes for it. */
  @Test
  void timesIncludeThoseOfInputs() {
    Metered inner = new Metered(1, new Source());
    Operator between =
        new Operator() {
          @Override
          public VectorBatch next() {
            inner.next();
            return inner.next();
          }

          @Override
          public void close() {
            inner.close();
          }
        };
    Metered outer = new Metered(0, between);
    assertThat(outer.next().numSelected()).isEqualTo(2);
    assertThat(inner.rows()).isEqualTo(7);
    assertThat(outer.rows()).isEqualTo(2);
    assertThat(outer.nanos()).isGreaterThanOrEqualTo(inner.nanos());
  }
}
