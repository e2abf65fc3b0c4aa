package io.distaff.it.program;

/** Can't be started. */
public final class NoMain {
  private NoMain() {}

  public void main() {}
}
