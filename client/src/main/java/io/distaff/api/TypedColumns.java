package io.distaff.api;

import io.distaff.encoder.ColumnMatch;
import io.distaff.encoder.ObjectShape;
import io.distaff.encoder.RowFunction;
import io.distaff.encoder.RowsFunction;
import io.distaff.encoder.UserAggregate;
import io.distaff.function.Aggregator;
import io.distaff.function.FunctionCodec;
import io.distaff.function.MapFunction;
import io.distaff.function.ObjectType;
import io.distaff.function.UserFunction;
import io.distaff.optimizer.UserRows;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;

/** A relation whose rows are objects of a class, and its functions. Immutable. */
record TypedColumns(Relation relation, ObjectType type, ObjectShape shape, List<Integer> columns) {
  /** Throws SCHEMA_MISMATCH where the columns don't make such objects. */
  static TypedColumns of(Relation relation, ObjectType type) {
    ObjectShape shape = ObjectShape.of(type);
    Schema named = Scope.named(relation.scope().names(), relation.query().schema());
    return new TypedColumns(relation, type, shape, ColumnMatch.columns(shape, named));
  }

  /** The columns that the objects are made of. */
  private List<Term> terms() {
    ScopeNames names = ScopeNames.of(relation.scope());
    return columns.stream().map(names::term).toList();
  }

  /** Only those columns, one for each component. */
  Relation narrowed(Algebra algebra) {
    boolean isAll =
        columns.equals(
            java.util.stream.IntStream.range(0, relation.scope().entries().size())
                .boxed()
                .toList());
    return isAll ? relation : algebra.select(relation, terms());
  }

  /** What a function makes of each object, as an expression; it is called once for each row. */
  Term call(String name, MapFunction<Object, Object> function, ObjectType output) {
    RowFunction typed = new RowFunction(function, type, output);
    byte[] code = FunctionCodec.write("the function of " + name + "()", typed);
    UserFunction user =
        new UserFunction(name, code, columns.size(), ObjectShape.of(output).type(), false);
    return new Term.UserCall(user, Term.Call.Quantifier.ALL, terms());
  }

  /** What an aggregator makes of the objects of a group, as an expression. */
  Term aggregate(String name, Aggregator<Object, Object, Object> aggregator) {
    UserAggregate user = UserAggregate.of(name, aggregator, type);
    return new Term.UserCall(user, Term.Call.Quantifier.ALL, terms());
  }

  /** What a function makes of the objects of each task. */
  Relation rows(Algebra algebra, String name, RowsFunction.Body body, ObjectType output) {
    return rows(algebra, name, new RowsFunction(body, null, type, output), -1, List.of());
  }

  /**
   * What a function makes of the objects of each group.
   *
   * @param key the type of the column that the objects of a group have in common
   * @param column its place
   * @param order in which the objects of a group come; none = any
   */
  Relation groups(
      Algebra algebra,
      String name,
      RowsFunction.Body body,
      ObjectType key,
      int column,
      List<Term> order,
      ObjectType output) {
    return rows(algebra, name, new RowsFunction(body, key, type, output), column, order);
  }

  private Relation rows(
      Algebra algebra, String name, RowsFunction function, int key, List<Term> order) {
    return algebra.userRows(
        relation,
        new UserRows.Call(
            name,
            function.write("the function of " + name + "()"),
            key,
            List.of(),
            columns,
            ObjectShape.of(function.output()).schema()),
        order);
  }

  /** Each object as one value: a struct, or the column that it is made of. */
  Term object() {
    List<Term> parts = terms();
    if (!(shape instanceof ObjectShape.Composite composite)) {
      return parts.get(0);
    }
    List<Column> members = new ArrayList<>();
    for (int c = 0; c < parts.size(); c++) {
      members.add(new Column(parts.get(c)).as(composite.components().get(c).name()));
    }
    return Functions.struct(members.toArray(Column[]::new)).term();
  }
}
