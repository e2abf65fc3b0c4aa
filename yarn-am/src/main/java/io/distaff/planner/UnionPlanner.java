package io.distaff.planner;

import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.plan.PlanNode;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Plans unions: in the stage of their inputs where the tasks of these are alike, else behind an
 * exchange. One planner, one query.
 */
final class UnionPlanner {
  private final PlannerContext context;
  private final StageCutter cutter;
  private final PhysicalPlanner planner;

  /**
   * @param planner of the inputs
   */
  UnionPlanner(PlannerContext context, StageCutter cutter, PhysicalPlanner planner) {
    this.context = context;
    this.cutter = cutter;
    this.planner = planner;
  }

  Piece union(Union union, ImmutableBitSet needed) {
    List<Piece> pieces = unionInputs(union, needed);
    if (!areAlike(pieces)) {
      double bytes = pieces.stream().mapToDouble(Piece::sizeBytes).sum();
      int partitions = context.partitions(bytes);
      pieces.replaceAll(piece -> cutter.spread(piece, partitions));
    }
    return united(pieces, Optional.empty(), union);
  }

  /** One piece of an expression, or those of a union below it that can't be in one stage. */
  List<Piece> parts(RelNode rel, ImmutableBitSet needed) {
    List<Piece> parts;
    if (rel instanceof Union union) {
      List<Piece> inputs = unionInputs(union, needed);
      parts = areAlike(inputs) ? List.of(united(inputs, Optional.empty(), union)) : inputs;
    } else if (rel instanceof Project project
        && !project.containsOver()
        && project.getInput() instanceof Union union) {
      List<RexNode> expressions = needed.asList().stream().map(project.getProjects()::get).toList();
      parts =
          parts(union, RelOptUtil.InputFinder.bits(expressions, null)).stream()
              .map(part -> PhysicalPlanner.projected(project, needed, expressions, part, Map.of()))
              .toList();
    } else {
      return List.of(planner.visit(rel, needed));
    }
    if (parts.size() == 1) {
      planner.noteSource(parts.get(0), rel);
    }
    return parts;
  }

  /** The inputs of a union, with the same columns. */
  private List<Piece> unionInputs(Union union, ImmutableBitSet needed) {
    if (!union.all) {
      throw PhysicalPlanner.notSupported("UNION DISTINCT that isn't an aggregation");
    }
    List<Field> fields =
        needed.asList().stream()
            .map(c -> PhysicalPlanner.field(union.getRowType().getFieldList().get(c)))
            .toList();
    Schema schema = new Schema(fields);
    List<Piece> pieces = new ArrayList<>();
    for (RelNode input : union.getInputs()) {
      pieces.add(typed(planner.visit(input, needed).exactly(needed.asList(), schema), schema));
    }
    return pieces;
  }

  /** Whether pieces can be in one stage as they are. */
  private static boolean areAlike(List<Piece> pieces) {
    return pieces.stream().map(piece -> piece.stage().tasks).distinct().count() == 1
        && pieces.stream().map(piece -> piece.stage().partitions).distinct().count() == 1;
  }

  /** Pieces with the same columns, whose tasks are alike, as one of an expression. */
  static Piece united(List<Piece> pieces, Optional<Hashing> hashedBy, RelNode rel) {
    Piece first = pieces.get(0);
    if (pieces.size() == 1) {
      return first;
    }
    pieces.stream().skip(1).forEach(piece -> first.stage().merge(piece.stage()));
    List<PlanNode> nodes = pieces.stream().map(Piece::node).toList();
    PlanNode node = new PlanNode.Union(nodes, schema(nodes));
    return new Piece(node, first.positions(), first.stage(), hashedBy, rel);
  }

  /** That of the first, of columns that may be null where those of another may. */
  private static Schema schema(List<PlanNode> nodes) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < nodes.get(0).schema().size(); i++) {
      int column = i;
      Field field = nodes.get(0).schema().field(i);
      boolean nullable = nodes.stream().anyMatch(node -> node.schema().field(column).nullable());
      fields.add(new Field(field.name(), field.type(), nullable));
    }
    return new Schema(fields);
  }

  /** The piece with its columns cast to the types of a schema. */
  private static Piece typed(Piece piece, Schema schema) {
    Schema given = piece.node().schema();
    List<Expression> casts = new ArrayList<>();
    boolean changed = false;
    for (int i = 0; i < schema.size(); i++) {
      changed |= !given.type(i).equals(schema.type(i));
      casts.add(ExpressionTranslator.cast(new InputRef(i, given.type(i)), schema.type(i)));
    }
    return changed ? piece.withNode(new PlanNode.Project(piece.node(), casts, schema)) : piece;
  }
}
