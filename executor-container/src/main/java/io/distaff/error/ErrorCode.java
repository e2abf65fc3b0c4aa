package io.distaff.error;

/**
 * What went wrong, as a closed list. The category decides who has to act: a {@link Category#USER}
 * error is never retried and shows no stack trace, a {@link Category#TASK} error is retried
 * elsewhere, a {@link Category#INFRA} error concerns the cluster or the engine itself.
 */
public enum ErrorCode {
  // The user's program, query or input.
  SYNTAX_ERROR(Category.USER),
  SEMANTIC_ERROR(Category.USER),
  NOT_SUPPORTED(Category.USER),
  TABLE_NOT_FOUND(Category.USER),
  DATABASE_NOT_FOUND(Category.USER),
  NAME_ALREADY_EXISTS(Category.USER),
  PATH_NOT_FOUND(Category.USER),
  PATH_NOT_READABLE(Category.USER),
  PATH_ALREADY_EXISTS(Category.USER),
  INVALID_FILE(Category.USER),
  SCHEMA_MISMATCH(Category.USER),
  NUMERIC_OVERFLOW(Category.USER),
  DIVISION_BY_ZERO(Category.USER),
  INVALID_CAST(Category.USER),
  RAISED_BY_QUERY(Category.USER),
  INVALID_ARGUMENT(Category.USER),
  MULTIPLE_ROWS(Category.USER),
  RESULT_TOO_LARGE(Category.USER),
  LIMIT_EXCEEDED(Category.USER),
  USER_PROGRAM_FAILED(Category.USER),
  USER_FUNCTION_FAILED(Category.USER),
  BROADCAST_DESTROYED(Category.USER),
  CANCELLED(Category.USER),

  // How the program was started.
  USAGE(Category.CONFIGURATION),
  INVALID_CONFIGURATION(Category.CONFIGURATION),

  // One attempt of one task; another attempt may succeed.
  TASK_FAILED(Category.TASK),
  EXECUTOR_LOST(Category.TASK),
  CONNECTION_LOST(Category.TASK),
  SHUFFLE_FETCH_FAILED(Category.TASK),
  CORRUPT_BLOCK(Category.TASK),
  READ_FAILED(Category.TASK),
  WRITE_FAILED(Category.TASK),
  MEMORY_EXCEEDED(Category.TASK),

  // The cluster, the network, the engine.
  CLUSTER_UNREACHABLE(Category.INFRA),
  CLUSTER_REFUSED(Category.INFRA),
  EXECUTOR_LAUNCH_FAILED(Category.INFRA),
  AUTHENTICATION_FAILED(Category.INFRA),
  PROTOCOL_ERROR(Category.INFRA),
  COMMIT_FAILED(Category.INFRA),
  CATALOG_DAMAGED(Category.INFRA),
  CATALOG_CONFLICT(Category.INFRA),
  INTERNAL_ERROR(Category.INFRA);

  /** Who has to act on an error. */
  public enum Category {
    USER,
    CONFIGURATION,
    TASK,
    INFRA
  }

  private final Category category;

  ErrorCode(Category category) {
    this.category = category;
  }

  public Category category() {
    return category;
  }

  /** True when running the same task again can't help. */
  public boolean isFatalForQuery() {
    return category == Category.USER || category == Category.CONFIGURATION;
  }
}
