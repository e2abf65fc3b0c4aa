package io.distaff.cluster.yarn;

import io.distaff.cluster.ClusterOptions;
import io.distaff.cluster.ContainerSize;
import io.distaff.cluster.ExecutorDemand;
import io.distaff.cluster.ExecutorListener;
import io.distaff.cluster.ExecutorLoss;
import io.distaff.cluster.Topology;
import io.distaff.concurrent.Clock;
import io.distaff.config.DistaffConfig;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every decision about containers. A container is <em>requested</em> (in {@code requests}), then
 * <em>granted</em>: a member of {@code members} that isn't registered yet, then registered, then
 * gone. The demand is met when requests + members = its total.
 *
 * <p>A request names the hosts that {@link HostHints} gives it. When the demand or the members
 * change, the requests whose hosts aren't among the wanted any more are withdrawn and others made
 * in their place; those that fit stay as they are, so that what the ResourceManager knows is only
 * touched when something is different. The very object that was requested is withdrawn: what a
 * request adds up for its hosts, their racks and for anywhere is so taken off again. All requests
 * relax locality, which YARN wants to be the same for all of one priority.
 *
 * <p>Does no I/O, reads no clock of its own. Confined to the allocator's loop, but for {@link
 * #claim}.
 */
final class ContainerPool {
  private static final Logger log = LoggerFactory.getLogger(ContainerPool.class);
  static final Priority PRIORITY = Priority.newInstance(1);

  /** What the pool asks of ResourceManager and NodeManagers; every call returns at once. */
  interface Actions {
    void request(ContainerRequest request);

    void withdraw(ContainerRequest request);

    void release(ContainerId container);

    /** Starts the executor; its rack is to be found out on the way. */
    void launch(Member member);

    /** Ends the process in the container, if there is one. */
    void stop(Member member);

    /** No containers on these hosts any more, and again on those. */
    void exclude(List<String> hosts, List<String> noLonger);

    /** Hosts of the cluster. */
    int clusterHosts();
  }

  /**
   * What the pool goes by.
   *
   * @param registrationTimeoutMillis the time that an executor has to register
   * @param user whose containers they are
   */
  record Options(
      Epoch epoch,
      Resource container,
      int slots,
      long registrationTimeoutMillis,
      int maxLaunchFailures,
      String user) {
    private static final long LEAST_GRACE_MILLIS = 2_000;
    private static final long MOST_GRACE_MILLIS = 10_000;

    static Options of(DistaffConfig config, Epoch epoch, ContainerSize size, String user) {
      return new Options(
          epoch,
          Resource.newInstance(size.containerMebibytes(), size.vcores()),
          size.vcores(),
          config.value(ClusterOptions.REGISTRATION_TIMEOUT_MILLIS),
          config.value(ClusterOptions.MAX_LAUNCH_FAILURES),
          user);
    }

    /**
     * How long after the timeout a container is stopped from here. An executor that hangs ends
     * itself, and only then does YARN hand over its last words; but its time begins when its
     * process does, after the container's files were localised.
     */
    long graceMillis() {
      return Math.min(
          MOST_GRACE_MILLIS, Math.max(LEAST_GRACE_MILLIS, registrationTimeoutMillis / 3));
    }
  }

  /** A granted container. */
  static final class Member {
    private final ExecutorId executor;
    private final Container container;
    private final long grantedMillis;
    private boolean registered;

    /** Set by the thread that launches it, before the process can be there to register. */
    private volatile String rack = Topology.DEFAULT_RACK;

    private Member(ExecutorId executor, Container container, long grantedMillis) {
      this.executor = executor;
      this.container = container;
      this.grantedMillis = grantedMillis;
    }

    ExecutorId executor() {
      return executor;
    }

    Container container() {
      return container;
    }

    String host() {
      return container.getNodeId().getHost();
    }

    void standsOn(String foundRack) {
      rack = foundRack;
    }

    String describe() {
      return executor + " in " + container.getId() + " on " + host();
    }
  }

