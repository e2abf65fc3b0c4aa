package io.distaff.cli;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;

/** Exit codes of the command line. */
final class ExitCode {
  static final int OK = 0;

  /** The program or a statement failed. */
  static final int FAILED = 1;

  /** Wrong usage or configuration: nothing was started. */
  static final int USAGE = 2;

  /** The cluster refused, or can't be reached. */
  static final int CLUSTER = 3;

  /** Ended by SIGINT. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  static int of(DistaffException failure) {
    return of(failure.code());
  }

  static int of(ErrorCode code) {
    if (code == ErrorCode.CLUSTER_UNREACHABLE || code == ErrorCode.CLUSTER_REFUSED) {
      return CLUSTER;
    }
    return switch (code.category()) {
      case USER, TASK, INFRA -> FAILED;
      case CONFIGURATION -> USAGE;
    };
  }
}
