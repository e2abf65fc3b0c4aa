package io.distaff.it.program;

/** Ends its process where it should return. */
public final class Exit {
  private Exit() {}

  public static void main(String[] args) {
    System.exit(0);
  }
}
