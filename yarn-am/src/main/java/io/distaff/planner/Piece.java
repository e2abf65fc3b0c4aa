package io.distaff.planner;

import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.optimizer.Estimates;
import io.distaff.plan.PlanNode;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The operators for a relational expression, and the stage in which they run so far. Immutable but
 * for the stage.
 *
 * @param node gives at least the columns that were asked for
 * @param positions for each column of the expression its place in the node's output; -1 when it
 *     wasn't asked for
 * @param hashedBy how the rows are spread over the tasks; empty when they lie anyhow, or in one
 *     task
 * @param rel the expression, for estimates
 */
record Piece(
    PlanNode node,
    List<Integer> positions,
    StageBuilder stage,
    Optional<Hashing> hashedBy,
    RelNode rel) {

  Piece {
    positions = List.copyOf(positions);
  }

  /** 0, 1, 2, ... */
  static List<Integer> inPlace(int size) {
    return IntStream.range(0, size).boxed().toList();
  }

  /** The positions of columns that lie one after the other, the others left out. */
  static List<Integer> packed(ImmutableBitSet needed, int columns) {
    List<Integer> positions = new ArrayList<>();
    int next = 0;
    for (int column = 0; column < columns; column++) {
      positions.add(needed.get(column) ? next++ : -1);
    }
    return positions;
  }

  boolean isOneTask() {
    return stage.tasks == StageBuilder.Tasks.ONE;
  }

  int position(int column) {
    int position = positions.get(column);
    if (position < 0) {
      throw new IllegalStateException("column " + column + " of " + rel + " was not asked for");
    }
    return position;
  }

  List<Integer> positionsOf(List<Integer> columns) {
    return columns.stream().map(this::position).toList();
  }

  /** The positions of these columns only, the others left out. */
  List<Integer> positionsFor(ImmutableBitSet needed) {
    List<Integer> kept = new ArrayList<>();
    for (int column = 0; column < positions.size(); column++) {
      kept.add(needed.get(column) ? position(column) : -1);
    }
    return kept;
  }

  /** The same columns in the same stage from another operator. */
  Piece withNode(PlanNode changed) {
    return new Piece(changed, positions, stage, hashedBy, rel);
  }

  ExpressionTranslator translator() {
    return new ExpressionTranslator(
        rel.getCluster().getRexBuilder(),
        this::position,
        place -> node.schema().field(place).name());
  }

  /** Estimated rows. */
  double rows() {
    return Estimates.rows(rel);
  }

  /** Estimated bytes of the columns that were asked for, in memory. */
  double sizeBytes() {
    double rowBytes = 1;
    for (int column = 0; column < positions.size(); column++) {
      if (positions.get(column) >= 0) {
        rowBytes += Estimates.valueBytes(rel.getRowType().getFieldList().get(column).getType());
      }
    }
    return rows() * rowBytes;
  }

  /** Without columns that nobody asked for. */
  Piece pruned() {
    List<Integer> kept = positions.stream().filter(p -> p >= 0).distinct().sorted().toList();
    if (kept.size() == node.schema().size()) {
      return this;
    }
    return new Piece(
        references(node, kept, node.schema().select(kept)),
        positions.stream().map(p -> p < 0 ? -1 : kept.indexOf(p)).toList(),
        stage,
        hashedBy.flatMap(hashing -> hashing.moved(kept::indexOf)),
        rel);
  }

  /** With exactly these columns of the expression, under the names of a schema. */
  Piece exactly(List<Integer> columns, Schema schema) {
    List<Integer> places = positionsOf(columns);
    PlanNode result = node;
    boolean asTheyAre =
        places.equals(inPlace(node.schema().size())) && names(node.schema()).equals(names(schema));
    if (!asTheyAre) {
      List<Field> fields = new ArrayList<>();
      for (int i = 0; i < places.size(); i++) {
        Field field = node.schema().field(places.get(i));
        fields.add(new Field(schema.field(i).name(), field.type(), field.nullable()));
      }
      result = references(node, places, new Schema(fields));
    }
    Integer[] moved = new Integer[positions.size()];
    Arrays.fill(moved, -1);
    for (int i = 0; i < columns.size(); i++) {
      moved[columns.get(i)] = i;
    }
    return new Piece(result, List.of(moved), stage, Optional.empty(), rel);
  }

  static List<String> names(Schema schema) {
    return schema.fields().stream().map(Field::name).toList();
  }

  private static PlanNode references(PlanNode input, List<Integer> places, Schema schema) {
    List<Expression> references = new ArrayList<>();
    for (int place : places) {
      references.add(new InputRef(place, input.schema().type(place)));
    }
    return new PlanNode.Project(input, references, schema);
  }
}
