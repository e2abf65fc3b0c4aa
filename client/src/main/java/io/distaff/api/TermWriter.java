package io.distaff.api;

import io.distaff.function.UserRoutine;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.TextEscapes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes terms as SQL, for the analyser or for people. Confined to one thread. */
class TermWriter {
  private static final String QUERY = "__query";

  private final StringBuilder sql = new StringBuilder();
  private final Map<String, AnalyzedQuery> queries = new HashMap<>();
  private final Map<String, UserRoutine> functions = new TreeMap<>();
  private final Map<Term.Parameter, String> parameters = new HashMap<>();

  /** Which rows aggregates are of; null = all. */
  private Term filter;

  /** An expression as people read it. */
  static String shown(Term term) {
    return new ForPeople().term(term).text();
  }

  /** A name in backquotes. */
  static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  String text() {
    return sql.toString();
  }

  /** What was written since the last call. */
  String take() {
    String taken = sql.toString();
    sql.setLength(0);
    return taken;
  }

  /** The queries that the text names, by these names. */
  Map<String, AnalyzedQuery> queries() {
    return queries;
  }

  TermWriter sql(String text) {
    sql.append(text);
    return this;
  }

  TermWriter term(Term term) {
    term.write(this);
    return this;
  }

  /** A term whose aggregates are of the rows for which a condition is true. */
  TermWriter filtered(Term value, Term condition) {
    filter = condition;
    term(value);
    filter = null;
    return this;
  }

  /** Which rows an aggregate is of, behind its call. */
  void endAggregate() {
    if (filter != null) {
      sql(" FILTER (WHERE ").term(filter).sql(")");
    }
  }

  /** Terms with commas between them. */
  TermWriter terms(List<? extends Term> terms) {
    for (int i = 0; i < terms.size(); i++) {
      sql(i == 0 ? "" : ", ").term(terms.get(i));
    }
    return this;
  }

  TermWriter name(List<String> parts) {
    return sql(String.join(".", parts.stream().map(TermWriter::quoted).toList()));
  }

  TermWriter bound(String frame, String name) {
    return name(List.of(frame, name));
  }

  /**
   * The grammar has rules of their own for some names, which may not be quoted; that of OVERLAY has
   * no commas, and isn't for a name in quotes.
   */
  TermWriter function(String name) {
    return sql(name.equals("overlay") ? quoted(name) : name);
  }

  TermWriter userFunction(UserRoutine function) {
    functions.put(function.uniqueName(), function);
    return sql(quoted(function.uniqueName()));
  }

  /** The functions of the program that the text calls, by their unique names. */
  Collection<UserRoutine> functions() {
    return functions.values();
  }

  TermWriter literal(String text, String shown) {
    return sql(text);
  }

  TermWriter member(Term struct, String name) {
    return sql("struct_extract(").term(struct).sql(", " + TextEscapes.quoted(name) + ")");
  }

  TermWriter query(AnalyzedQuery query) {
    String name = QUERY + queries.size();
    queries.put(name, query);
    return sql(quoted(name));
  }

  TermWriter parameter(Term.Parameter parameter) {
    String name = parameters.get(parameter);
    return sql(name == null ? "?" : name);
  }

  TermWriter lambda(Term.Lambda lambda) {
    List<String> names = new ArrayList<>();
    for (Term.Parameter parameter : lambda.parameters()) {
      names.add("x_" + (parameters.size() + 1));
      parameters.put(parameter, names.get(names.size() - 1));
    }
    String list = String.join(", ", names);
    sql(names.size() == 1 ? list : "(" + list + ")").sql(" -> ").term(lambda.body());
    lambda.parameters().forEach(parameters::remove);
    return this;
  }

  /** Without quotes, and without what the engine calls things among itself. */
  private static final class ForPeople extends TermWriter {
    @Override
    TermWriter name(List<String> parts) {
      return sql(String.join(".", parts));
    }

    @Override
    TermWriter function(String name) {
      return sql(name);
    }

    @Override
    TermWriter bound(String frame, String name) {
      return sql(name);
    }

    @Override
    TermWriter userFunction(UserRoutine function) {
      return sql(function.name());
    }

    @Override
    TermWriter literal(String text, String shown) {
      return sql(shown);
    }

    @Override
    TermWriter member(Term struct, String name) {
      return term(struct).sql("." + name);
    }

    @Override
    TermWriter query(AnalyzedQuery query) {
      return sql("DataFrame");
    }
  }
}
