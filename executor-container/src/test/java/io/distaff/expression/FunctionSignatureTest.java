package io.distaff.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FunctionSignatureTest {
  private static Optional<BoundSignature> bind(String signature, DataType... types) {
    return FunctionSignature.of(signature)
        .bind(Arrays.stream(types).map(FunctionArgument::of).toList());
  }

  @Test
  void argumentsAreWidenedButNotNarrowed() {
    String signature = "(string, bigint, [bigint]) -> string";
    assertThat(bind(signature, DataType.STRING, DataType.INT).orElseThrow().argumentTypes())
        .containsExactly(DataType.STRING, DataType.BIGINT);
    assertThat(bind(signature, DataType.STRING, DataType.DOUBLE)).isEmpty();
    assertThat(bind(signature, DataType.STRING)).isEmpty();
    assertThat(
            bind(signature, DataType.STRING, DataType.INT, DataType.INT, DataType.INT).isPresent())
        .isFalse();
  }

  @Test
  void aVariableIsTheCommonTypeOfItsArguments() {
    BoundSignature bound =
        bind("(T, T...) -> T", DataType.INT, DataType.NULL, DataType.decimal(5, 2)).orElseThrow();
    assertThat(bound.resultType()).isEqualTo(DataType.decimal(12, 2));
    assertThat(bound.argumentTypes()).containsOnly(DataType.decimal(12, 2));
    assertThat(bind("(T, T...) -> T", DataType.INT, DataType.BOOLEAN)).isEmpty();
    assertThat(bind("(T, T...) -> T")).isEmpty();
    assertThat(bind("(T...) -> boolean")).isPresent();
  }

  @Test
  void textBecomesWhatTheOthersAreTogether() {
    BoundSignature bound =
        bind("(T, T...) -> T", DataType.INT, DataType.STRING, DataType.decimal(5, 2)).orElseThrow();
    assertThat(bound.argumentTypes()).containsOnly(DataType.DOUBLE);
    assertThat(bind("(T, T) -> T", DataType.STRING, DataType.INT).orElseThrow().resultType())
        .isEqualTo(DataType.BIGINT);
  }

  @Test
  void textStandsForNumbers() {
    assertThat(bind("(T:integral, T) -> T", DataType.INT, DataType.STRING).orElseThrow())
        .satisfies(bound -> assertThat(bound.argumentTypes()).containsOnly(DataType.BIGINT));
    assertThat(bind("(T:numeric) -> T", DataType.STRING).orElseThrow().argumentTypes())
        .containsExactly(DataType.DOUBLE);
    assertThat(bind("(double) -> double", DataType.STRING)).isPresent();
    assertThat(bind("(boolean) -> int", DataType.STRING)).isPresent();
    assertThat(bind("(T:integral) -> T", DataType.STRING)).isEmpty();
    assertThat(bind("(array<double>) -> double", DataType.STRING)).isEmpty();
  }

  @Test
  void familiesLimitVariables() {
    assertThat(bind("(T:integral) -> T", DataType.SMALLINT).orElseThrow().resultType())
        .isEqualTo(DataType.SMALLINT);
    assertThat(bind("(T:integral) -> T", DataType.DOUBLE)).isEmpty();
    assertThat(bind("(temporal, temporal) -> bigint", DataType.DATE, DataType.TIMESTAMP))
        .isPresent();
  }

  @Test
  void decimalResultsAreSums() {
    String floor = "(decimal(p,s)) -> decimal(p-s+1,0)";
    assertThat(bind(floor, DataType.decimal(10, 3)).orElseThrow().resultType())
        .isEqualTo(DataType.decimal(8, 0));
    assertThat(bind(floor, DataType.decimal(38, 0)).orElseThrow().resultType())
        .isEqualTo(DataType.decimal(38, 0));
    assertThat(bind(floor, DataType.DOUBLE)).isEmpty();
  }

  @Test
  void lambdasAndNestedTypesAreRead() {
    FunctionSignature transform = FunctionSignature.of("(array<T>, (T, int) -> U) -> array<U>");
    assertThat(transform.parameters().get(1).kind()).isEqualTo(Parameter.Kind.LAMBDA);
    assertThat(transform.parameters().get(1)).hasToString("(T, int) -> U");
    assertThat(FunctionSignature.of("(map<K, V>) -> array<K>").parameters().get(0))
        .hasToString("map<K, V>");
  }

  @Test
  void nestedTypesBindVariables() {
    DataType texts = new ArrayType(DataType.STRING);
    assertThat(bind("(array<T>, T) -> boolean", texts, DataType.STRING)).isPresent();
    assertThat(bind("(array<T>, T) -> boolean", texts, DataType.INT)).isEmpty();
    assertThat(
            bind("(map<K, V>) -> array<V>", new MapType(DataType.INT, texts))
                .orElseThrow()
                .resultType())
        .isEqualTo(new ArrayType(texts));
  }

  @Test
  void wrongTextsAreRefused() {
    for (String text :
        new String[] {
          "string -> int", "(string)", "(strin) -> int", "([int], int) -> int", "(int) -> int x"
        }) {
      assertThatThrownBy(() -> FunctionSignature.of(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
