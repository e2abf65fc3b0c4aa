package io.distaff.planner;

import io.distaff.optimizer.Estimates;
import io.distaff.plan.Sink;
import io.distaff.sql.Statement.ExplainMode;
import io.distaff.types.Schema;
import java.util.List;

/**
 * A query that is analysed and optimised; what is left depends on the cluster. Uses its session's
 * lock.
 */
public final class PlannableQuery {
  private final SqlSession session;
  private final SqlSession.Algebra algebra;

  PlannableQuery(SqlSession session, SqlSession.Algebra algebra) {
    this.session = session;
    this.algebra = algebra;
  }

  /** Of the result. */
  public Schema schema() {
    return algebra.schema();
  }

  /**
   * The stages.
   *
   * @param parallelism of the executors
   * @param sink a ResultSink, a FileSink or a CacheSink
   */
  public StageGraph plan(Parallelism parallelism, Sink sink) {
    return session.plan(algebra, parallelism, sink);
  }

  /** How large the result will be. */
  CachedRelation.Size estimate() {
    double rows = Estimates.rows(algebra.optimized());
    List<Long> columnBytes =
        algebra.optimized().getRowType().getFieldList().stream()
            .map(field -> Math.round(rows * Estimates.valueBytes(field.getType())))
            .toList();
    return new CachedRelation.Size(Math.round(rows), columnBytes);
  }

  /** As {@link #plan}, with what is expected of the operators. */
  public EstimatedPlan estimated(Parallelism parallelism, Sink sink) {
    return session.estimated(algebra, parallelism, sink);
  }

  /** The plan as text, for a result. */
  public String explain(ExplainMode mode, Parallelism parallelism) {
    return session.explain(algebra, mode, parallelism);
  }
}
