package io.distaff.function;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.BroadcastId;
import java.io.Serializable;
import java.lang.ref.SoftReference;

/**
 * A value that the program gives to all tasks: functions capture this handle and ask it for {@link
 * #value()}. The value is serialized once, when the handle is made: changes of it afterwards aren't
 * seen by tasks. It travels to an executor when the first task there asks for it, and the tasks of
 * an executor share one copy, which they must not change and may read at the same time.
 *
 * <p>It stays until it is {@link #destroy destroyed} or the session ends. In the program, methods
 * may be called on any thread; in a task, {@link #value()} first on the task's own.
 */
public final class Broadcast<T> implements Serializable {
  private final BroadcastDescription description;

  /** Null in tasks. */
  private final transient BroadcastOwner owner;

  /** What the program gave, as long as the driver has memory for it beside its bytes. */
  private transient volatile SoftReference<T> given;

  /** What the task has been given; null before. */
  private transient volatile Found<T> found;

  private record Found<T>(T value) {}

  private Broadcast(BroadcastDescription description, BroadcastOwner owner, T value) {
    this.description = description;
    this.owner = owner;
    this.given = new SoftReference<>(value);
  }

  /** A handle as the program has it. */
  public static <T> Broadcast<T> onDriver(
      BroadcastDescription description, BroadcastOwner owner, T value) {
    return new Broadcast<>(description, owner, value);
  }

  /** A number that no other broadcast of the application has. */
  public long id() {
    return description.number();
  }

  /**
   * The value. In a task the first call waits until it is at the executor. Throws
   * BROADCAST_DESTROYED when the program has destroyed it.
   */
  public T value() {
    return owner == null ? valueInTask() : valueOnDriver();
  }

  @SuppressWarnings("unchecked") // it is what was given to onDriver()
  private T valueInTask() {
    Found<T> known = found;
    if (known == null) {
      known = new Found<>((T) TaskScope.current().broadcasts().value(description));
      found = known;
    }
    return known.value();
  }

  @SuppressWarnings("unchecked") // as above
  private T valueOnDriver() {
    owner.check(description);
    T value = given.get();
    if (value == null) {
      value = (T) owner.value(description);
      given = new SoftReference<>(value);
    }
    return value;
  }

  /**
   * Has executors drop their copies, those in use when their tasks end; what asks for the value
   * later gets it anew. Returns at once. Throws USAGE in tasks, and BROADCAST_DESTROYED.
   */
  public void unpersist() {
    inProgram("unpersist").unpersist(description);
  }

  /**
   * Drops the value everywhere, at executors that use it when their tasks end; whatever asks for it
   * from now on fails. Returns at once. Throws USAGE in tasks.
   */
  public void destroy() {
    inProgram("destroy").destroy(description);
    given.clear();
  }

  private BroadcastOwner inProgram(String method) {
    if (owner == null) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "%s is used by a task: %s() is for the program itself".formatted(description, method));
    }
    return owner;
  }

  @Override
  public String toString() {
    return new BroadcastId(id()).toString();
  }

  /** Throws BROADCAST_DESTROYED: a function that captures it could never be called. */
  private Object writeReplace() {
    if (owner != null) {
      owner.check(description);
    }
    return new Sent<T>(description);
  }

  /** A handle among what a function captures. */
  private record Sent<T>(BroadcastDescription description) implements Serializable {
    private Object readResolve() {
      return new Broadcast<T>(description, null, null);
    }
  }
}
