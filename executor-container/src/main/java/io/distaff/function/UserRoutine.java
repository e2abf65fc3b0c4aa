package io.distaff.function;

import io.distaff.types.DataType;
import java.util.Arrays;

/** What a program adds to the functions that expressions call. Immutable. */
public interface UserRoutine {
  /** In messages and plans. */
  String name();

  /** What is called, as {@link FunctionCodec} writes it. */
  byte[] code();

  /** How many arguments it takes. */
  int numArguments();

  /** Of its result. */
  DataType type();

  /** A name that tells its code from that of others. */
  default String uniqueName() {
    return name() + "@" + Integer.toHexString(Arrays.hashCode(code()));
  }
}
