package io.distaff.cli;

/** A user's program for tests. */
public final class SampleProgram {
  static final String SEEN = "sample.program.seen";

  private SampleProgram() {}

  public static void main(String[] arguments) {
    if (arguments[0].equals("fail")) {
      throw new IllegalStateException("as told");
    }
    System.setProperty(SEEN, String.join(" ", arguments));
  }
}
