package io.distaff.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.codec.RecordCodec;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;

class LambdaTest {
  private static final InputRef X = new InputRef(0, DataType.INT);
  private static final InputRef CAPTURED = new InputRef(1, DataType.BIGINT);
  private static final Lambda LAMBDA =
      new Lambda(
          List.of(DataType.INT),
          List.of(new InputRef(7, DataType.BIGINT)),
          new Call(FunctionNames.GREATER, DataType.BOOLEAN, X, CAPTURED));

  private static FunctionSignature signature(String text) {
    return FunctionSignature.of(text);
  }

  @Test
  void travelsWithItsCall() {
    ArrayType array = new ArrayType(DataType.INT);
    Expression call = new Call("filter", array, new InputRef(0, array), LAMBDA);
    for (RecordCodec codec : List.of(RecordCodec.cbor(), RecordCodec.json())) {
      byte[] bytes = codec.encode(Expression.class, call);
      assertThat(codec.decode(Expression.class, bytes)).isEqualTo(call);
    }
  }

  @Test
  void whatItIsGivenComesFromTheValues() {
    FunctionArgument array = FunctionArgument.of(new ArrayType(DataType.STRING));
    FunctionArgument open = FunctionArgument.lambda(2, DataType.NULL);
    assertThat(
            signature("(array<T>, (T, int) -> U) -> array<U>")
                .lambdaParameters(List.of(array, open)))
        .hasValueSatisfying(
            given ->
                assertThat(given).containsExactly(null, List.of(DataType.STRING, DataType.INT)));
    assertThat(signature("(array<T>, (T) -> U) -> array<U>").lambdaParameters(List.of(array, open)))
        .isEmpty();
  }

  @Test
  void whatItGivesSaysTheTypeOfTheResult() {
    FunctionArgument array = FunctionArgument.of(new ArrayType(DataType.STRING));
    FunctionArgument lambda = FunctionArgument.lambda(1, DataType.DATE);
    assertThat(signature("(array<T>, (T) -> U) -> array<U>").bind(List.of(array, lambda)))
        .hasValueSatisfying(
            bound -> assertThat(bound.resultType()).isEqualTo(new ArrayType(DataType.DATE)));
    assertThat(signature("(array<T>, (T) -> boolean) -> array<T>").bind(List.of(array, lambda)))
        .isEmpty();
  }

  @Test
  void whatItGivesIsCastToWhatTheValuesSay() {
    FunctionSignature fold = signature("(array<T>, A, (A, T) -> A) -> A");
    FunctionArgument array = FunctionArgument.of(new ArrayType(DataType.BIGINT));
    FunctionArgument state = FunctionArgument.of(DataType.INT);
    assertThat(fold.bind(List.of(array, state, FunctionArgument.lambda(2, DataType.BIGINT))))
        .hasValueSatisfying(
            bound -> {
              assertThat(bound.resultType()).isEqualTo(DataType.INT);
              assertThat(bound.argumentTypes().get(2)).isEqualTo(DataType.INT);
            });
    assertThat(fold.bind(List.of(array, state, FunctionArgument.lambda(2, DataType.STRING))))
        .isEmpty();
  }

  @Test
  void repeatedParametersTakeTurns() {
    FunctionSignature map = signature("(K..., V...) -> map<K, V>");
    List<FunctionArgument> three =
        List.of(
            FunctionArgument.of(DataType.INT),
            FunctionArgument.of(DataType.STRING),
            FunctionArgument.of(DataType.BIGINT));
    assertThat(map.bind(three)).isEmpty();
    assertThat(
            map.bind(
                List.of(
                    three.get(0),
                    three.get(1),
                    three.get(2),
                    FunctionArgument.of(DataType.STRING))))
        .hasValueSatisfying(
            bound ->
                assertThat(bound.argumentTypes())
                    .containsExactly(
                        DataType.BIGINT, DataType.STRING, DataType.BIGINT, DataType.STRING));
  }
}
