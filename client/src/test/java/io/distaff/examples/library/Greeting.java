package io.distaff.examples.library;

/** Words that several programs share, in a jar of their own. */
public final class Greeting {
  private Greeting() {}

  public static String of(String name) {
    return "Hello, " + name + "!";
  }
}
