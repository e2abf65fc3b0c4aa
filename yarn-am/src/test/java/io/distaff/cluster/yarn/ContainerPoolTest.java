package io.distaff.cluster.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.cluster.ExecutorDemand;
import io.distaff.cluster.ExecutorHandle;
import io.distaff.cluster.ExecutorListener;
import io.distaff.cluster.ExecutorLoss;
import io.distaff.concurrent.Clock;
import io.distaff.executor.ExecutorMain;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerExitStatus;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerState;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.junit.jupiter.api.Test;

/** The pool with a ResourceManager made by hand and time moved by hand. */
class ContainerPoolTest {
  private static final ApplicationAttemptId ATTEMPT =
      ApplicationAttemptId.newInstance(ApplicationId.newInstance(1_700_000_000_000L, 7), 2);
  private static final int CONTAINER_MEBIBYTES = 1408;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int GRACE_MILLIS = 10_000;

  private final FakeYarn yarn = new FakeYarn();
  private final Heard heard = new Heard();
  private final ManualClock clock = new ManualClock();
  private final ContainerPool pool =
      new ContainerPool(
          new ContainerPool.Options(
              new Epoch(2),
              Resource.newInstance(CONTAINER_MEBIBYTES, 2),
              2,
              TIMEOUT_MILLIS,
              4,
              "alice"),
          yarn,
          clock);

  ContainerPoolTest() {
    pool.tell(heard);
  }

  // ---- requests ----

  @Test
  void asksForWhatIsMissingAndWithdrawsWhatIsTooMuch() {
    pool.demand(ExecutorDemand.anywhere(3));
    assertThat(yarn.asks).isEqualTo(Map.of("*", 3));
    assertThat(pool.isWaiting()).isTrue();
    pool.granted(List.of(container("h1")));
    assertThat(yarn.asks).isEqualTo(Map.of("*", 2));
    pool.demand(ExecutorDemand.anywhere(1));
    assertThat(yarn.asks).isEmpty();
    pool.registered(yarn.launched.get(0).executor());
    assertThat(pool.isWaiting()).isFalse();
  }

  @Test
  void repeatedDemandAndHeartbeatsLeaveRequestsAlone() {
    ExecutorDemand demand = new ExecutorDemand(2, 8, Map.of("h1", 4, "h2", 4));
    pool.demand(demand);
    assertThat(yarn.asks).isEqualTo(Map.of("h1", 1, "h2", 1, "*", 2));
    int calls = yarn.calls;
    pool.demand(demand);
    pool.timePasses();
    pool.granted(List.of());
    pool.completed(List.of());
    assertThat(yarn.calls).isEqualTo(calls);
  }

  @Test
  void requestsWithoutHostsAreReplacedWhenHostsAreKnown() {
    pool.demand(ExecutorDemand.anywhere(3));
    pool.demand(new ExecutorDemand(3, 3, Map.of("h1", 3)));
    // Three tasks keep two executors of two slots busy; the third may be anywhere.
    assertThat(yarn.asks).isEqualTo(Map.of("h1", 2, "*", 3));
    assertThat(yarn.calls).as("two of three replaced").isEqualTo(3 + 2 + 2);
    pool.demand(ExecutorDemand.anywhere(3));
    assertThat(yarn.asks).isEqualTo(Map.of("*", 3));
  }

  @Test
  void aGrantAnswersTheRequestForItsHost() {
    pool.demand(new ExecutorDemand(3, 4, Map.of("h1", 2, "h2", 2)));
    assertThat(yarn.asks).isEqualTo(Map.of("h1", 1, "h2", 1, "*", 3));
    pool.granted(List.of(container("h2")));
    assertThat(yarn.asks).isEqualTo(Map.of("h1", 1, "*", 2));
    pool.granted(List.of(container("elsewhere")));
    assertThat(yarn.asks).isEqualTo(Map.of("h1", 1, "*", 1));
    pool.granted(List.of(container("elsewhere")));
    assertThat(yarn.asks).isEmpty();
  }

