package io.distaff.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.PlanNode;
import io.distaff.storage.LocalDisks;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One task's memory, disk and metrics; checks that nothing is left of them. */
public final class OperatorFixture implements AutoCloseable {
  private final Path directory;
  private final MemoryManager manager;
  private final TaskMemory memory;
  private final OperatorContext context;

  public OperatorFixture(Path directory, long poolBytes) {
    this(directory, new MemoryManager(poolBytes));
  }

  /** A task beside others that share the memory. */
  public OperatorFixture(Path directory, MemoryManager manager) {
    this.directory = directory;
    this.manager = manager;
    this.memory = manager.startTask("task");
    this.context =
        new OperatorContext(
            memory.operator("operator"), new LocalDisks(List.of(directory)), new TaskMetrics());
  }

  /** What another operator of the task is given. */
  public OperatorContext otherContext(String name) {
    return new OperatorContext(memory.operator(name), context.disks(), context.metrics());
  }

  public TaskMemory memory() {
    return memory;
  }

  public OperatorContext context() {
    return context;
  }

  public long bytesSpilled() {
    return context.metrics().count(Counter.BYTES_SPILLED);
  }

  /** All rows, after which the operator is closed and must have given everything back. */
  public List<List<Object>> run(Operator operator) {
    List<List<Object>> rows = new ArrayList<>();
    try (operator) {
      for (VectorBatch batch = operator.next(); batch != null; batch = operator.next()) {
        assertThat(batch.numSelected()).isPositive();
        rows.addAll(RandomBatches.rows(batch));
      }
      assertThat(operator.next()).isNull();
    }
    operator.close();
    assertNothingHeld();
    return rows;
  }

  public void assertNothingHeld() {
    assertThat(manager.usedBytes()).as("memory held").isZero();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).as("files left").isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    memory.close();
  }

  /** Columns c0, c1, ... of these types. */
  public static Schema schema(List<DataType> types) {
    List<Field> fields = new ArrayList<>();
    for (DataType type : types) {
      fields.add(new Field("c" + fields.size(), type, true));
    }
    return new Schema(fields);
  }

  /** An input of a plan node, of which only the schema matters. */
  public static PlanNode input(List<DataType> types) {
    return new PlanNode.Values(schema(types), List.of());
  }

  /** How often each row occurs: for answers without an order. */
  public static Map<List<Object>, Integer> counted(List<List<Object>> rows) {
    Map<List<Object>, Integer> counts = new HashMap<>();
    for (List<Object> row : rows) {
      counts.merge(row, 1, Integer::sum);
    }
    return counts;
  }
}
