package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.FileFormat;
import io.distaff.planner.SqlSession;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.EngineTypes;
import io.distaff.sql.SqlText;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.tools.RelBuilder;

/**
 * Queries made of other queries: the bridge to Calcite. Pieces of SQL that a program gives are
 * analysed as part of a statement around them, in which they begin a line of their own, so that
 * messages point into the piece and count its lines from 1. Thread-safe: holds the session's lock.
 */
final class Algebra {
  /** The name of the query that a piece of SQL is about. */
  private static final String INPUT = "`__input`";

  private final SqlSession session;

  Algebra(SqlSession session) {
    this.session = session;
  }

  AnalyzedQuery query(SqlText text) {
    return session.analyze(text);
  }

  AnalyzedQuery table(List<String> name) {
    List<String> quoted = name.stream().map(part -> '`' + part.replace("`", "``") + '`').toList();
    return session.analyze(SqlText.of("SELECT * FROM " + String.join(".", quoted)));
  }

  /** All rows of files. */
  AnalyzedQuery files(FileFormat format, List<String> paths, Map<String, String> options) {
    return session.files(format, paths, options);
  }

  AnalyzedQuery select(AnalyzedQuery input, List<String> items) {
    return around("SELECT", items, "FROM " + INPUT, input);
  }

  AnalyzedQuery filter(AnalyzedQuery input, String condition) {
    return around("SELECT * FROM " + INPUT + " WHERE", List.of(condition), "", input);
  }

  AnalyzedQuery orderBy(AnalyzedQuery input, List<String> items) {
    return around("SELECT * FROM " + INPUT + " ORDER BY", items, "", input);
  }

  AnalyzedQuery distinct(AnalyzedQuery input) {
    return around("SELECT DISTINCT", List.of("*"), "FROM " + INPUT, input);
  }

  AnalyzedQuery aggregate(AnalyzedQuery input, List<String> keys, List<String> aggregates) {
    List<String> items = new ArrayList<>(keys);
    items.addAll(aggregates);
    String groupBy = keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys);
    return around("SELECT", items, "FROM " + INPUT + groupBy, input);
  }

  AnalyzedQuery limit(AnalyzedQuery input, int rows) {
    synchronized (session) {
      // The builder would make one node of an order and a limit.
      RexBuilder rex = input.rel().getCluster().getRexBuilder();
      RelNode limited =
          LogicalSort.create(
              input.rel(),
              RelCollations.EMPTY,
              null,
              rex.makeExactLiteral(BigDecimal.valueOf(rows)));
      return new AnalyzedQuery(limited, input.schema());
    }
  }

  AnalyzedQuery count(AnalyzedQuery input) {
    synchronized (session) {
      RelBuilder builder = session.relBuilder().push(input.rel());
      builder.aggregate(builder.groupKey(), builder.countStar("count"));
      RelDataType type = builder.peek().getRowType();
      return new AnalyzedQuery(builder.build(), EngineTypes.fromCalciteRow(type));
    }
  }

  /** Rows of text, such as SHOW TABLES gives. */
  AnalyzedQuery values(Schema schema, List<List<String>> rows) {
    synchronized (session) {
      RelBuilder builder = session.relBuilder();
      RexBuilder rex = builder.getRexBuilder();
      RelDataType type = EngineTypes.toCalcite(builder.getTypeFactory(), schema);
      List<List<RexLiteral>> tuples = new ArrayList<>();
      for (List<String> row : rows) {
        List<RexLiteral> tuple = new ArrayList<>();
        for (RelDataTypeField field : type.getFieldList()) {
          String text = row.get(field.getIndex());
          tuple.add(text == null ? rex.makeNullLiteral(field.getType()) : rex.makeLiteral(text));
        }
        tuples.add(tuple);
      }
      return new AnalyzedQuery(builder.values(tuples, type).build(), schema);
    }
  }

  /** A query around pieces of a user's SQL. */
  private AnalyzedQuery around(
      String before, List<String> pieces, String after, AnalyzedQuery input) {
    checkNames(input.schema());
    String shown = "\n" + String.join(",\n", pieces);
    SqlText text = new SqlText(before + shown + "\n" + after, shown, 0, 1);
    return session.analyze(text, Map.of(INPUT.replace("`", ""), input));
  }

  /** SQL could mean either of two columns of one name. */
  private static void checkNames(Schema schema) {
    Set<String> names = new HashSet<>();
    for (Field field : schema.fields()) {
      if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
        throw new DistaffException(
            ErrorCode.SEMANTIC_ERROR,
            "two columns are called %s: give one of them another name, with AS, to go on from here"
                .formatted(field.name()));
      }
    }
  }
}