  private final Options options;
  private final Actions actions;
  private final Clock clock;
  private final HostHealth health = new HostHealth();
  private final Map<ContainerId, Member> members = new LinkedHashMap<>();
  private final List<ContainerRequest> requests = new ArrayList<>();
  private Set<String> excluded = Set.of();
  private ExecutorListener listener;
  private ExecutorDemand demand = ExecutorDemand.anywhere(0);
  private int executorsNamed;
  private int launchFailuresInARow;
  private boolean failed;

  /** Executors that haven't registered yet; also read by the event loops of connections. */
  private final Map<ExecutorId, Member> awaited = new ConcurrentHashMap<>();

  ContainerPool(Options options, Actions actions, Clock clock) {
    this.options = options;
    this.actions = actions;
    this.clock = clock;
  }

  void tell(ExecutorListener executorListener) {
    listener = executorListener;
  }

  void demand(ExecutorDemand wanted) {
    demand = wanted;
    adjust();
  }

  /** True while something is about to happen that needs frequent heartbeats. */
  boolean isWaiting() {
    return !requests.isEmpty() || members.values().stream().anyMatch(m -> !m.registered);
  }

  /** The rack of an executor that is awaited, which from now on it isn't any more. Thread-safe. */
  Optional<String> claim(ExecutorId executor) {
    return Optional.ofNullable(awaited.remove(executor)).map(member -> member.rack);
  }

  /** An executor that was claimed has registered. */
  void registered(ExecutorId executor) {
    find(executor)
        .ifPresent(
            member -> {
              member.registered = true;
              launchFailuresInARow = 0;
              health.launchSucceeded(member.host());
              exclude();
            });
  }

  void release(ExecutorId executor) {
    find(executor).ifPresent(member -> actions.release(member.container.getId()));
  }

  private Optional<Member> find(ExecutorId executor) {
    return members.values().stream().filter(m -> m.executor.equals(executor)).findFirst();
  }

  // ---- requests ----

  private void adjust() {
    int wanted = failed ? 0 : Math.max(0, demand.total() - members.size());
    Map<List<String>, Integer> missing = new LinkedHashMap<>();
    HostHints.spread(demand, wanted, options.slots(), executorsByHost(), health::isUsable)
        .forEach(hosts -> missing.merge(hosts, 1, Integer::sum));
    for (Iterator<ContainerRequest> each = requests.iterator(); each.hasNext(); ) {
      ContainerRequest request = each.next();
      List<String> hosts = hosts(request);
      if (missing.computeIfPresent(hosts, (h, n) -> n - 1) == null) {
        each.remove();
        actions.withdraw(request);
      } else {
        missing.computeIfPresent(hosts, (h, n) -> n == 0 ? null : n);
      }
    }
    missing.forEach(
        (hosts, count) -> {
          for (int i = 0; i < count; i++) {
            request(hosts);
          }
        });
  }

  private void request(List<String> hosts) {
    String[] names = hosts.isEmpty() ? null : hosts.toArray(String[]::new);
    ContainerRequest request =
        new ContainerRequest(options.container(), names, null, PRIORITY, true);
    requests.add(request);
    actions.request(request);
  }

  private static List<String> hosts(ContainerRequest request) {
    return request.getNodes() == null ? List.of() : request.getNodes();
  }

  private Map<String, Integer> executorsByHost() {
    Map<String, Integer> counts = new HashMap<>();
    members.values().forEach(member -> counts.merge(member.host(), 1, Integer::sum));
    return counts;
  }

  // ---- grants ----

  void granted(Collection<Container> containers) {
    containers.forEach(this::granted);
    if (!containers.isEmpty()) {
      adjust();
    }
  }

  private void granted(Container container) {
    // The ResourceManager may grant other vcores than were asked for: priority and memory are what
    // identifies a grant.
    boolean fits =
        container.getPriority().equals(PRIORITY)
            && container.getResource().getMemorySize() >= options.container().getMemorySize();
    if (!fits || requests.isEmpty()) {
      log.info("releasing {}: not needed", container.getId());
      actions.release(container.getId());
      return;
    }
    actions.withdraw(answeredBy(container.getNodeId().getHost()));
    executorsNamed++;
    ExecutorId executor =
        new ExecutorId("executor-" + options.epoch().number() + "." + executorsNamed);
    Member member = new Member(executor, container, clock.monotonicMillis());
    members.put(container.getId(), member);
    awaited.put(executor, member);
    log.info("launching {}", member.describe());
    actions.launch(member);
  }

