package io.distaff.error;

import java.util.Objects;

/**
 * The engine's one exception. The message says what failed, where (query, stage, task, path,
 * offset), the value, and what to do, in that order; it must stand without the stack trace.
 */
public final class DistaffException extends RuntimeException {
  private final ErrorCode code;

  public DistaffException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public DistaffException(ErrorCode code, String message, Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  public ErrorCode code() {
    return code;
  }

  /**
   * The nearest DistaffException in the chain of causes; {@code thrown} wrapped as {@code
   * otherwise} if there is none.
   */
  public static DistaffException of(Throwable thrown, ErrorCode otherwise) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof DistaffException e) {
        return e;
      }
    }
    String message = thrown.getMessage();
    return new DistaffException(
        otherwise,
        message == null
            ? thrown.getClass().getSimpleName()
            : thrown.getClass().getSimpleName() + ": " + message,
        thrown);
  }
}
