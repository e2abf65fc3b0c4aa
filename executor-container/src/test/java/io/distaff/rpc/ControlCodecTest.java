package io.distaff.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.codec.RecordCodec;
import io.distaff.config.LogLevel;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Call;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.ids.AttemptId;
import io.distaff.ids.BroadcastId;
import io.distaff.ids.CacheId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.ids.TaskId;
import io.distaff.memory.MemoryUse;
import io.distaff.metrics.TaskCounters;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.FileFormat;
import io.distaff.plan.PlanFragment;
import io.distaff.plan.PlanNode;
import io.distaff.plan.RuntimeFilters;
import io.distaff.plan.Sink;
import io.distaff.plan.SortKey;
import io.distaff.plan.Split;
import io.distaff.plan.StorageLevel;
import io.distaff.transport.TransportOptions;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ControlCodecTest {
  private static final Epoch EPOCH = new Epoch(2);
  private static final AttemptId ATTEMPT =
      new AttemptId(new TaskId(new StageId(new QueryId(3), 1), 17), 2);
  private static final Schema SCHEMA =
      Schema.of(
          new Field("a", DataType.BIGINT, false), new Field("b", DataType.decimal(15, 2), true));

  private final ControlCodec codec = new ControlCodec();

  @Test
  void messagesComeBackEqual() {
    List<ControlMessage> messages =
        List.of(
            new ControlMessage.RegisterExecutor(
                EPOCH, new ExecutorId("executor-2.1"), "container_1", "host", 4711, 2, 1L << 40),
            new ControlMessage.CachedPartitionDropped(
                EPOCH, new ExecutorId("executor-2.1"), ATTEMPT),
            new ControlMessage.ReleaseCache(EPOCH, new CacheId(3)),
            new ControlMessage.ReleaseCachedPartition(EPOCH, ATTEMPT),
            new ControlMessage.Heartbeat(
                EPOCH,
                new ExecutorId("executor-2.1"),
                new MemoryUse(100, 12, 3, 4, 5, 97, 20),
                List.of(ATTEMPT)),
            new ControlMessage.ReleaseBroadcast(EPOCH, new BroadcastId(1L << 40)),
            new ControlMessage.ChunkHeld(EPOCH, new ExecutorId("e"), new BroadcastId(5), 3),
            new ControlMessage.ChunkNotFetched(
                EPOCH, new ExecutorId("e"), new BroadcastId(5), 3, null),
            new ControlMessage.ChunkLocation(EPOCH, new BroadcastId(5), 3, null, null, 0),
            new ControlMessage.ChunkLocation(
                EPOCH, new BroadcastId(5), 3, new ExecutorId("e"), "host", 4711),
            new ControlMessage.SetLogLevel(EPOCH, LogLevel.DEBUG),
            new ControlMessage.LaunchTask(
                EPOCH,
                ATTEMPT,
                Map.of(
                    0,
                    List.of(
                        new Split.ParquetSplit(
                            "hdfs://n/f",
                            10,
                            20,
                            0,
                            10,
                            Map.of("k", new Literal(DataType.INT, null))),
                        new Split.TextSplit(
                            "hdfs://n/f.csv",
                            10,
                            20,
                            0,
                            10,
                            Map.of("b", new Literal(DataType.INT, "1"))),
                        new Split.TpchSplit(1, 2, 3))),
                4),
            new ControlMessage.MapOutputs(
                EPOCH,
                ATTEMPT.task().stage(),
                List.of(
                    new ControlMessage.MapOutputLocation(
                        ATTEMPT, new ExecutorId("e"), "host", 1, "/disk/f.data"))),
            new ControlMessage.TaskFailed(
                EPOCH,
                new ExecutorId("e"),
                ATTEMPT,
                ErrorCode.INVALID_CAST,
                "no",
                "trace",
                TaskCounters.ZERO,
                null),
            new ControlMessage.StatementSchema(1, SCHEMA, List.of("a warning")),
            new ControlMessage.ApplicationFinished(1, "why"));
    for (ControlMessage message : messages) {
      assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
    }
  }

  @Test
  void aQuestionComesBackWithItsBits() {
    ControlMessage.LocateChunk question =
        new ControlMessage.LocateChunk(
            EPOCH, new ExecutorId("e"), new BroadcastId(5), new byte[] {1, -1});
    ControlMessage.LocateChunk decoded =
        (ControlMessage.LocateChunk)
            codec.decode(ControlMessage.FromExecutor.class, codec.encode(question));
    assertThat(decoded.broadcast()).isEqualTo(question.broadcast());
    assertThat(decoded.wanted()).containsExactly(1, -1);
  }

  @Test
  void aPlanComesBackEqual() {
    PlanNode scan =
        new PlanNode.ParquetScan(
            0,
            "t",
            SCHEMA,
            new Call(
                FunctionNames.LESS,
                DataType.BOOLEAN,
                new InputRef(1, DataType.decimal(15, 2)),
                Literal.of(DataType.decimal(15, 2), new BigDecimal("24.00"))),
            -1);
    PlanNode join =
        new PlanNode.HashJoin(
            scan,
            new PlanNode.ExchangeRead(0, SCHEMA, PlanNode.ExchangeMode.ALL_PARTITIONS),
            PlanNode.JoinType.SEMI,
            List.of(0),
            List.of(0),
            null,
            false,
            SCHEMA);
    PlanNode root =
        new PlanNode.Sort(
            new PlanNode.Aggregate(
                join,
                PlanNode.AggregationPhase.SINGLE,
                List.of(0),
                List.of(
                    AggregateCall.of(AggregateCall.Function.SUM, 1, -1, DataType.decimal(38, 2))),
                SCHEMA),
            List.of(new SortKey(1, true, false)),
            10,
            0);
    RecordCodec plans = RecordCodec.cbor();
    PlanFragment fragment =
        new PlanFragment(
            4, root, new Sink.ShuffleSink(8, List.of(0)), new RuntimeFilters(true, List.of(0)));
    assertThat(PlanFragment.decode(plans, fragment.encode(plans))).isEqualTo(fragment);
  }

  @Test
  void aCachedPlanComesBackEqualBehindOtherStages() {
    PlanNode scan = new PlanNode.CachedScan(0, "orders", List.of(3, 1), SCHEMA);
    PlanFragment fragment =
        new PlanFragment(
                1,
                scan,
                new Sink.CacheSink(new CacheId(7), StorageLevel.DISK_ONLY),
                RuntimeFilters.NONE)
            .behind(4);
    RecordCodec plans = RecordCodec.cbor();
    PlanFragment decoded = PlanFragment.decode(plans, fragment.encode(plans));
    assertThat(decoded).isEqualTo(fragment);
    assertThat(decoded.stage()).isEqualTo(5);
    assertThat(decoded.firstStage()).isEqualTo(4);
  }

  @Test
  void aPlanFromTextToTextComesBackEqual() {
    PlanNode scan =
        new PlanNode.TextScan(0, "t", FileFormat.CSV, Map.of("header", "true"), SCHEMA, SCHEMA, -1);
    RecordCodec plans = RecordCodec.cbor();
    PlanFragment fragment =
        new PlanFragment(
            4,
            scan,
            new Sink.FileSink(FileFormat.JSON, "/staging", Map.of("a", "b"), List.of(0), 1, 2),
            RuntimeFilters.NONE);
    assertThat(PlanFragment.decode(plans, fragment.encode(plans))).isEqualTo(fragment);
  }

  @Test
  void theOutputsOfManyMapTasksFitAFrame() {
    List<ControlMessage.MapOutputLocation> locations =
        IntStream.range(0, 20_000)
            .mapToObj(
                p ->
                    new ControlMessage.MapOutputLocation(
                        new AttemptId(new TaskId(ATTEMPT.task().stage(), p), 0),
                        new ExecutorId("executor-1." + p % 100),
                        "worker-%03d.rack-7.datacenter.example.org".formatted(p % 100),
                        40_000,
                        "/data/1/yarn/nm/usercache/somebody/appcache/application_1700000000000_0001"
                            + "/executor-1.17/query-3-stage-1-task-%d.0.data".formatted(p)))
            .toList();
    byte[] bytes =
        codec.encode(new ControlMessage.MapOutputs(EPOCH, ATTEMPT.task().stage(), locations));
    assertThat(bytes.length).isLessThan(TransportOptions.defaults().limits().frameBytes() / 5);
    byte[] status =
        codec.encode(
            new ControlMessage.TaskSucceeded(
                EPOCH,
                new ExecutorId("e"),
                ATTEMPT,
                TaskCounters.ZERO,
                new TaskProduct.ShuffleFile(
                    "/f.data", new long[20_000], new long[20_000], List.of()),
                List.of()));
    assertThat(status.length).isLessThan(1 << 20);
  }

  @Test
  void reasonsThatQuoteALongValueAreCut() {
    String value = "x".repeat(10 << 20);
    byte[] bytes =
        codec.encode(
            new ControlMessage.TaskFailed(
                EPOCH,
                new ExecutorId("e"),
                ATTEMPT,
                ErrorCode.INVALID_CAST,
                value,
                value,
                TaskCounters.ZERO,
                null));
    assertThat(bytes.length).isLessThan(200 << 10);
    assertThat(new ControlMessage.StatementFailed(1, ErrorCode.SYNTAX_ERROR, value).message())
        .hasSizeLessThan(100 << 10)
        .endsWith("x ...");
  }

  @Test
  void onlyTheFamilyThatIsExpectedIsDecoded() {
    byte[] bytes = codec.encode(new ControlMessage.CloseSession());
    assertThat(codec.decode(ControlMessage.FromClient.class, bytes))
        .isEqualTo(new ControlMessage.CloseSession());
    assertThatThrownBy(() -> codec.decode(ControlMessage.FromExecutor.class, bytes))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL_ERROR));
  }

  @Test
  void garbageIsAProtocolError() {
    for (int length = 0; length < 40; length++) {
      byte[] garbage = new byte[length];
      new java.util.Random(length).nextBytes(garbage);
      assertThatThrownBy(() -> codec.decode(garbage))
          .isInstanceOfSatisfying(
              DistaffException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL_ERROR));
    }
  }
}
