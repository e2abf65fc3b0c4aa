package io.distaff.api;

import io.distaff.function.UserRoutine;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.SqlText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a statement around expressions of a program. These stand on lines of their own, which
 * messages count from 1; nothing else is shown in messages. Confined to one thread.
 */
final class StatementWriter {
  private final TermWriter terms = new TermWriter();
  private final Map<String, AnalyzedQuery> inputs = new HashMap<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder shown = new StringBuilder();

  /** A query that the statement calls by this name. */
  StatementWriter input(String name, AnalyzedQuery query) {
    inputs.put(name, query);
    return this;
  }

  /** Lines of the statement that messages don't show. */
  StatementWriter line(String line) {
    text.append(line).append('\n');
    shown.append('\n');
    return this;
  }

  /** Expressions, between commas. */
  StatementWriter terms(List<? extends Term> list) {
    return pieces(list.stream().map(this::whole).toList());
  }

  /** The columns of a SELECT, each with its name. */
  StatementWriter columns(List<? extends Term> list) {
    return pieces(list.stream().map(this::column).toList());
  }

  private StatementWriter pieces(List<String> pieces) {
    for (int i = 0; i < pieces.size(); i++) {
      String piece = pieces.get(i) + (i + 1 < pieces.size() ? ",\n" : "\n");
      text.append(piece);
      shown.append(piece);
    }
    return this;
  }

  /** What is all of an expression needs no parentheses. */
  private String whole(Term term) {
    return term instanceof Term.Text sql ? sql.sql() : terms.term(term).take();
  }

  private String column(Term term) {
    if (term instanceof Term.Alias alias) {
      List<String> names = alias.names().stream().map(TermWriter::quoted).toList();
      String list = String.join(", ", names);
      String value = terms.term(alias.term()).take();
      return value + " AS " + (names.size() == 1 ? list : "(" + list + ")");
    }
    String name = term.columnName();
    return whole(term) + (name == null ? "" : " AS " + TermWriter.quoted(name));
  }

  SqlText text() {
    return new SqlText(text.toString(), shown.toString(), 0, 1);
  }

  List<UserRoutine> functions() {
    return List.copyOf(terms.functions());
  }

  Map<String, AnalyzedQuery> inputs() {
    Map<String, AnalyzedQuery> all = new HashMap<>(inputs);
    all.putAll(terms.queries());
    return all;
  }
}
