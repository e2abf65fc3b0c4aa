package io.distaff.planner;

import io.distaff.collection.StructMember;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Lambda;
import io.distaff.expression.Literal;
import io.distaff.expression.PartFunctions;
import io.distaff.expression.UsedParts;
import io.distaff.plan.PlanNode;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes members that nobody looks at out of the structs that a scan gives, so that their leaves
 * aren't read: {@code SELECT s.a FROM t WHERE s.b > 1} reads two leaves, whatever else {@code s}
 * has. Structs lie in structs, arrays and maps; a struct that is only asked whether it is null
 * keeps one member.
 */
final class ScanNarrowing {
  private ScanNarrowing() {}

  /** The same projection, of a scan that gives no more than it and the scan's predicate look at. */
  static PlanNode.Project narrowed(PlanNode.Project project) {
    if (!(project.input() instanceof PlanNode.ParquetScan scan)) {
      return project;
    }
    PlanNode.ParquetScan narrow = narrowed(scan, project.expressions());
    return new PlanNode.Project(
        narrow, over(project.expressions(), types(narrow.schema())), project.schema());
  }

  /** The same rows, of which only some columns are looked at. */
  static PlanNode narrowed(PlanNode node, List<Integer> columns) {
    return node instanceof PlanNode.ParquetScan scan
        ? narrowed(
            scan,
            columns.stream()
                .<Expression>map(column -> new InputRef(column, scan.schema().type(column)))
                .toList())
        : node;
  }

  private static PlanNode.ParquetScan narrowed(
      PlanNode.ParquetScan scan, List<Expression> expressions) {
    Schema schema = scan.schema();
    if (schema.fields().stream().noneMatch(field -> field.type().isNested())) {
      return scan;
    }
    List<Expression> all = new ArrayList<>(expressions);
    if (scan.predicate() != null) {
      all.add(scan.predicate());
    }
    UsedParts[] used = UsedParts.of(all, schema.size());
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      Field field = schema.field(i);
      fields.add(new Field(field.name(), narrowed(field.type(), used[i]), field.nullable()));
    }
    Schema narrow = new Schema(fields);
    Expression predicate = scan.predicate() == null ? null : over(scan.predicate(), types(narrow));
    return new PlanNode.ParquetScan(scan.scan(), scan.table(), narrow, predicate, scan.limit());
  }

  private static List<DataType> types(Schema schema) {
    return schema.fields().stream().map(Field::type).toList();
  }

  /**
   * @param used null when only the levels of what is around it are of interest
   */
  private static DataType narrowed(DataType type, UsedParts used) {
    if (used != null && used.isWhole()) {
      return type;
    }
    if (type instanceof StructType struct) {
      return narrowed(struct, used);
    }
    if (type instanceof ArrayType array) {
      return new ArrayType(narrowed(array.element(), part(used, 0)));
    }
    if (type instanceof MapType map) {
      return new MapType(map.key(), narrowed(map.value(), part(used, 1)));
    }
    return type;
  }

  private static StructType narrowed(StructType struct, UsedParts used) {
    List<StructType.Member> members = new ArrayList<>();
    for (int i = 0; i < struct.size(); i++) {
      UsedParts ofMember = part(used, i);
      if (ofMember != null) {
        StructType.Member member = struct.member(i);
        members.add(new StructType.Member(member.name(), narrowed(member.type(), ofMember)));
      }
    }
    if (members.isEmpty()) {
      StructType.Member member =
          struct.members().stream()
              .filter(candidate -> !candidate.type().isNested())
              .findFirst()
              .orElse(struct.member(0));
      members.add(new StructType.Member(member.name(), narrowed(member.type(), null)));
    }
    return new StructType(members);
  }

  private static UsedParts part(UsedParts used, int part) {
    return used == null ? null : used.part(part);
  }

  private static List<Expression> over(List<Expression> expressions, List<DataType> columns) {
    return expressions.stream().map(expression -> over(expression, columns)).toList();
  }

  /** The same expression over columns of narrower types. */
  private static Expression over(Expression expression, List<DataType> columns) {
    if (expression instanceof InputRef ref) {
      return new InputRef(ref.index(), columns.get(ref.index()));
    }
    if (!(expression instanceof Call call)) {
      return expression;
    }
    List<Expression> arguments = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      arguments.add(
          argument instanceof Lambda lambda
              ? over(lambda, call, arguments.get(0), columns)
              : over(argument, columns));
    }
    return new Call(call.function(), arguments, type(call, arguments));
  }

  /** A lambda; its first parameter is narrower where the elements are of the array it is for. */
  private static Lambda over(
      Lambda lambda, Call call, Expression collection, List<DataType> columns) {
    List<DataType> parameters = new ArrayList<>(lambda.parameters());
    boolean isNarrower = !collection.type().equals(call.arguments().get(0).type());
    if (isNarrower && collection.type() instanceof ArrayType array) {
      parameters.set(0, array.element());
    }
    List<Expression> captured = over(lambda.captured(), columns);
    List<DataType> inside = new ArrayList<>(parameters);
    captured.forEach(value -> inside.add(value.type()));
    return new Lambda(parameters, captured, over(lambda.body(), inside));
  }

  private static DataType type(Call call, List<Expression> arguments) {
    DataType of = arguments.isEmpty() ? null : arguments.get(0).type();
    if (call.function().equals(PartFunctions.STRUCT_EXTRACT)
        && arguments.get(1) instanceof Literal name) {
      return StructMember.resultType(of, (String) name.value());
    }
    if (PartFunctions.ELEMENT.contains(call.function())) {
      return of instanceof ArrayType array
          ? array.element()
          : of instanceof MapType map ? map.value() : call.type();
    }
    return call.type();
  }
}