  /** Takes out the request that a container on this host answers: for the host, else for any. */
  private ContainerRequest answeredBy(String host) {
    int answered = requests.size() - 1;
    for (int i = 0; i < requests.size(); i++) {
      List<String> hosts = hosts(requests.get(i));
      if (hosts.contains(host)) {
        return requests.remove(i);
      }
      if (hosts.isEmpty()) {
        answered = i;
      }
    }
    return requests.remove(answered);
  }

  // ---- ends ----

  void completed(Collection<ContainerStatus> statuses) {
    statuses.forEach(this::completed);
    if (!statuses.isEmpty()) {
      adjust();
    }
  }

  private void completed(ContainerStatus status) {
    Member member = members.remove(status.getContainerId());
    if (member == null) {
      return;
    }
    awaited.remove(member.executor);
    ExecutorLoss loss =
        ContainerExit.classify(status.getExitStatus(), status.getDiagnostics(), member.describe());
    log.info("{}", loss.message());
    health.executorLost(member.host(), clock.monotonicMillis());
    if (member.registered) {
      listener.executorLost(member.executor, loss);
    } else if (loss.taskFault() || status.getExitStatus() == 0) {
      countLaunchFailure(member, loss.message());
    }
  }

  /** An executor's process could not be started. */
  void launchFailed(ExecutorId executor, String reason) {
    find(executor).ifPresent(member -> launchFailed(member, reason));
    adjust();
  }

  /** To be called with every heartbeat: gives up what takes too long. */
  void timePasses() {
    long now = clock.monotonicMillis();
    long limit = options.registrationTimeoutMillis() + options.graceMillis();
    List<Member> late =
        members.values().stream()
            .filter(member -> !member.registered && now - member.grantedMillis > limit)
            // One that was claimed is registering at this moment.
            .filter(member -> awaited.remove(member.executor) != null)
            .toList();
    for (Member member : late) {
      actions.stop(member);
      launchFailed(
          member,
          "did not register within "
              + options.registrationTimeoutMillis()
              + " ms, nor did its process end by itself; it was stopped. Its logs: "
              + logs(member));
    }
    boolean usableAgain = health.forgetOld(now);
    exclude();
    if (usableAgain || !late.isEmpty()) {
      adjust();
    }
  }

  /** Where people find what the container wrote. */
  private String logs(Member member) {
    ContainerId id = member.container.getId();
    return "http://"
        + member.container.getNodeHttpAddress()
        + "/node/containerlogs/"
        + id
        + "/"
        + options.user()
        + " or, when the application has ended, distaff logs "
        + id.getApplicationAttemptId().getApplicationId();
  }

  private void launchFailed(Member member, String reason) {
    members.remove(member.container.getId());
    awaited.remove(member.executor);
    actions.release(member.container.getId());
    countLaunchFailure(member, member.describe() + " " + reason);
  }

  private void countLaunchFailure(Member member, String reason) {
    health.launchFailed(member.host(), clock.monotonicMillis());
    exclude();
    launchFailuresInARow++;
    log.warn(
        "launch failure {} of at most {}: {}",
        launchFailuresInARow,
        options.maxLaunchFailures(),
        reason);
    if (launchFailuresInARow >= options.maxLaunchFailures() && !failed) {
      failed = true;
      listener.clusterFailed(
          new DistaffException(
              ErrorCode.EXECUTOR_LAUNCH_FAILED,
              "no executor could be started, in "
                  + launchFailuresInARow
                  + " attempts; the last one: "
                  + reason));
    }
  }

  private void exclude() {
    Set<String> wanted = health.excluded(actions.clusterHosts());
    if (!wanted.equals(excluded)) {
      Set<String> more = new TreeSet<>(wanted);
      more.removeAll(excluded);
      Set<String> noLonger = new TreeSet<>(excluded);
      noLonger.removeAll(wanted);
      log.info("hosts excluded for repeated launch failures: {}; before: {}", wanted, excluded);
      excluded = wanted;
      actions.exclude(List.copyOf(more), List.copyOf(noLonger));
    }
  }
}
