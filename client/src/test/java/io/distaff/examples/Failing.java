package io.distaff.examples;

import io.distaff.api.Session;

/** A program that ends with an exception of its own. */
public final class Failing {
  private Failing() {}

  public static void main(String[] args) {
    try (Session session = Session.builder().getOrCreate()) {
      session.sql("VALUES 1, 2, 3").show();
      throw new IllegalStateException("the input is not what I expected");
    }
  }
}