  @Test
  void executorsOfTheSizeAskedForAreTakenAndOthersGivenBack() {
    pool.demand(ExecutorDemand.anywhere(1));
    Container small = container("h1", ContainerPool.PRIORITY, CONTAINER_MEBIBYTES - 1);
    Container other = container("h1", Priority.newInstance(5), CONTAINER_MEBIBYTES);
    Container fits = container("h1", ContainerPool.PRIORITY, 2048);
    Container excess = container("h1");
    pool.granted(List.of(small, other, fits, excess));
    assertThat(yarn.launched).extracting(ContainerPool.Member::container).containsExactly(fits);
    assertThat(yarn.released).containsExactly(small.getId(), other.getId(), excess.getId());
  }

  // ---- registration ----

  @Test
  void anExecutorIsClaimedOnceAndHasTheRackThatItsLaunchFound() {
    pool.demand(ExecutorDemand.anywhere(1));
    pool.granted(List.of(container("h1")));
    ContainerPool.Member member = yarn.launched.get(0);
    member.standsOn("/rack7");
    assertThat(member.executor()).isEqualTo(new ExecutorId("executor-2.1"));
    assertThat(pool.claim(member.executor())).contains("/rack7");
    assertThat(pool.claim(member.executor())).isEmpty();
    assertThat(pool.claim(new ExecutorId("executor-1.1"))).isEmpty();
  }

  @Test
  void aHungProcessHasAGraceToEndItself() {
    pool.demand(ExecutorDemand.anywhere(1));
    pool.granted(List.of(container("h1")));
    clock.advance(TIMEOUT_MILLIS + 5_000);
    pool.timePasses();
    assertThat(yarn.stopped).isEmpty();
    pool.completed(
        List.of(
            status(
                yarn.launched.get(0),
                ExecutorMain.EXIT_UNREGISTERED,
                "Last 4096 bytes of stderr :\n  at somewhere\ncan't register")));
    assertThat(heard.failures).isEmpty();
    assertThat(yarn.asks).isEqualTo(Map.of("*", 1));
    repeatLaunchFailures(3, ExecutorMain.EXIT_UNREGISTERED, "can't register");
    assertThat(heard.failures)
        .singleElement()
        .asString()
        .contains("no executor could be started, in 4 attempts")
        .contains("had not registered with the driver in time")
        .endsWith("can't register");
    assertThat(yarn.asks).isEmpty();
  }

  @Test
  void aProcessThatDoesNotEndItselfIsStoppedAndItsLogsNamed() {
    pool.demand(ExecutorDemand.anywhere(1));
    for (int i = 0; i < 4; i++) {
      pool.granted(List.of(container("h1")));
      clock.advance(TIMEOUT_MILLIS + GRACE_MILLIS);
      pool.timePasses();
      assertThat(yarn.stopped).hasSize(i);
      clock.advance(1);
      pool.timePasses();
      assertThat(yarn.stopped).hasSize(i + 1);
    }
    assertThat(yarn.released).hasSize(4);
    assertThat(heard.failures)
        .singleElement()
        .asString()
        .contains("did not register within 30000 ms")
        .contains("http://h1:8042/node/containerlogs/container_1700000000000_0007_02_000004/alice")
        .contains("distaff logs application_1700000000000_0007");
    pool.demand(ExecutorDemand.anywhere(5));
    assertThat(yarn.asks).as("after too many failures nothing is asked for").isEmpty();
  }

  @Test
  void anExecutorThatIsRegisteringAtThisMomentIsNotStopped() {
    pool.demand(ExecutorDemand.anywhere(1));
    pool.granted(List.of(container("h1")));
    clock.advance(TIMEOUT_MILLIS + GRACE_MILLIS + 1);
    assertThat(pool.claim(yarn.launched.get(0).executor())).isPresent();
    pool.timePasses();
    assertThat(yarn.stopped).isEmpty();
  }

  // ---- failures ----

