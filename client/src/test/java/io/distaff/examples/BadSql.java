package io.distaff.examples;

import io.distaff.api.Session;

/** A program whose query names a column that there isn't. */
public final class BadSql {
  private BadSql() {}

  public static void main(String[] args) {
    try (Session session = Session.builder().getOrCreate()) {
      session.sql("SELECT o_orderdat\nFROM tpch.sf1.orders").show();
    }
  }
}
