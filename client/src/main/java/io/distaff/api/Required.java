package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Refuses null where a method has no use for it, by the method's name and the program's line. */
final class Required {
  private static final String PACKAGE = Required.class.getPackageName();

  private Required() {}

  /**
   * The value; throws USAGE where it is null.
   *
   * @param what it is, in words: {@code the condition}
   */
  static <T> T of(T value, String what) {
    if (value == null) {
      throw new DistaffException(ErrorCode.USAGE, callOfProgram() + what + " is null");
    }
    return value;
  }

  /** As {@link #of}, for an array and its elements; not to be changed. */
  static <T> List<T> all(T[] values, String what) {
    return all(Arrays.asList(of(values, "the array")), what);
  }

  /** As {@link #of}, for a list and its elements. */
  static <T> List<T> all(List<T> values, String what) {
    of(values, "the list").forEach(value -> of(value, what));
    return List.copyOf(values);
  }

  /** {@code select() at Report.main (Report.java:12): }; nothing where no program has called. */
  private static String callOfProgram() {
    List<StackFrame> frames =
        StackWalker.getInstance().walk(walk -> new ArrayList<>(walk.toList()));
    int program = 0;
    while (program < frames.size() && isBelow(frames.get(program).getClassName())) {
      program++;
    }
    if (program == frames.size()) {
      return "";
    }
    String method = frames.get(program - 1).getMethodName();
    return "%s() at %s: ".formatted(method, place(frames.get(program)));
  }

  private static boolean isBelow(String className) {
    return className.startsWith("java.")
        || (className.startsWith(PACKAGE) && className.indexOf('.', PACKAGE.length() + 1) < 0);
  }

  /** Where a program is. */
  static String place(StackFrame frame) {
    return "%s.%s (%s:%d)"
        .formatted(
            frame.getClassName(),
            frame.getMethodName(),
            frame.getFileName(),
            frame.getLineNumber());
  }
}
