package io.distaff.planner;

import io.distaff.optimizer.Estimates;
import io.distaff.optimizer.SharedRows;
import io.distaff.optimizer.SubQueryJoin;
import io.distaff.optimizer.Unnest;
import io.distaff.optimizer.UserRows;
import io.distaff.sql.EngineTable;
import io.distaff.sql.JoinHint;
import io.distaff.sql.PartitionSort;
import io.distaff.sql.Repartition;
import io.distaff.sql.Repartition.Distribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptSamplingParameters;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sample;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;

/** Relational algebra as text: a line an expression, with the names of columns. */
final class RelText {
  private static final Pattern REFERENCE = Pattern.compile("\\$(\\d+)");
  private static final Pattern TYPE_NOISE =
      Pattern.compile(
          "_UTF-8(?=')|:VARCHAR(\\(\\d+\\))? CHARACTER SET \"UTF-8\"|:DECIMAL\\(\\d+, \\d+\\)"
              + "| NOT NULL");

  private final boolean withEstimates;
  private final StringBuilder text = new StringBuilder();

  private RelText(boolean withEstimates) {
    this.withEstimates = withEstimates;
  }

  static String of(RelNode rel) {
    RelText plan = new RelText(false);
    plan.node(rel, 0);
    return plan.text.toString();
  }

  static String withEstimates(RelNode rel) {
    RelText plan = new RelText(true);
    plan.node(rel, 0);
    return plan.text.toString();
  }

  private void node(RelNode rel, int depth) {
    text.append("  ".repeat(depth)).append(describe(rel));
    if (withEstimates) {
      text.append(String.format(Locale.ROOT, "  (about %.0f rows)", Estimates.rows(rel)));
    }
    text.append('\n');
    rel.getInputs().forEach(input -> node(input, depth + 1));
  }

  private static String describe(RelNode rel) {
    if (rel instanceof TableScan scan) {
      return "Scan " + EngineTable.of(scan.getTable()).handle().name();
    } else if (rel instanceof Filter filter) {
      return "Filter " + expression(filter.getCondition(), filter);
    } else if (rel instanceof Project project) {
      List<String> columns = new ArrayList<>();
      for (int i = 0; i < project.getProjects().size(); i++) {
        String name = project.getRowType().getFieldNames().get(i);
        String value = expression(project.getProjects().get(i), project);
        columns.add(value.equals(name) ? name : name + " = " + value);
      }
      return "Project " + String.join(", ", columns);
    } else if (rel instanceof Aggregate aggregate) {
      return aggregate(aggregate);
    } else if (rel instanceof Join join) {
      return "Join "
          + join.getJoinType().lowerName
          + " on "
          + expression(join.getCondition(), join);
    } else if (rel instanceof SubQueryJoin join) {
      return "SubQuery "
          + join.kind().name().toLowerCase(Locale.ROOT)
          + " on "
          + Stream.concat(join.comparisons().stream(), join.predicates().stream())
              .map(condition -> expression(condition, join))
              .collect(Collectors.joining(" and "));
    } else if (rel instanceof Unnest unnest) {
      List<String> names = unnest.getRowType().getFieldNames();
      return (unnest.isOuter() ? "Unnest outer " : "Unnest ")
          + unnest.collections().stream().map(names::get).collect(Collectors.joining(", "));
    } else if (rel instanceof UserRows rows) {
      return rows.call().name()
          + (rows.call().key() < 0
              ? ""
              : " by " + rows.getInput().getRowType().getFieldNames().get(rows.call().key()))
          + (rows.call().order().isEmpty()
              ? ""
              : " in order of " + keys(RelCollations.of(rows.call().order()), rows.getInput()));
    } else if (rel instanceof Sample sample) {
      RelOptSamplingParameters parameters = sample.getSamplingParameters();
      return (parameters.isBernoulli() ? "Sample bernoulli " : "Sample system ")
          + parameters.sampleRate.movePointRight(2).stripTrailingZeros().toPlainString()
          + " %";
    } else if (rel instanceof Sort sort) {
      return sort(sort);
    } else if (rel instanceof JoinHint hint) {
      return (hint.strategy() == JoinHint.Strategy.BROADCAST ? "Broadcast" : "Shuffle") + " hint";
    } else if (rel instanceof PartitionSort sort) {
      return "Sort each partition by " + keys(sort.collation(), sort);
    } else if (rel instanceof Repartition repartition) {
      List<String> names = repartition.getRowType().getFieldNames();
      String keys = repartition.keys().stream().map(names::get).collect(Collectors.joining(", "));
      return (repartition.distribution() == Distribution.COALESCED ? "Coalesce" : "Repartition")
          + (repartition.partitions() == 0 ? "" : " " + repartition.partitions())
          + (keys.isEmpty() ? "" : " by " + keys);
    }
    return rel instanceof SharedRows ? "Shared" : rel.getRelTypeName().replaceFirst("^Logical", "");
  }

  private static String aggregate(Aggregate aggregate) {
    List<String> input = aggregate.getInput().getRowType().getFieldNames();
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      AggregateCall call = aggregate.getAggCallList().get(i);
      String arguments =
          call.getArgList().stream().map(input::get).collect(Collectors.joining(", "));
      calls.add(
          aggregate.getRowType().getFieldNames().get(aggregate.getGroupCount() + i)
              + " = "
              + AggregatePlan.name(call.getAggregation()).toLowerCase(Locale.ROOT)
              + "("
              + (call.isDistinct() ? "distinct " : "")
              + (call.getArgList().isEmpty() ? "*" : arguments)
              + ")");
    }
    String keys =
        aggregate.getGroupSet().asList().stream().map(input::get).collect(Collectors.joining(", "));
    return "Aggregate"
        + (keys.isEmpty() ? "" : " by " + keys)
        + (calls.isEmpty() ? "" : ": " + String.join(", ", calls));
  }

  private static String sort(Sort sort) {
    String keys = keys(sort.getCollation(), sort);
    return (keys.isEmpty() ? "Limit" : "Sort " + keys)
        + (sort.fetch == null ? "" : " limit " + sort.fetch)
        + (sort.offset == null ? "" : " offset " + sort.offset);
  }

  private static String keys(RelCollation collation, RelNode rel) {
    List<String> names = rel.getRowType().getFieldNames();
    return collation.getFieldCollations().stream()
        .map(c -> names.get(c.getFieldIndex()) + direction(c))
        .collect(Collectors.joining(", "));
  }

  private static String direction(RelFieldCollation collation) {
    return collation.getDirection().isDescending() ? " desc" : "";
  }

  private static String expression(RexNode node, RelNode rel) {
    List<String> names = new ArrayList<>();
    rel.getInputs().forEach(input -> names.addAll(input.getRowType().getFieldNames()));
    String text = TYPE_NOISE.matcher(node.toString()).replaceAll("");
    return REFERENCE
        .matcher(text)
        .replaceAll(
            match -> {
              int column = Integer.parseInt(match.group(1));
              return Matcher.quoteReplacement(
                  column < names.size() ? names.get(column) : match.group());
            });
  }
}
