package io.distaff.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.Serializable;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FunctionCodecTest {
  private static final ClassLoader CLASSES = FunctionCodecTest.class.getClassLoader();

  private static Object sent(Object function) {
    return FunctionCodec.read("f", FunctionCodec.write("f", function), CLASSES);
  }

  @Test
  void functionsComeBackWithWhatTheyCapture() throws Exception {
    List<String> words = List.of("a", "b");
    UDF1<Integer, String> function = words::get;
    Object copy = sent(function);
    assertThat(UserFunctionBody.of(copy).call(new Object[] {1})).isEqualTo("b");
    UDF0<Integer> none = () -> 7;
    assertThat(UserFunctionBody.of(sent(none)).call(new Object[0])).isEqualTo(7);
    UDF5<Integer, Integer, Integer, Integer, Integer, Integer> sum =
        (a, b, c, d, e) -> a + b + c + d + e;
    assertThat(UserFunctionBody.of(sent(sum)).call(new Object[] {1, 2, 3, 4, 5})).isEqualTo(15);
    UDF10<Long, Long, Long, Long, Long, Long, Long, Long, Long, Long, List<Long>> ten =
        (a, b, c, d, e, f, g, h, i, j) -> List.of(a, b, c, d, e, f, g, h, i, j);
    Object[] numbers = LongStream.range(0, 10).boxed().toArray();
    assertThat(UserFunctionBody.of(sent(ten)).call(numbers)).isEqualTo(List.of(numbers));
  }

  @Test
  void theSameFunctionHasTheSameBytes() {
    UDF1<Integer, Integer> function = i -> i + 1;
    assertThat(FunctionCodec.write("f", function)).isEqualTo(FunctionCodec.write("f", function));
  }

  /** A chain of objects, each within the one before. */
  private record Link(Link next) implements Serializable {}

  @Test
  void aChainThatIsTooLongIsTold() {
    Link first = null;
    for (int i = 0; i < 200_000; i++) {
      first = new Link(first);
    }
    Link chain = first;
    assertThatThrownBy(() -> FunctionCodec.write("the function f", chain))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("the function f can't be sent to executors: its objects hold one");
  }

  /** Something within something that can be serialized. */
  private record Outer(Inner inner) implements Serializable {}

  private static final class Inner implements Serializable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // what the test is about
    private final Object lock = new Object();

    private final transient Object unsent = new Object();

    @Override
    public String toString() {
      return lock + " " + unsent;
    }
  }

  @Test
  void namesTheFieldThatCantBeSentHoweverDeep() {
    Outer outer = new Outer(new Inner());
    UDF0<String> function = () -> outer.inner().toString();
    assertThatThrownBy(() -> FunctionCodec.write("the function f", function))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("the function f can't be sent to executors: the field lock of")
        .hasMessageContaining(
            "FunctionCodecTest$Inner, an object of java.lang.Object, isn't Serializable")
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.USAGE);
  }

  @Test
  void missingClassesAndDamagedBytesAreTold() {
    UDF1<Integer, Integer> function = i -> i;
    byte[] code = FunctionCodec.write("f", function);
    ClassLoader empty = ClassLoader.getPlatformClassLoader();
    assertThatThrownBy(() -> FunctionCodec.read("the function f", code, empty))
        .hasMessageContaining("the function f can't be made out of what was sent")
        .hasMessageContaining("--jars");
    assertThatThrownBy(() -> FunctionCodec.read("f", new byte[] {1, 2, 3}, CLASSES))
        .isInstanceOf(DistaffException.class);
  }
}