  @Test
  void theLossOfARegisteredExecutorIsToldAndReplacedElsewhereFirst() {
    ExecutorDemand demand = new ExecutorDemand(2, 9, Map.of("h1", 6, "h2", 3));
    pool.demand(demand);
    pool.granted(List.of(container("h1"), container("h2")));
    yarn.launched.forEach(member -> register(member));
    pool.completed(List.of(status(yarn.launched.get(0), 137, "")));
    assertThat(heard.lost).containsExactly(yarn.launched.get(0).executor());
    assertThat(yarn.asks).isEqualTo(Map.of("h2", 1, "*", 1));
    clock.advance(HostHealth.AVOIDED_MILLIS);
    pool.timePasses();
    assertThat(yarn.asks.get("h1")).as("in time the host is as good as any").isOne();
  }

  @Test
  void hostsOnWhichLaunchesFailAgainAndAgainAreExcluded() {
    pool.demand(ExecutorDemand.anywhere(2));
    pool.granted(List.of(container("good"), container("bad")));
    failLaunch("bad");
    assertThat(yarn.excluded).isEmpty();
    pool.granted(List.of(container("bad")));
    failLaunch("bad");
    assertThat(yarn.excluded).containsExactly("bad");
    register(yarn.member("good"));
    clock.advance(HostHealth.EXCLUDED_MILLIS);
    pool.timePasses();
    assertThat(yarn.excluded).isEmpty();
  }

  @Test
  void noMoreThanAThirdOfTheClusterIsExcluded() {
    yarn.hosts = 5;
    pool.demand(ExecutorDemand.anywhere(2));
    for (String host : List.of("b1", "b2")) {
      for (int i = 0; i < HostHealth.FAILURES_TO_EXCLUDE; i++) {
        clock.advance(1);
        pool.granted(List.of(container(host)));
        failLaunch(host);
        pool.granted(List.of(container("good" + i)));
        register(yarn.launched.get(yarn.launched.size() - 1));
        pool.completed(
            List.of(
                status(
                    yarn.launched.get(yarn.launched.size() - 1),
                    ContainerExitStatus.PREEMPTED,
                    "")));
      }
    }
    assertThat(yarn.excluded).containsExactly("b2");
    yarn.hosts = 2;
    pool.timePasses();
    assertThat(yarn.excluded).isEmpty();
  }

  @Test
  void aSuccessEndsARowOfFailures() {
    pool.demand(ExecutorDemand.anywhere(1));
    repeatLaunchFailures(3, 1, "boom");
    pool.granted(List.of(container("h1")));
    register(yarn.launched.get(3));
    pool.completed(List.of(status(yarn.launched.get(3), 1, "")));
    repeatLaunchFailures(3, 1, "boom");
    assertThat(heard.failures).isEmpty();
    repeatLaunchFailures(1, 1, "boom");
    assertThat(heard.failures).hasSize(1);
  }

  @Test
  void whatTheClusterEndsIsAskedForAgainAndNotCounted() {
    pool.demand(ExecutorDemand.anywhere(1));
    repeatLaunchFailures(9, ContainerExitStatus.PREEMPTED, "");
    assertThat(heard.failures).isEmpty();
    assertThat(yarn.asks).isEqualTo(Map.of("*", 1));
  }

  @Test
  void unknownContainersAreNobodysLoss() {
    pool.demand(ExecutorDemand.anywhere(1));
    pool.granted(List.of(container("h1")));
    ContainerPool.Member member = yarn.launched.get(0);
    register(member);
    ContainerStatus status = status(member, 1, "");
    pool.completed(List.of(status, status));
    assertThat(heard.lost).hasSize(1);
  }

  @Test
  void releasingAnExecutorGivesItsContainerBack() {
    pool.demand(ExecutorDemand.anywhere(1));
    pool.granted(List.of(container("h1")));
    pool.release(yarn.launched.get(0).executor());
    assertThat(yarn.released).containsExactly(yarn.launched.get(0).container().getId());
  }

  private void repeatLaunchFailures(int times, int exitStatus, String diagnostics) {
    for (int i = 0; i < times; i++) {
      pool.granted(List.of(container("h" + i)));
      ContainerPool.Member member = yarn.launched.get(yarn.launched.size() - 1);
      pool.completed(List.of(status(member, exitStatus, diagnostics)));
    }
  }

  private void failLaunch(String host) {
    pool.launchFailed(yarn.member(host).executor(), "could not be started: no space");
  }

