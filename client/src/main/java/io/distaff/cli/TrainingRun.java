package io.distaff.cli;

import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.driver.Driver;
import io.distaff.driver.EngineOptions;
import io.distaff.driver.LocalDriver;
import io.distaff.driver.StatementExecution;
import io.distaff.planner.PlannerWarmUp;
import io.distaff.rpc.ControlCodec;
import io.distaff.rpc.ControlMessage;
import io.distaff.rpc.ControlMessage.FollowApplication;
import io.distaff.submit.SubmissionTraining;
import io.distaff.transport.BlockSource;
import io.distaff.transport.Connection;
import io.distaff.transport.ConnectionListener;
import io.distaff.transport.TransportClient;
import io.distaff.transport.TransportOptions;
import io.distaff.transport.TransportSecret;
import io.distaff.transport.TransportServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.NMClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/**
 * Loads the classes that drivers, executors and clients need, by doing a little of what they do:
 * the JVM that runs it writes them to a class-data archive when it ends.
 */
public final class TrainingRun {
  private static final List<String> STATEMENTS =
      List.of(
          "insert overwrite directory '%1$s/orders' using parquet select * from"
              + " tpch.`sf0.01`.orders",
          "insert overwrite directory '%1$s/customer' using parquet select * from"
              + " tpch.`sf0.01`.customer",
          "create temporary view orders using parquet options (path '%1$s/orders')",
          "create temporary view customer using parquet options (path '%1$s/customer')",
          "set distaff.sql.single-task.threshold = 0b",
          "set distaff.sql.single-task.rows = 0",
          "set distaff.sql.broadcast.threshold = 0b",
          "select o_orderpriority, sum(o_totalprice * (1 - 0.05)) as total, avg(o_totalprice),"
              + " count(*) from orders where o_orderdate >= date '1994-01-01' group by"
              + " o_orderpriority order by total desc",
          "select c_custkey, c_name, count(*) from customer join orders on c_custkey = o_custkey"
              + " where c_mktsegment = 'BUILDING' group by c_custkey, c_name order by 3 desc, 1"
              + " limit 10",
          "set distaff.sql.exchange.partitions = 2",
          "select c_custkey, c_comment from customer c where exists (select 1 from orders o where"
              + " o.o_custkey = c.c_custkey and o.o_totalprice > c.c_acctbal) and c_custkey not in"
              + " (select o_custkey from orders where o_orderstatus = 'P') order by 2, 1",
          "select o_orderstatus, sum(o_totalprice) as total from orders o where o_totalprice >"
              + " (select 1.2 * avg(x.o_totalprice) from orders x where x.o_custkey = o.o_custkey)"
              + " group by o_orderstatus having sum(o_totalprice) > (select max(o_totalprice) * 0.1"
              + " from orders where o_orderdate < date '1995-01-01' + interval '1' year)",
          "select o_custkey, row_number() over (partition by o_custkey order by o_orderdate),"
              + " sum(o_totalprice) over (partition by o_custkey order by o_orderdate),"
              + " min(o_totalprice) over (partition by o_custkey), lag(o_orderdate) over (partition"
              + " by o_custkey order by o_orderdate) from orders",
          "select substring(c_phone, 1, 2) as code, count(distinct c_nationkey), max(c_name),"
              + " sum(case when c_mktsegment in ('BUILDING', 'MACHINERY') then c_acctbal else 0"
              + " end), avg(coalesce(length(c_address), 0)) from customer where c_comment not like"
              + " '%%special%%requests%%' and (c_nationkey in (1, 2, 3, 5, 8, 13) or c_acctbal"
              + " between 100 and 9000) group by substring(c_phone, 1, 2)",
          "reset distaff.sql.broadcast.threshold",
          "with yearly as (select extract(year from o_orderdate) as year, o_custkey, count(*) as"
              + " num from orders group by 1, 2) select year, num, c_nationkey, count(*) from"
              + " yearly left join customer on o_custkey = c_custkey and c_acctbal > 0 where num >="
              + " 0.5 * (select avg(num) from yearly) group by year, num, c_nationkey union all"
              + " select null, c_custkey, c_nationkey, 0 from customer anti join orders on"
              + " c_custkey = o_custkey",
          "select a.c_mktsegment, count(*) from customer a join customer b on a.c_nationkey ="
              + " b.c_nationkey and a.c_acctbal < b.c_acctbal join orders on a.c_custkey ="
              + " o_custkey where b.c_mktsegment = 'BUILDING' and o_orderpriority like '1%%' group"
              + " by a.c_mktsegment order by 2 desc");

  private TrainingRun() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createTempDirectory("distaff-training-data");
    try {
      PlannerWarmUp.run();
      runStatements(directory);
      talk();
      var yarn = new YarnConfiguration();
      AMRMClient.createAMRMClient().init(yarn);
      NMClient.createNMClient().init(yarn);
      SubmissionTraining.run();
      SqlCommand command = new SqlCommand();
      ParsedArguments unused =
          ParsedArguments.parse(
              command.options(),
              command.words(),
              List.of("--master", "yarn", "-e", "select 1"),
              new Problems());
    } finally {
      delete(directory);
    }
    System.exit(0);
  }

  private static void runStatements(Path directory) {
    try (Driver driver =
        LocalDriver.start(DistaffConfig.empty(), new OptionRegistry(EngineOptions.FAMILIES), 2)) {
      for (String statement : STATEMENTS) {
        try (StatementExecution execution = driver.execute(statement.formatted(directory))) {
          while (execution.next() != null) {
            // The rows don't matter.
          }
        }
      }
    }
  }

  private static void talk() {
    TransportSecret secret = TransportSecret.random();
    ControlCodec codec = new ControlCodec();
    ConnectionListener echo =
        new ConnectionListener() {
          @Override
          public CompletableFuture<byte[]> onRequest(Connection connection, byte[] payload) {
            return CompletableFuture.completedFuture(payload);
          }
        };
    try (TransportServer server =
            new TransportServer(
                TransportOptions.defaults(), secret, connection -> echo, BlockSource.none());
        TransportClient client = new TransportClient(TransportOptions.defaults(), secret)) {
      InetSocketAddress address = server.bind("127.0.0.1", 0);
      byte[] answer =
          client.connect(address).join().request(codec.encode(new FollowApplication())).join();
      ControlMessage unused = codec.decode(answer);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
