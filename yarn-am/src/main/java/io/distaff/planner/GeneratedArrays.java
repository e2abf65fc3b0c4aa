package io.distaff.planner;

import io.distaff.eval.ExpressionCompiler;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Lambda;
import io.distaff.plan.PlanNode;
import io.distaff.plan.UnnestColumn;
import io.distaff.plan.UnnestColumn.Part;
import io.distaff.scalar.ScalarFunctions;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays that are made to be unnested, and for nothing else. Where a function can give their
 * elements some at a time they aren't made: {@code explode(sequence(1, n))}. What a lambda makes of
 * each element, or which it keeps, is computed for the rows that unnesting gives: {@code
 * explode(transform(a, x -> x + 1))} is {@code x + 1} of {@code explode(a)}.
 */
final class GeneratedArrays {
  private static final String TRANSFORM = "transform";
  private static final String FILTER = "filter";
  private static final UnnestColumn ELEMENT = UnnestColumn.of(Part.ELEMENT, 0);

  private final PlanNode.Unnest unnest;
  private final PlanNode.Project project;
  private final Call call;

  /** What the projection has to give: the carried columns, and what the call is over. */
  private final List<Expression> computed = new ArrayList<>();

  private final List<Field> fields = new ArrayList<>();

  private GeneratedArrays(PlanNode.Unnest unnest, PlanNode.Project project, Call call) {
    this.unnest = unnest;
    this.project = project;
    this.call = call;
    for (int column : unnest.carried()) {
      computed.add(project.expressions().get(column));
      fields.add(project.schema().field(column));
    }
  }

  /** The same rows, with no arrays if they are needed for nothing else. */
  static PlanNode of(PlanNode.Unnest unnest) {
    if (!(unnest.input() instanceof PlanNode.Project project)
        || unnest.collections().size() != 1
        || !(project.expressions().get(unnest.collections().get(0)) instanceof Call call)
        || unnest.carried().stream().map(project.expressions()::get).anyMatch(call::equals)) {
      return unnest;
    }
    if (ScalarFunctions.find(call.function()).filter(f -> f.elements().isPresent()).isPresent()) {
      return new GeneratedArrays(unnest, project, call).generate();
    }
    return isElementwise(call, unnest)
        ? new GeneratedArrays(unnest, project, call).elementwise()
        : unnest;
  }

  private PlanNode generate() {
    List<Expression> arguments = call.arguments().stream().map(this::argument).toList();
    return new PlanNode.Generate(
        computed(),
        Piece.inPlace(unnest.carried().size()),
        new Call(call.function(), arguments, call.type()),
        unnest.columns(),
        unnest.outer(),
        unnest.schema());
  }

  private PlanNode computed() {
    return new PlanNode.Project(project.input(), computed, new Schema(fields));
  }

  /** Whether what is asked for can be had by computing with elements one by one. */
  private static boolean isElementwise(Call call, PlanNode.Unnest unnest) {
    boolean isOfOne =
        call.arguments().size() == 2
            && call.arguments().get(1) instanceof Lambda lambda
            && lambda.parameters().size() == 1;
    if (!isOfOne || unnest.outer() || !ExpressionCompiler.isDeterministic(call)) {
      return false;
    }
    return switch (call.function()) {
      case TRANSFORM -> unnest.columns().stream().noneMatch(c -> c.part() == Part.MEMBER);
      case FILTER -> unnest.columns().stream().noneMatch(c -> c.part() == Part.ORDINALITY);
      default -> false;
    };
  }

  private PlanNode elementwise() {
    Lambda lambda = (Lambda) call.arguments().get(1);
    boolean changes = call.function().equals(TRANSFORM);
    int numCarried = computed.size();
    List<Expression> captured = lambda.captured().stream().map(this::argument).toList();
    int element = computed.size();
    add(call.arguments().get(0));
    List<Expression> seen = new ArrayList<>(); // by the lambda
    seen.add(new InputRef(element, lambda.parameters().get(0)));
    seen.addAll(captured);
    Expression body = over(lambda.body(), seen);

    List<Field> given = new ArrayList<>(fields.subList(0, element));
    given.add(new Field("element", lambda.parameters().get(0), true));
    List<UnnestColumn> columns = new ArrayList<>();
    columns.add(ELEMENT);
    List<Expression> asked = new ArrayList<>();
    for (int c = 0; c < numCarried; c++) {
      asked.add(new InputRef(c, fields.get(c).type()));
    }
    for (int c = 0; c < unnest.columns().size(); c++) {
      UnnestColumn column = unnest.columns().get(c);
      if (column.part() == Part.ELEMENT) {
        asked.add(changes ? body : seen.get(0));
      } else {
        Field field = unnest.schema().field(numCarried + c);
        asked.add(new InputRef(given.size(), field.type()));
        given.add(field);
        columns.add(column);
      }
    }
    PlanNode elements =
        of(
            new PlanNode.Unnest(
                computed(),
                Piece.inPlace(element),
                List.of(element),
                columns,
                false,
                new Schema(given)));
    return new PlanNode.Project(
        changes ? elements : new PlanNode.Filter(elements, body), asked, unnest.schema());
  }

  /** An expression of other values than its columns. */
  private static Expression over(Expression expression, List<Expression> columns) {
    if (expression instanceof InputRef ref) {
      return columns.get(ref.index());
    } else if (expression instanceof Call inner) {
      return new Call(inner.function(), over(inner.arguments(), columns), inner.type());
    } else if (expression instanceof Lambda lambda) {
      return new Lambda(lambda.parameters(), over(lambda.captured(), columns), lambda.body());
    }
    return expression;
  }

  private static List<Expression> over(List<Expression> expressions, List<Expression> columns) {
    return expressions.stream().map(expression -> over(expression, columns)).toList();
  }

  /** An argument over the projection's columns; constants stay where they are seen. */
  private Expression argument(Expression argument) {
    if (isConstant(argument)) {
      return argument;
    }
    int known = ExpressionCompiler.isDeterministic(argument) ? computed.indexOf(argument) : -1;
    return new InputRef(known < 0 ? add(argument) : known, argument.type());
  }

  private int add(Expression expression) {
    fields.add(new Field("$" + computed.size(), expression.type(), true));
    computed.add(expression);
    return computed.size() - 1;
  }

  private static boolean isConstant(Expression expression) {
    return ExpressionCompiler.isDeterministic(expression) && !hasColumns(expression);
  }

  private static boolean hasColumns(Expression expression) {
    if (expression instanceof Lambda lambda) {
      return lambda.captured().stream().anyMatch(GeneratedArrays::hasColumns);
    }
    return expression instanceof InputRef
        || (expression instanceof Call inner
            && inner.arguments().stream().anyMatch(GeneratedArrays::hasColumns));
  }
}