  private void register(ContainerPool.Member member) {
    assertThat(pool.claim(member.executor())).isPresent();
    pool.registered(member.executor());
  }

  private Container container(String host) {
    return container(host, ContainerPool.PRIORITY, CONTAINER_MEBIBYTES);
  }

  private Container container(String host, Priority priority, int mebibytes) {
    return Container.newInstance(
        ContainerId.newContainerId(ATTEMPT, ++yarn.lastContainer),
        NodeId.newInstance(host, 8041),
        host + ":8042",
        Resource.newInstance(mebibytes, 1),
        priority,
        null);
  }

  private static ContainerStatus status(
      ContainerPool.Member member, int exitStatus, String diagnostics) {
    return ContainerStatus.newInstance(
        member.container().getId(), ContainerState.COMPLETE, diagnostics, exitStatus);
  }

  /**
   * Keeps the table that a ResourceManager's client makes of requests: how many containers on each
   * host and anywhere ("*").
   */
  private static final class FakeYarn implements ContainerPool.Actions {
    final Map<String, Integer> asks = new HashMap<>();
    final List<ContainerRequest> outstanding = new ArrayList<>();
    final List<ContainerId> released = new ArrayList<>();
    final List<ContainerPool.Member> launched = new ArrayList<>();
    final List<ContainerPool.Member> stopped = new ArrayList<>();
    final Set<String> excluded = new TreeSet<>();
    int hosts = 9;
    int calls;
    long lastContainer;

    @Override
    public void request(ContainerRequest request) {
      calls++;
      assertThat(request.getRelaxLocality()).isTrue();
      assertThat(request.getPriority()).isEqualTo(ContainerPool.PRIORITY);
      outstanding.add(request);
      count(request, 1);
    }

    @Override
    public void withdraw(ContainerRequest request) {
      calls++;
      assertThat(outstanding.removeIf(known -> known == request)).isTrue();
      count(request, -1);
    }

    private void count(ContainerRequest request, int step) {
      List<String> names = new ArrayList<>(List.of("*"));
      if (request.getNodes() != null) {
        names.addAll(request.getNodes());
      }
      names.forEach(name -> asks.merge(name, step, Integer::sum));
      asks.values().removeIf(n -> n == 0);
    }

    @Override
    public void release(ContainerId container) {
      released.add(container);
    }

    @Override
    public void launch(ContainerPool.Member member) {
      launched.add(member);
    }

    @Override
    public void stop(ContainerPool.Member member) {
      stopped.add(member);
    }

    @Override
    public void exclude(List<String> more, List<String> noLonger) {
      excluded.addAll(more);
      excluded.removeAll(noLonger);
    }

    @Override
    public int clusterHosts() {
      return hosts;
    }

    /** The last one launched on a host. */
    ContainerPool.Member member(String host) {
      return launched.stream()
          .filter(member -> member.host().equals(host))
          .max(Comparator.comparing(member -> member.container().getId()))
          .orElseThrow();
    }
  }

  private static final class Heard implements ExecutorListener {
    final List<ExecutorId> lost = new ArrayList<>();
    final List<String> failures = new ArrayList<>();

    @Override
    public void executorRegistered(ExecutorHandle executor) {
      throw new AssertionError("not the pool's to say");
    }

    @Override
    public void executorLost(ExecutorId executor, ExecutorLoss loss) {
      lost.add(executor);
    }

    @Override
    public void messageReceived(ControlMessage.FromExecutor message) {
      throw new AssertionError("not the pool's to say");
    }

    @Override
    public <A extends ControlMessage.ToExecutor> CompletableFuture<A> asked(
        ControlMessage.Question<A> question) {
      throw new AssertionError("not the pool's to ask");
    }

    @Override
    public void clusterFailed(RuntimeException reason) {
      failures.add(reason.getMessage());
    }
  }

  private static final class ManualClock implements Clock {
    private long millis = 1_000;

    void advance(long by) {
      millis += by;
    }

    @Override
    public long nanoTime() {
      return millis * 1_000_000;
    }

    @Override
    public long currentTimeMillis() {
      return millis;
    }
  }
}
